"""Pictures of computations: where boxes go, what they say, and how that becomes a file; `draw` is in `drawing`."""
