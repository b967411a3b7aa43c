"""Words that stand for names and slopes in a whole text."""
