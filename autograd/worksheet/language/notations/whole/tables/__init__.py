"""Tables of Markdown whose rows are the steps of an iteration, told as lines."""
