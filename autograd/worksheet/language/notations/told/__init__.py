"""What a whole text tells of its notation, one subject after the other: each builds on those before it."""
