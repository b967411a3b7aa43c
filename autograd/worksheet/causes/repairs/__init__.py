"""Formulas repaired: what a mistake changes in one, undone."""
