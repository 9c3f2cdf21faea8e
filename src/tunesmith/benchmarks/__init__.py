"""Benchmarks, load tests, and the baselines that they measure against."""
