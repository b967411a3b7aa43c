"""The commands `autograd check`, `draw`, `play` and `worked`: what each takes, and what it prints or saves."""
