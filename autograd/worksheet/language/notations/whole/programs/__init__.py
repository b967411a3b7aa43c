"""What programs say in a whole text."""
