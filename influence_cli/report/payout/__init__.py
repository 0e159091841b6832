"""Statements of what creators are paid, in every format."""
