"""Formulas on names: how they are made, rewritten, and written for people and for programs."""
