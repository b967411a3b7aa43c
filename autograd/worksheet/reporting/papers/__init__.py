"""Documents checked: their verdicts, and reports on them."""
