"""The whole way of a file of curves: its text to a tree, what the command line sets, the tree to a problem."""

from dataclasses import replace

from influence_cli.model.errors import Problem, SpecError
from influence_cli.spec.curves import CurveFormat, ParsedCurves
from influence_cli.spec.curves.json_faults import in_terms_of_json
from influence_cli.spec.curves.kinds import as_yaml, kind_of_source
from influence_cli.spec.curves.overriding import overridden
from influence_cli.spec.curves.problem import MOST_CHANNELS, curve_problem
from influence_cli.spec.curves.sections import Notes
from influence_cli.spec.document import Document
from influence_cli.spec.loader import MOST_NODES, Loaded, load_mapping
from influence_cli.spec.nodes import Table
from influence_cli.spec.source import Override, Source

_WHAT_TO_WRITE = {
    "empty": "a budget and channels; `influence schema curves` describes them",
    "not-a-mapping": "keys such as budget: and channels:",
    "too-many-nodes": f"at most {MOST_NODES:,}; CSV holds up to {MOST_CHANNELS:,} channels",
}


def read_curves(source: Source, overrides: tuple[Override, ...], kind: CurveFormat | None) -> ParsedCurves:
    """Read curves.

    Raises:
        SpecError: The curves are wrong; carries every error found.
    """
    written = kind or kind_of_source(source)
    loaded = _load(source, written)
    if not isinstance(loaded.root, Table):
        raise SpecError(_in_terms_of_curves(loaded))
    root, refused = overridden(loaded.root, overrides)
    notes = Notes((*loaded.problems, *refused))
    problem = curve_problem(root, notes, from_csv=written is CurveFormat.CSV)
    if problem is None or notes.problems:
        raise SpecError(notes.problems)
    return ParsedCurves(problem, Document(root).spec_sha256)


def _load(source: Source, kind: CurveFormat) -> Loaded:
    match kind:
        case CurveFormat.CSV:
            from influence_cli.spec.curves.csv_table import load_csv

            return load_csv(source.name, source.content)
        case CurveFormat.YAML:
            return load_mapping(source.name, as_yaml(source.content))
        case CurveFormat.JSON:
            return in_terms_of_json(load_mapping(source.name, as_yaml(source.content)), source)


def _in_terms_of_curves(loaded: Loaded) -> tuple[Problem, ...]:
    """The loader speaks of campaigns; here curves are expected."""
    return tuple(
        replace(problem, expected=_WHAT_TO_WRITE.get(problem.code, problem.expected)) for problem in loaded.problems
    )
