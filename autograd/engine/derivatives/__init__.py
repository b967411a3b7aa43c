"""Gradients as Values, and gradients checked against finite differences."""
