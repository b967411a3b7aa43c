"""Gradients as Values, and gradients checked against differences."""
