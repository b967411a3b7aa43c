"""The constructs of formulas, each with the tokens it is put into."""
