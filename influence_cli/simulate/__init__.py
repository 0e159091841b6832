"""Sampling: what a set of bookings brings and costs, draw by draw, given a seed."""
