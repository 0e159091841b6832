"""The border where other people's files come in: rows to the model, every problem at once with file and line."""
