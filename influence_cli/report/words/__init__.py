"""The words of the output, and what `explain` says of them."""
