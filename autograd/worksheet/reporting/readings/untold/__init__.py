"""What nothing tells in a worksheet, or no line that can be read: numbers, results, sentences."""
