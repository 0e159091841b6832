"""Files of one command that say different things of the same order or result: nobody knows which one is newer."""

from collections.abc import Sequence

import numpy as np

from influence_cli.contract.outcomes import IntArray
from influence_cli.ingest.findings import MOST_PROBLEMS
from influence_cli.ingest.orders import OrdersFile
from influence_cli.ingest.result_file import ResultsFile
from influence_cli.ingest.words import shown
from influence_cli.model.errors import Place, Problem, Severity
from influence_cli.model.payout import Result, ResultKind
from influence_cli.payout.facts import NOT_COUNTED, KnownOrders, Orders, no_orders
from influence_cli.payout.merging import chosen, merge

_KINDS = {ResultKind.POST: "post", ResultKind.CLICKS: "count of clicks", ResultKind.TOTAL: "total"}

Clash = tuple[Place, Place, str]
"""Where something stands with other facts, where it stood first, and what it is."""


def orders_of(files: Sequence[OrdersFile]) -> tuple[Orders, tuple[Problem, ...]]:
    """The orders of several files, and those with different facts in two of them, which are left out.

    The same facts in several files are one order.
    """
    if not files:
        return no_orders(), ()
    whole, lines = files[0].orders, files[0].lines
    origin = np.zeros(len(whole), dtype=np.int64)
    clashes: list[Clash] = []
    clashing = np.zeros(len(whole), dtype=np.bool_)
    for number, file in enumerate(files[1:], start=1):
        unknown = np.full(len(whole), NOT_COUNTED, dtype=np.int64)
        before = set(whole.ids)
        fresh = np.fromiter((order not in before for order in file.orders.ids), np.bool_, len(file.orders))
        merged = merge(KnownOrders(whole, unknown, unknown, ()), file.orders)
        whole = merged.orders
        wrong = merged.touched & merged.known
        clashes += _clashes(files, file, whole, np.flatnonzero(wrong), origin, lines)
        added = int(fresh.sum())
        clashing = np.concatenate([clashing, np.zeros(added, dtype=np.bool_)]) | wrong
        origin = np.concatenate([origin, np.full(added, number, dtype=np.int64)])
        lines = np.concatenate([lines, file.lines[fresh]])
    if not clashes:
        return whole, ()
    return chosen(whole, np.flatnonzero(~clashing)), _problems(clashes, "order_id")


def results_of(files: Sequence[ResultsFile]) -> tuple[tuple[Result, ...], tuple[Problem, ...]]:
    """The results of several files, each once, and those with different facts in two of them, which are left out."""
    first: dict[str, tuple[Result, Place]] = {}
    clashing: set[str] = set()
    clashes: list[Clash] = []
    for file in files:
        for result, line in zip(file.results, file.lines.tolist(), strict=True):
            place = Place(file.input.name, line, 1)
            before, there = first.setdefault(result.key, (result, place))
            if before != result:
                clashing.add(result.key)
                name = shown(result.key.partition(":")[2])
                clashes.append((place, there, f"{_KINDS[result.kind]} {name}"))
    found = tuple(result for key, (result, _) in first.items() if key not in clashing)
    return found, _problems(clashes, "")


def _clashes(
    files: Sequence[OrdersFile], file: OrdersFile, whole: Orders, rows: IntArray, origin: IntArray, lines: IntArray
) -> list[Clash]:
    """Orders of ``whole`` about which a file says something else."""
    ids = whole.ids
    wanted = {ids[row] for row in rows.tolist()}
    line_of = {order: int(line) for order, line in zip(file.orders.ids, file.lines, strict=True) if order in wanted}
    return [
        (
            Place(file.input.name, line_of[ids[row]], 1),
            Place(files[int(origin[row])].input.name, int(lines[row]), 1),
            f"order {shown(ids[row])}",
        )
        for row in rows.tolist()
    ]


def _problems(clashes: Sequence[Clash], path: str) -> tuple[Problem, ...]:
    """At most a hundred, and how many more there are."""
    listed = tuple(
        Problem(
            "duplicate-item",
            Severity.ERROR,
            place,
            path,
            f"the {what} stands in {first.file}:{first.line} already, with other facts",
            "one of the two, because it is not known which is newer",
        )
        for place, first, what in clashes[:MOST_PROBLEMS]
    )
    left = len(clashes) - len(listed)
    if not left:
        return listed
    more = f"{left:,} more problems are not listed"
    return (*listed, Problem("too-many-problems", Severity.ERROR, listed[-1].place, "", more))
