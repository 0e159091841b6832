"""Deals of a brand with creators, in every format."""
