"""Turning money into whole creators. Knows costs and demands, nothing of outcomes or chance."""
