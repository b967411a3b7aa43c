"""What formulas come to: numbers, lists, layers, derivatives, at a point or at many."""
