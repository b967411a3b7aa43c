"""Modules to and from PyTorch."""
