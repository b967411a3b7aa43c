"""The tests of autograd, and its benchmarks."""
