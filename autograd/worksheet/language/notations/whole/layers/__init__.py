"""Layers that a whole text numbers, or tells of any."""
