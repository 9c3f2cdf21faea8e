"""Reporting: pages, cards and charts."""
