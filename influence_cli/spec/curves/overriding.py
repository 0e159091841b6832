"""What the command line sets in a file of curves: ``budget=80k``, ``channels.search.max_spend=20k``."""

from collections.abc import Iterable

from influence_cli.model.errors import Place, Problem
from influence_cli.spec.faults import fault
from influence_cli.spec.loader import load_value
from influence_cli.spec.nodes import Items, Node, Path, Scalar, Table
from influence_cli.spec.source import Override
from influence_cli.spec.text import listed, nearest, shown

MOST_KEYS = 10
"""Keys in one path."""

_NAMED = ("channels", "groups")
_FEW = 8


class _RefusedError(Exception):
    """An override that cannot be carried out."""

    def __init__(self, path: Path, what: str, expected: str, suggestion: str = "") -> None:
        super().__init__(what)
        self.path = path
        self.what = what
        self.expected = expected
        self.suggestion = suggestion


def overridden(root: Table, overrides: Iterable[Override]) -> tuple[Table, tuple[Problem, ...]]:
    """The tree with every override in it, and a problem for each that cannot be carried out."""
    problems: list[Problem] = []
    for override in overrides:
        place = Place(shown(override.typed)[1:-1])
        try:
            root = _table_with(root, *_read(override.text, place), place, ())
        except _RefusedError as refused:
            problems.append(
                fault("set-syntax", place, refused.path, refused.what, refused.expected, refused.suggestion)
            )
    return root, tuple(problems)


def _read(text: str, place: Place) -> tuple[Path, Node]:
    keys, equals, value = text.partition("=")
    path = tuple(key.strip() for key in keys.split("."))
    if not equals or not all(path) or len(path) > MOST_KEYS:
        raise _RefusedError((), f"{shown(text)} sets nothing", "key.path=value")
    value = value.strip()
    if value[:1] not in ("[", "{", '"', "'"):
        return path, Scalar(value, True, place)
    loaded = load_value(value, place)
    if loaded.root is None or loaded.problems:
        first = loaded.problems[0] if loaded.problems else None
        raise _RefusedError(path, first.what if first else "nothing is set", first.expected if first else "a value")
    return path, loaded.root


def _with(node: Node | None, path: Path, value: Node, place: Place, done: Path) -> Node:
    if not path:
        return value
    if isinstance(node, Items):
        index = _position(node, str(path[0]), done)
        changed = _with(node.nodes[index], path[1:], value, place, (*done, path[0]))
        return Items((*node.nodes[:index], changed, *node.nodes[index + 1 :]), node.place)
    if node is None or (isinstance(node, Scalar) and node.is_null):
        return _table_with(Table({}, place), path, value, place, done)
    if isinstance(node, Table) and done and done[0] in _NAMED and len(done) == 1:
        _check_known(node, path, done)
    if isinstance(node, Scalar):
        what = f"{shown('.'.join(map(str, done)))} is a single value and holds no {shown(str(path[0]))}"
        raise _RefusedError((*done, *path), what, "the path of a key")
    return _table_with(node, path, value, place, done)


def _table_with(table: Table, path: Path, value: Node, place: Place, done: Path) -> Table:
    key = str(path[0])
    key_place, child = table.entries.get(key, (place, None))
    changed = _with(child, path[1:], value, place, (*done, key))
    return Table({**table.entries, key: (place if len(path) == 1 else key_place, changed)}, table.place)


def _check_known(table: Table, path: Path, done: Path) -> None:
    """A name that is not there may be given all it needs, but not one key: its owner was meant to exist."""
    key = str(path[0])
    if key in table.entries or len(path) == 1 or path[1:] == ("response",):
        return
    suggestion = nearest(key, table.entries)
    expected = "" if suggestion else f"one of {listed(tuple(table.entries)[:_FEW])}"
    what = f"{shown('.'.join(map(str, done)))} has no item named {shown(key)}"
    raise _RefusedError((*done, *path), what, expected, suggestion)


def _position(items: Items, key: str, done: Path) -> int:
    """The item of a list by its name, else by its number counted from 0."""
    names = [_name(item) for item in items.nodes]
    if key in names:
        return names.index(key)
    if key.isascii() and key.isdigit() and int(key[:9]) < len(names):
        return int(key)
    what = f"{shown('.'.join(map(str, done)))} has no item named {shown(key)}"
    raise _RefusedError((*done, key), what, "a name, or a number counted from 0", nearest(key, filter(None, names)))


def _name(item: Node) -> str:
    _, name = item.entries.get("name", (None, None)) if isinstance(item, Table) else (None, None)
    return name.text.strip() if isinstance(name, Scalar) else ""
