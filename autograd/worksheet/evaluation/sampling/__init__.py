"""Where claims are judged: points drawn around the givens, and what is kept of them from check to check."""
