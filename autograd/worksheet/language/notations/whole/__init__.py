"""What is read otherwise in a whole text, before any of its lines: layers, samples, names that are changed."""
