"""Reports: for terminals, pages, notebooks, classes."""
