"""The command line: arguments, files, the two streams, exit codes. Heavy imports wait for their use."""

from influence_cli.cli.entry import main

__all__ = ["main"]
