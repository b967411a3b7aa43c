"""Functions and losses of lists and arrays of Values."""
