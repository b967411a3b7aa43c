"""The modules themselves."""
