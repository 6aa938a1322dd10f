"""Pure functions over answers: gaps, ranks."""
