"""Formulas on names: how they are made, simplified, and written for people and for programs."""
