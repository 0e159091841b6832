"""Layers of a spec: ``extends`` below, the file itself, ``--set`` on top.

Mappings are merged key by key, everything else is replaced. Where a mapping meets the short form of the same
thing (``budget: 40k`` and ``budget.reserve``), the short form is read as its long form first.
"""

import os.path
from collections.abc import Callable, Sequence

from influence_cli.model.errors import Place, Problem
from influence_cli.spec.codes import ErrorCode
from influence_cli.spec.document import Document
from influence_cli.spec.faults import fault
from influence_cli.spec.loader import load_mapping, load_value
from influence_cli.spec.nodes import Items, Node, Path, Scalar, Table
from influence_cli.spec.source import Override, Source
from influence_cli.spec.text import printable, shown

MOST_LAYERS = 20
"""Files in one chain of extends."""

MOST_FILES = 100
"""Files read in all."""

_LONG_KEYS = {
    "budget": "total",
    "repeat_purchase": "rate",
    "fee": "amount",
    "commission": "rate",
    "cpm": "pay",
    "cpc": "pay",
    "cpa": "pay",
    "cpl": "pay",
    "cap": "creator",
}


def read_document(source: Source, read: Callable[[str], bytes], overrides: Sequence[str | Override] = ()) -> Document:
    """Read a spec with everything it extends and what the command line sets.

    Args:
        source: The spec.
        read: Returns the bytes of an extended file; may raise OSError.
        overrides: ``key.path=value`` each; later ones win.
    """
    reader = _Reader(read)
    root = reader.layered(source, ())
    partial = reader.partial
    problems = list(reader.problems)
    if root is None:
        root = Table({}, Place(printable(source.name), 1, 1))
    for override in overrides:
        try:
            root = _set(root, override)
        except _SetError as error:
            problems.append(error.problem)
            partial = True
    return Document(_with_long_budget(root), tuple(problems), partial)


class _LayerError(Exception):
    """A file that must not be read."""

    def __init__(self, code: ErrorCode, what: str, expected: str) -> None:
        super().__init__(what)
        self.code = code
        self.what = what
        self.expected = expected


class _Reader:
    """Follows extends; gathers problems on the way."""

    def __init__(self, read: Callable[[str], bytes]) -> None:
        self.problems: list[Problem] = []
        self.partial = False
        self._read = read
        self._files = 0

    def layered(self, source: Source, chain: tuple[str, ...]) -> Table | None:
        """The file merged over everything it extends, without the key ``extends``."""
        self._files += 1
        loaded = load_mapping(source.name, source.content)
        self.problems.extend(loaded.problems)
        if not isinstance(loaded.root, Table):
            self.partial = True
            return None
        entries = dict(loaded.root.entries)
        _, extends = entries.pop("extends", (None, None))
        top = _with_long_budget(Table(entries, loaded.root.place))
        base: Table | None = None
        for name in self._names(extends):
            layer = self._extended(name, source, (*chain, os.path.normpath(source.name)))
            if layer is not None:
                base = layer if base is None else _merged(base, layer)
        return top if base is None else _merged(base, top)

    def _names(self, extends: Node | None) -> list[Scalar]:
        if extends is None or (isinstance(extends, Scalar) and extends.is_null):
            return []
        nodes = extends.nodes if isinstance(extends, Items) else (extends,)
        names = [node for node in nodes if isinstance(node, Scalar) and node.text.strip() and not node.is_null]
        if len(names) < len(nodes):
            wrong = next(node for node in nodes if node not in names)
            expected = "a file name, or a list of file names"
            self._stop("wrong-type", wrong.place, "extends does not name a file", expected)
        return names

    def _extended(self, name: Scalar, source: Source, chain: tuple[str, ...]) -> Table | None:
        path = os.path.normpath(os.path.join(os.path.dirname(source.name), name.text.strip()))
        try:
            _refuse_absolute(name.text.strip())
            self._allow(path, chain)
            content = self._read(path)
        except _LayerError as error:
            self._stop(error.code, name.place, error.what, error.expected)
            return None
        except (OSError, ValueError) as error:
            reason = (error.strerror if isinstance(error, OSError) else "") or "it cannot be read"
            what = f"the extended file {shown(path)} cannot be read: {reason}"
            self._stop("extends-missing", name.place, what, "a file, relative to the one that extends it")
            return None
        return self.layered(Source(path, content), chain)

    def _allow(self, path: str, chain: tuple[str, ...]) -> None:
        if path in chain:
            circle = " -> ".join(shown(file) for file in (*chain[chain.index(path) :], path))
            what = f"the files extend each other in a circle: {circle}"
            raise _LayerError("extends-cycle", what, "files that end somewhere")
        if len(chain) >= MOST_LAYERS:
            what = f"more than {MOST_LAYERS} files extend one another"
            raise _LayerError("extends-deep", what, f"at most {MOST_LAYERS}")
        if self._files >= MOST_FILES:
            raise _LayerError("extends-deep", f"more than {MOST_FILES} files are extended", f"at most {MOST_FILES}")

    def _stop(self, code: ErrorCode, place: Place, what: str, expected: str = "") -> None:
        self.partial = True
        self.problems.append(fault(code, place, ("extends",), what, expected))


