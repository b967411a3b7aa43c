"""Verdicts: what is claimed, and whether it holds."""
