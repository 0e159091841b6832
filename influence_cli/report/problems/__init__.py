"""What is wrong with specs, for people and for machines."""
