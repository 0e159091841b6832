"""An allocation to response curves, in every format."""
