"""A wrong document made readable, so that what the schema cannot see is reported in the same run.

What has a suggestion is read as suggested, the rest is left out. The result is never planned with; it only serves to
find further problems, and those that touch a mended place are dropped, since they may follow from the mending.
"""

from collections.abc import Sequence
from dataclasses import replace

from influence_cli.model.errors import Problem
from influence_cli.spec.document import Document
from influence_cli.spec.nodes import Items, Node, Scalar, Table

_KEY_CODES = frozenset({"unknown-key", "unknown-tier", "unknown-platform", "unknown-lint"})
"""Problems of a key, where they stand in a mapping; the key is then read as suggested."""


_BEYOND_MENDING = frozenset({"missing-key", "too-many-problems"})

MOST_MENDED = 50
"""With more problems than this a document is not worth a second look."""


def mended(document: Document, problems: Sequence[Problem]) -> Document | None:
    """The document without these problems, or None where they go too deep.

    Args:
        document: As read.
        problems: What the schema found.
    """
    beyond = any(problem.code in _BEYOND_MENDING for problem in problems)
    if document.partial or beyond or len(problems) > MOST_MENDED:
        return None
    root: Node = document.root
    for problem in sorted(problems, key=_last_first, reverse=True):
        path = problem.path.split(".")
        if _goes_too_deep(path, problem):
            return None
        root = _changed(root, path, problem)
    return replace(document, root=root, problems=()) if isinstance(root, Table) else None


def independent(problems: Sequence[Problem], touched: Sequence[Problem]) -> tuple[Problem, ...]:
    """The problems whose paths lie neither above nor below a mended place, nor beside one that was left out."""
    paths = [_reach(problem) for problem in touched]
    return tuple(
        problem
        for problem in problems
        if not any(path.startswith(f"{problem.path}.") or f"{problem.path}.".startswith(path) for path in paths)
    )


def touched(problems: Sequence[Problem]) -> tuple[str, ...]:
    """The paths whose meaning these problems leave open, mended or not."""
    paths = [_reach(problem)[:-1] for problem in problems]
    renamed = [
        ".".join((*problem.path.split(".")[:-1], problem.suggestion))
        for problem in problems
        if problem.code in _KEY_CODES and problem.suggestion and not _elsewhere(problem)
    ]
    elsewhere = [problem.suggestion for problem in problems if _elsewhere(problem)]
    return tuple(path for path in (*paths, *renamed, *elsewhere) if path)


def overlap(one: str, other: str) -> bool:
    """Whether one of two paths holds the other.

    >>> overlap("tiers.nano", "tiers"), overlap("tiers.nano", "tiers.nan")
    (True, False)
    """
    return f"{one}.".startswith(f"{other}.") or f"{other}.".startswith(f"{one}.")


def _reach(problem: Problem) -> str:
    """The path that mending a problem may have changed the meaning of."""
    parent = problem.path.rpartition(".")[0]
    return f"{problem.path}." if problem.suggestion or not parent else f"{parent}."


def _last_first(problem: Problem) -> list[str]:
    """Later items of a list come first in reverse order, so that leaving one out moves none still to be mended."""
    return [key.zfill(9) for key in problem.path.split(".")]


def _goes_too_deep(path: list[str], problem: Problem) -> bool:
    """Whether leaving this out would make other sections refer to nothing."""
    named = len(path) == 2 and path[0] in ("tiers", "contracts")
    shared = len(path) == 1 or path[0] == "budget" or named
    return shared and not problem.suggestion


def _elsewhere(problem: Problem) -> bool:
    """Whether the key is right, but has its place in another section."""
    return problem.code == "unknown-key" and "." in problem.suggestion


def _mended(node: Node, problem: Problem) -> Node | None:
    """The value as suggested, or None to leave it out."""
    if problem.suggestion and isinstance(node, Scalar) and not _elsewhere(problem):
        return Scalar(problem.suggestion.strip('"'), False, node.place)
    return None


def _changed(node: Node, path: list[str], problem: Problem) -> Node:
    """The tree with the value at the path mended."""
    key, rest = path[0], path[1:]
    if isinstance(node, Table) and key in node.entries:
        return _entry_changed(node, key, rest, problem)
    if isinstance(node, Items) and key.isdigit() and int(key) < len(node.nodes):
        index = int(key)
        child = node.nodes[index]
        changed = _changed(child, rest, problem) if rest else _mended(child, problem)
        kept = () if changed is None else (changed,)
        return Items((*node.nodes[:index], *kept, *node.nodes[index + 1 :]), node.place)
    return node


def _entry_changed(table: Table, key: str, rest: list[str], problem: Problem) -> Table:
    place, child = table.entries[key]
    others = {name: entry for name, entry in table.entries.items() if name != key}
    renamed = not rest and problem.code in _KEY_CODES and problem.suggestion and not _elsewhere(problem)
    changed = _changed(child, rest, problem) if rest else child if renamed else _mended(child, problem)
    name = problem.suggestion if renamed else key
    if changed is None or name in others:
        return Table(others, table.place)
    return Table({**others, name: (place, changed)}, table.place)
