"""Readings of slopes: of error signals, net inputs, and what nothing links with the loss."""
