"""The engine that is one loop over the graph, in machine code."""
