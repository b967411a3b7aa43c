"""Sizes, parameters and multiplications, without making a network."""
