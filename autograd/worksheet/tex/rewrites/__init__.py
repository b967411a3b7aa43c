"""What formulas are rewritten to before anybody asks what their signs mean: words, dots, signs for others."""
