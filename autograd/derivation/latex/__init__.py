"""Derived formulas as LaTeX: what is written, how wide it is, and the rows it takes."""
