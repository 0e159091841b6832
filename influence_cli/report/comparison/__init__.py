"""Plans side by side, in every format."""
