"""Hand work, read and judged: the language people type formulas in, and the verdicts on what they claim."""
