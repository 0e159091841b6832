"""The best way to spend a budget on response curves, with a bound that proves it."""
