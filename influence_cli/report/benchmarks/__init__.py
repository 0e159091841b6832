"""Benchmark sets for people and machines."""
