"""Programs that measure: python -m tests.benchmarks.NAME."""
