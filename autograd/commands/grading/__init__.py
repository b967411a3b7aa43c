"""Classes of submissions: which files are graded, on which machines, and what is kept of them."""
