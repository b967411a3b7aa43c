"""Rewrites of a whole text, before any line of it is read: layers, samples, names that change."""
