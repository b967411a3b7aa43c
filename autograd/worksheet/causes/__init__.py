"""Causes: which usual mistake gives exactly what was written."""
