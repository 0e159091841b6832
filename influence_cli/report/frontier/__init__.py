"""What each of several budgets buys, in every format."""
