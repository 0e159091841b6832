"""influence: a campaign planner for performance marketers, for the command line."""

__version__ = "0.1.0"
