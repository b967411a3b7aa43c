"""Steps, stages and points that a whole text speaks of."""
