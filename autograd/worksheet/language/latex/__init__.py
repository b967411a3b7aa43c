"""The language of LaTeX: its commands, and how it is cut into tokens, for documents and for plain texts."""