def _refuse_absolute(name: str) -> None:
    """A spec from elsewhere extends its neighbours, and cannot point at files it knows by name on this machine."""
    if os.path.isabs(name):
        what = f"the extended file {shown(name)} is named by its whole path"
        raise _LayerError("extends-absolute", what, "a path from the file that extends it, such as ../base.yaml")


class _SetError(Exception):
    """An override that cannot be carried out."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.what)
        self.problem = problem


def _set(root: Table, override: str | Override) -> Table:
    text = (override.text if isinstance(override, Override) else override).strip()
    place = Place(shown(override.typed if isinstance(override, Override) else f"--set {text}")[1:-1])
    keys, equals, value = text.partition("=")
    path = tuple(key.strip() for key in keys.split("."))
    if not equals or not all(path) or len(path) > MOST_LAYERS:
        raise _SetError(fault("set-syntax", place, (), f"{shown(text)} sets nothing", "key.path=value"))
    if path[0] == "extends":
        raise _SetError(fault("set-syntax", place, path, "extends cannot be set", "extends in a file"))
    node = _value(value.strip(), place)
    changed = _put(root, path, node, place, ())
    assert isinstance(changed, Table)
    return changed


def _value(text: str, place: Place) -> Node:
    """Lists, mappings and quoted texts are YAML; anything else is taken as it stands."""
    if text[:1] not in ("[", "{", '"', "'"):
        return Scalar(text, True, place)
    loaded = load_value(text, place)
    if loaded.root is None or loaded.problems:
        what = loaded.problems[0].what if loaded.problems else "nothing is written here"
        expected = loaded.problems[0].expected if loaded.problems else "a value"
        raise _SetError(fault("set-syntax", place, (), what, expected))
    return loaded.root


def _put(node: Node | None, path: Path, value: Node, place: Place, done: Path) -> Node:
    if not path:
        return value if node is None else _over(node, value, done)
    key = str(path[0])
    if isinstance(node, Items):
        index = int(key) if key.isascii() and key.isdigit() and len(key) < 6 else -1
        if not 0 <= index < len(node.nodes):
            what = f"{shown('.'.join(map(str, done)))} is a list of {len(node.nodes)}, counted from 0"
            raise _SetError(fault("set-syntax", place, (*done, key), what, "the number of an item"))
        changed = _put(node.nodes[index], path[1:], value, place, (*done, key))
        return Items((*node.nodes[:index], changed, *node.nodes[index + 1 :]), node.place)
    table = _lengthened(node, done) if isinstance(node, Scalar) else node
    entries = dict(table.entries) if isinstance(table, Table) else {}
    key_place, child = entries.get(key, (place, None))
    changed = _put(child, path[1:], value, place, (*done, key))
    grown = isinstance(child, Scalar) and _lengthened(child, (*done, key)) is not child
    kept = not isinstance(changed, Scalar) and (grown or isinstance(child, Table | Items))
    entries[key] = (key_place if kept else place, changed)
    return Table(entries, table.place if table is not None else place)


def _merged(base: Table, top: Table, path: Path = ()) -> Table:
    entries = dict(base.entries)
    for key, (place, node) in top.entries.items():
        below = entries.get(key)
        entries[key] = (place, node if below is None else _over(below[1], node, (*path, key)))
    return Table(entries, top.place)


def _over(below: Node, above: Node, path: Path) -> Node:
    """One value laid over another."""
    if path == ("budget",) and isinstance(above, Scalar) and not above.is_null:
        above = _lengthened(above, path)
    if isinstance(below, Scalar) and isinstance(above, Table):
        below = _lengthened(below, path)
    return _merged(below, above, path) if isinstance(below, Table) and isinstance(above, Table) else above


def _lengthened(node: Scalar, path: Path) -> Node:
    """The long form of a short form; any other value as it is."""
    name = str(path[-1]) if path else ""
    if name not in _LONG_KEYS or node.is_null:
        return node
    if name == "fee" and node.text.strip() == "market":
        return Table({"market": (node.place, Scalar("100%", False, node.place))}, node.place)
    return Table({_LONG_KEYS[name]: (node.place, node)}, node.place)


def _with_long_budget(root: Table) -> Table:
    """A budget is always read in its long form: a lower layer's currency survives ``budget: 50k``."""
    place, budget = root.entries.get("budget", (root.place, None))
    if not isinstance(budget, Scalar) or budget.is_null:
        return root
    return Table({**root.entries, "budget": (place, _lengthened(budget, ("budget",)))}, root.place)
