"""The record of an optimization as a part of a plan."""
