"""A progress bar on standard error that only shows itself when work takes longer than a second."""

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Self

from influence_cli.cli.console import is_terminal

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

PATIENCE_SECONDS = 1.0


class ProgressBar:
    """Callable with (done, total); silent unless standard error is a terminal."""

    def __init__(self, what: str, *, silent: bool = False) -> None:
        """Start the clock.

        Args:
            what: Two or three words on what is being done.
            silent: Never show anything.
        """
        self._what = what
        self._shown = not silent and is_terminal(sys.stderr)
        self._since = time.monotonic()
        self._bar: Progress | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        """Nothing is shown yet."""
        return self

    def __call__(self, done: int, total: int) -> None:
        """Note that ``done`` of ``total`` pieces are finished."""
        if not self._shown or time.monotonic() - self._since < PATIENCE_SECONDS:
            return
        if self._bar is None:
            self._bar = _start()
            self._task = self._bar.add_task(self._what, total=total)
        if self._task is not None:
            self._bar.update(self._task, completed=done, total=total)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Remove the bar, whatever happened."""
        if self._bar is not None:
            self._bar.stop()


def _start() -> "Progress":
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    bar.start()
    return bar
