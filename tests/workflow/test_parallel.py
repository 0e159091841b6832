"""Work in several processes: in order, without leftovers, and with an end in words."""

import os
import signal
from multiprocessing import active_children

import pytest

from influence_cli.model.errors import UsageError
from influence_cli.workflow.parallel import in_order


def doubled(number: int) -> int:
    return 2 * number


def refused(number: int) -> int:
    if number == 3:
        raise ZeroDivisionError("three")
    return number


def killed(number: int) -> int:
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


@pytest.mark.parametrize("jobs", [1, 2, 5])
def test_results_come_in_the_order_of_the_items(jobs):
    steps = []
    found = in_order(doubled, [5, 3, 8, 1], jobs, lambda done, total: steps.append((done, total)))
    assert found == [10, 6, 16, 2]
    assert steps == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert active_children() == []


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_bug_is_passed_on_and_nobody_is_left_behind(jobs):
    with pytest.raises(ZeroDivisionError, match="three"):
        in_order(refused, [1, 2, 3, 4], jobs, None)
    assert active_children() == []


def test_a_process_killed_from_outside_is_told_in_words():
    with pytest.raises(UsageError, match="--jobs 1"):
        in_order(killed, [1, 2, 3, 4], 2, None)
    assert active_children() == []


def test_an_interrupt_while_waiting_ends_the_others():
    def interrupted(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        in_order(doubled, list(range(50)), 2, interrupted)
    assert active_children() == []


def test_interrupts_are_heard_again_afterwards():
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    in_order(doubled, [1, 2], 2, None)
    assert signal.pthread_sigmask(signal.SIG_BLOCK, ()) == before
