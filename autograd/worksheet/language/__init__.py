"""The language: from characters to formulas, and back."""
