"""The network: its shape, its file, and (only for training) its torch module."""
