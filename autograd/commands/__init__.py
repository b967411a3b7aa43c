"""The commands `autograd check`, `draw`, `play`, `worked` and `help`: what each takes, and what it prints or saves."""
