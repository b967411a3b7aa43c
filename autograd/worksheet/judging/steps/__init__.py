"""New values: the steps of gradient descent and their verdicts."""
