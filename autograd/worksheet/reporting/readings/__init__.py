"""What a whole worksheet may mean: hypotheses about it, a row each, of which the plainest that holds is taken."""
