"""Figures of the product. Each module of this package prints JSON lines: ``python -m benchmarks.<name>``."""
