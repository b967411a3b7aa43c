"""What a claim waits for that no line says: it is not judged then."""
