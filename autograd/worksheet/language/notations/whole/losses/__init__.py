"""Losses and chances that are named, or told of anything, in a whole text."""
