"""The engine that writes the graph straight down, in machine code."""
