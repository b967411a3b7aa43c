"""Lists in texts taken as a whole: their columns, pairs, entries and classes."""
