"""Benchmarks, load tests, the baselines that they measure against, and public benchmarks."""
