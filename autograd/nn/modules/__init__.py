"""What all modules have in common: parameters by name, states, arrays of Values."""
