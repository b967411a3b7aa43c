"""Numbers that stand where names are meant, and what these tell."""
