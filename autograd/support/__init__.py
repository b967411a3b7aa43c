"""What every part may need: files, progress, and a word on the other package of this name."""
