"""The smallest budget that reaches a target, in every format, with its plan."""
