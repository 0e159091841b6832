"""Numbers, names and text from outside as people and machines read them; the only rounding for display."""
