"""Machine code through llvmlite: instructions, functions on vectors, threads."""
