"""What claims may mean: direct partials or total derivatives, what is said under a condition, of unknown functions."""
