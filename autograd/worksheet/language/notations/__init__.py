"""Notations: the facts of a document, the table of what is typed otherwise, and how its rows are applied."""
