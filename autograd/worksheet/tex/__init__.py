"""LaTeX, Markdown and notebooks: a second way to a worksheet's own tokens, with places in the document."""
