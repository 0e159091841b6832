"""A comparison as a pull-request comment: verdict and changes first, the rest folded away, foreign text escaped."""

from collections.abc import Iterable

from influence_cli.metrics.catalogue import BY_NAME
from influence_cli.model.comparison import Comparison, letter
from influence_cli.report.comparison import grids, prose
from influence_cli.report.layout.markdown import details, escaped, lead, table
from influence_cli.report.values.gates import gates_in_short
from influence_cli.report.values.sanitize import SENTENCE_LIMIT, plain

_MOST_ROWS = 60


def comparison_markdown(result: Comparison) -> str:
    """Render a comparison as GitHub-flavoured Markdown."""
    return "\n\n".join(filter(None, _parts(result))) + "\n"


def _parts(result: Comparison) -> Iterable[str]:
    code = result.currency.code
    yield f"## {escaped(prose.title(result))}"
    said = prose.sentences(result)
    if said:
        yield lead(said)
    if result.gates:
        yield f"### Gates: {gates_in_short(result.gates)}"
        yield table(grids.gates(result), _MOST_ROWS)
    if result.changes is not None:
        yield f"### Changed from the saved plan to {letter(result.judged)}"
        changed = [grids.facts(result, result.changes), grids.cells(result, result.changes)]
        yield "\n\n".join(table(grid, _MOST_ROWS) for grid in changed if grid.rows) or "Nothing."
        yield f"### Saved and now, money in {code}"
        yield table(grids.before_and_after(result, result.changes), _MOST_ROWS)
    yield f"### Plans, cost in {code}"
    yield table(grids.plans(result), _MOST_ROWS)
    yield from (
        f"{letter(at)} has no plan: {escaped(plain(found.infeasible, SENTENCE_LIMIT))}"
        for at, found in enumerate(result.alternatives)
        if found.infeasible
    )
    yield from _numbers(result, code)
    yield "\n".join(f"- {escaped(plain(note, SENTENCE_LIMIT))}." for note in result.notes)
    yield escaped(prose.footer(result))


def _numbers(result: Comparison, code: str) -> Iterable[str]:
    reference = letter(result.reference)
    shown = grids.differences(result)
    if shown.rows and not grids.paired(result):
        yield f"### Difference of means to {reference}, money in {code}"
        yield table(shown, _MOST_ROWS)
    elif shown.rows:
        yield f"### Difference to {reference} in the same run, money in {code}"
        yield table(shown, _MOST_ROWS)
        yield (
            "From and To are the 90% interval of the mean. Better: share of runs in which the plan beats "
            f"{reference}; pp: percentage points."
        )
    if grids.paired(result):
        label = prose.lower(BY_NAME[result.main_metric].label)
        (matrix,) = grids.chances(result)
        yield details(f"Chance that the row has the better {label} than the column", table(matrix, _MOST_ROWS))
    yield details(f"Spread of each plan, money in {code}", table(grids.spread(result), _MOST_ROWS))
