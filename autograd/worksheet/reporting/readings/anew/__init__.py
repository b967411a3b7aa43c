"""What is told or computed more than once in a worksheet: steps, new values, examples."""
