"""The engine: operations, Values, their backward pass, and what follows from it."""
