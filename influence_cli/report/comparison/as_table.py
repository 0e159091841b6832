"""A comparison for the terminal: the verdict first, with a baseline what changed, then the numbers."""

from collections.abc import Iterable

from rich.console import RenderableType
from rich.text import Text

from influence_cli.metrics.catalogue import BY_NAME
from influence_cli.model.comparison import Changes, Comparison, letter
from influence_cli.report.comparison import grids, prose
from influence_cli.report.layout.page import INDENT, heading, printed, section, table
from influence_cli.report.layout.width import WIDE, page_width
from influence_cli.report.values.gates import gates_in_short
from influence_cli.report.values.sanitize import SENTENCE_LIMIT, plain

_MATRIX_FROM = 3
"""Plans from which a matrix says more than the column Better."""


def comparison_table(result: Comparison, *, width: int = 80, color: bool = False, quiet: bool = False) -> str:
    """Render a comparison for people.

    Args:
        result: The comparison.
        width: Columns of the terminal; below 80 the report is laid out for 80, beyond 120 for 120.
        color: Whether to emphasize with color; the text is the same without.
        quiet: Verdict and gates only.

    Returns:
        Lines of text, the last one ended.
    """
    room = page_width(width) - INDENT
    wide = page_width(width) >= WIDE
    sections = _short(result) if quiet else _long(result, room, wide=wide)
    return printed(sections, width=width, color=color)


def _short(result: Comparison) -> Iterable[RenderableType]:
    yield heading(prose.title(result), prose.subtitle(result), prose.sentences(result))
    yield from _gates(result)


def _long(result: Comparison, room: int, *, wide: bool) -> Iterable[RenderableType]:
    code = result.currency.code
    yield heading(prose.title(result), prose.subtitle(result), prose.sentences(result))
    if result.changes is not None:
        yield from _changes(result, result.changes, room)
    yield section("Plans", f"Cost and ROI are expected, Cost in {code}", table(grids.plans(result)))
    reasons = [
        Text(f"{letter(at)}: {plain(found.infeasible, SENTENCE_LIMIT)}")
        for at, found in enumerate(result.alternatives)
        if found.infeasible
    ]
    if reasons:
        yield section("Without a plan", "", *reasons)
    yield from _paired(result, room, code, wide=wide)
    if result.changes is None:
        yield section("Spread", f"of each plan over all runs, money in {code}", table(grids.spread(result)))
    yield from _gates(result)
    if result.notes:
        yield section("Notes", "", *(Text(f"{plain(note, SENTENCE_LIMIT)}.") for note in result.notes))
    yield Text()
    yield Text(prose.footer(result))


def _changes(result: Comparison, changes: Changes, room: int) -> Iterable[RenderableType]:
    code = result.currency.code
    tables = [grids.facts(result, changes), grids.cells(result, changes)]
    parts: list[RenderableType] = []
    for grid in tables:
        if grid.rows:
            parts += [*([Text()] if parts else []), table(grid)]
    name = letter(result.judged)
    yield section("Changed", f"from the saved plan to {name}, Each in {code}", *(parts or [Text("Nothing.")]))
    yield section(
        "Saved and now",
        f"each as it was simulated, money in {code}",
        table(grids.before_and_after(result, changes, room=room)),
    )


def _paired(result: Comparison, room: int, code: str, *, wide: bool) -> Iterable[RenderableType]:
    grid = grids.differences(result, room=None if wide else room)
    if not grid.rows or (result.changes is not None and _all_level(result)):
        return
    name = letter(result.reference)
    if not grids.paired(result):
        yield section(f"Difference to {name}", f"of means of separate simulations, money in {code}", table(grid))
        return
    interval = "From and To are" if wide else "+/- is"
    yield section(
        f"Difference to {name}",
        f"in the same run, money in {code}",
        table(grid),
        Text(
            f"{interval} the 90% interval of the mean. Better: share of runs in which the plan beats {name}; "
            "pp: percentage points."
        ),
    )
    if len(result.alternatives) >= _MATRIX_FROM:
        label = prose.lower(BY_NAME[result.main_metric].label)
        matrices = grids.chances(result, room=None if wide else room)
        yield section(
            "Chances", f"that the row has the better {label} than the column", *(table(matrix) for matrix in matrices)
        )


def _all_level(result: Comparison) -> bool:
    """Whether no plan differs from the reference in any run."""
    return all(found.tied == 1 for differences in result.differences for found in differences.values())


def _gates(result: Comparison) -> Iterable[RenderableType]:
    if result.gates:
        aside = f"{gates_in_short(result.gates)}; about {letter(result.judged)}"
        yield section("Gates", aside, table(grids.gates(result)))
