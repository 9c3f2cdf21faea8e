"""Composing in a browser: the kernel as WebAssembly, and a worker that composes with it."""
