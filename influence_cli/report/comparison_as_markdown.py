"""A comparison as a pull-request comment: verdict and changes first, the rest folded away, foreign text escaped."""

from collections.abc import Iterable

from influence_cli.metrics.catalogue import BY_NAME
from influence_cli.model.comparison import Comparison, letter
from influence_cli.report import comparison_grids as grids
from influence_cli.report import comparison_words as words
from influence_cli.report.grid import Grid
from influence_cli.report.plan_as_markdown import escaped
from influence_cli.report.prose import SENTENCE_LIMIT
from influence_cli.report.sanitize import plain

_MOST_ROWS = 60


def comparison_markdown(result: Comparison) -> str:
    """Render a comparison as GitHub-flavoured Markdown."""
    return "\n\n".join(filter(None, _parts(result))) + "\n"


def _parts(result: Comparison) -> Iterable[str]:
    code = result.currency.code
    yield f"## {escaped(words.title(result))}"
    said = words.sentences(result)
    if said:
        yield f"**{escaped(said[0])}** {escaped(' '.join(said[1:]))}".rstrip()
    if result.gates:
        yield f"### Gates: {words.gates_in_short(result)}"
        yield _table(grids.gates(result))
    if result.changes is not None:
        yield f"### Changed from the saved plan to {letter(result.judged)}"
        changed = [grids.facts(result, result.changes), grids.cells(result, result.changes)]
        yield "\n\n".join(_table(grid) for grid in changed if grid.rows) or "Nothing."
        yield f"### Saved and now, money in {code}"
        yield _table(grids.before_and_after(result, result.changes))
    yield f"### Plans, cost in {code}"
    yield _table(grids.plans(result))
    yield from (
        f"{letter(at)} has no plan: {escaped(plain(found.infeasible, SENTENCE_LIMIT))}"
        for at, found in enumerate(result.alternatives)
        if found.infeasible
    )
    yield from _numbers(result, code)
    yield "\n".join(f"- {escaped(plain(note, SENTENCE_LIMIT))}." for note in result.notes)
    yield escaped(words.footer(result))


def _numbers(result: Comparison, code: str) -> Iterable[str]:
    reference = letter(result.reference)
    shown = grids.differences(result)
    if shown.rows and not grids.paired(result):
        yield f"### Difference of means to {reference}, money in {code}"
        yield _table(shown)
    elif shown.rows:
        yield f"### Difference to {reference} in the same run, money in {code}"
        yield _table(shown)
        yield (
            "From and To are the 90% interval of the mean. Better: share of runs in which the plan beats "
            f"{reference}; pp: percentage points."
        )
    if grids.paired(result):
        label = words.lower(BY_NAME[result.main_metric].label)
        (matrix,) = grids.chances(result)
        yield _details(f"Chance that the row has the better {label} than the column", _table(matrix))
    yield _details(f"Spread of each plan, money in {code}", _table(grids.spread(result)))


def _details(summary: str, text: str) -> str:
    return f"<details><summary>{summary}</summary>\n\n{text}\n\n</details>"


def _table(grid: Grid) -> str:
    lines = [
        _line(column.heading for column in grid.columns),
        _line("---:" if column.number else ":---" for column in grid.columns),
        *(_line(map(escaped, row)) for row in grid.rows[:_MOST_ROWS]),
    ]
    left = len(grid.rows) - _MOST_ROWS
    return "\n".join(lines) + (f"\n\n{left} more rows are left out here." if left > 0 else "")


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
