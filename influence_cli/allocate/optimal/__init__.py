"""The best decision about whole creators, contracts and boost, with an upper bound that is always valid."""
