"""The engine that computes a level of the graph at once, with NumPy."""
