"""The same work on several items, in processes of their own; results do not depend on how many there are."""

import contextlib
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import active_children, get_context, parent_process
from typing import TypeVar

from influence_cli.model.errors import UsageError

Progress = Callable[[int, int], None]
Item = TypeVar("Item")
Result = TypeVar("Result")


def in_order(
    work: Callable[[Item], Result], items: Sequence[Item], jobs: int, progress: Progress | None
) -> list[Result]:
    """Work on every item; the last items are begun first, for they are expected to take longest.

    Processes are started afresh (spawn): a fork of a process that draws a progress bar in a thread may hang.

    Args:
        work: A function of a module, so that another process finds it.
        items: What to work on.
        jobs: Processes; with 1 everything happens in this one.
        progress: Called with (items done, items).

    Returns:
        Results in the order of the items.

    Raises:
        UsageError: When a process was killed from outside.
    """
    if jobs <= 1 or len(items) <= 1:
        return _here(work, items, progress)
    return _in_processes(work, items, min(jobs, len(items)), progress)


def _here(work: Callable[[Item], Result], items: Sequence[Item], progress: Progress | None) -> list[Result]:
    results = []
    for done, item in enumerate(items, 1):
        results.append(work(item))
        if progress is not None:
            progress(done, len(items))
    return results


def _in_processes(
    work: Callable[[Item], Result], items: Sequence[Item], jobs: int, progress: Progress | None
) -> list[Result]:
    others = set(active_children())
    pool = ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_end_with_parent)
    try:
        with _interrupts_held():
            futures = [pool.submit(work, item) for item in reversed(items)]
        for done, future in enumerate(as_completed(futures), 1):
            future.result()
            if progress is not None:
                progress(done, len(items))
        return [future.result() for future in reversed(futures)]
    except BrokenProcessPool:
        raise UsageError(
            "a process that did a part of the work was stopped from outside, often for want of memory; "
            "try --jobs 1 or fewer --draws"
        ) from None
    except BaseException:
        # Whoever waits has pressed Ctrl-C or met a bug: nobody wants the rest any more.
        for child in set(active_children()) - others:
            child.terminate()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


@contextlib.contextmanager
def _interrupts_held() -> Iterator[None]:
    """Start processes deaf to Ctrl-C, which a terminal sends to all of them; this one hears it a moment later."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _end_with_parent() -> None:
    """Let this process end when the one that started it is gone, however it went."""
    parent = parent_process()
    if parent is None:
        return

    def wait() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()
