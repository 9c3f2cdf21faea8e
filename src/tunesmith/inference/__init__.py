"""Inference: everything that steps a network, in machine code."""
