"""The engine that runs matrix products and slices with NumPy."""
