"""What there is help on: every public name, every package and every guide, their list and their pages."""
