"""What is owed: contract terms over outcomes, in exact whole minor units. Knows no names and no budget."""
