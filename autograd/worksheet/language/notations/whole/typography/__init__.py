"""How a text is set: bold, headings, dots, bars and LaTeX around its formulas."""
