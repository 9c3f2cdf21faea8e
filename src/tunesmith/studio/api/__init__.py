"""The service: its routes, and what they take and give."""
