"""Code generated from the table of operations, one writer a language."""
