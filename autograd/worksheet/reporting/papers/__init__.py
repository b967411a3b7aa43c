"""Reports on whole papers: documents with formulas, and a sheet as it was read."""
