"""YAML bytes to a tree with places. Reads the parser's events with a stack of its own.

Nothing is converted or constructed, so tags have no effect and are refused; depth and size are bounded while
reading, aliases by what they expand to, so that neither the C parser nor this one can be made to run away.
"""

import gc
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import yaml

from influence_cli.model.errors import Place, Problem
from influence_cli.spec.faults import fault
from influence_cli.spec.nodes import Items, Node, Path, Scalar, Table
from influence_cli.spec.text import printable, shown

MOST_BYTES = 1_000_000
MOST_NODES = 50_000
MOST_DEPTH = 50

Locate = Callable[[Any], Place]
"""Turns a mark of the parser (of the C or the Python one) into a place."""

_BOMS = {
    b"\xff\xfe\x00\x00": "UTF-32",
    b"\x00\x00\xfe\xff": "UTF-32",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_QUOTES = "the value in quotes"
_ALIKE = "lines of one block indented alike"
_SYNTAX = (
    ("cannot start any token", "this character cannot start a value or indent a line", f"spaces, or {_QUOTES}"),
    ("mapping values are not allowed", "a colon is not allowed here", f"{_QUOTES}, or other indentation"),
    ("could not find expected ':'", "a key has no colon", "key: value"),
    ("did not find expected key", "the indentation or a quotation mark is wrong here", _ALIKE),
    ("expected <block end>", "the indentation or a quotation mark is wrong here", _ALIKE),
    ("expected ',' or ']'", "a list in square brackets is not closed or lacks a comma", "[one, two]"),
    ("expected ',' or '}'", "a mapping in braces is not closed or lacks a comma", "{key: value, key: value}"),
    ("unexpected end of stream", "a quotation mark is never closed", "a closing quotation mark"),
    ("expected '-' indicator", "an item of the list does not start with a dash", "- item"),
    ("sequence entries are not allowed", "a list cannot start here", "the list on lines of its own"),
    ("unknown escape character", "the backslash starts no known escape", "single quotes, or two backslashes"),
    ("alphabetic or numeric character", "* and & start aliases and anchors in YAML", _QUOTES),
    ("tag", "a tag (!) cannot be used here", _QUOTES),
    ("directive", "a line that starts with % is a YAML directive", _QUOTES),
)
"""Part of the parser's message, what is wrong in plain words, what was expected."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a file holds: its tree, or None where it cannot be read, and every problem found on the way."""

    root: Node | None
    problems: tuple[Problem, ...]


class UnreadableError(Exception):
    """Reading has to stop here."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.what)
        self.problem = problem


@dataclass(slots=True)
class _Frame:
    """A list or mapping that is still open."""

    place: Place
    anchor: str | None
    entries: dict[str, tuple[Place, Node]] | None
    nodes: list[Node]
    key: Scalar | None = None
    awaits_value: bool = False
    merges: list[Node] = field(default_factory=list)
    size: int = 1
    height: int = 1


def load_mapping(name: str, content: bytes) -> Loaded:
    """Read a file whose top level is a mapping.

    Args:
        name: What the file is called in places.
        content: Its bytes; UTF-8, with or without a byte order mark.
    """
    shown_name = printable(name)
    start = Place(shown_name, 1, 1)
    try:
        text = decoded(content, shown_name)
        loaded = _tree(text, lambda mark: Place(shown_name, mark.line + 1, mark.column + 1), start)
    except UnreadableError as unreadable:
        return Loaded(None, (unreadable.problem,))
    root = loaded.root
    if (root is None and not loaded.problems) or (isinstance(root, Scalar) and root.is_null):
        empty = fault("empty", start, (), "nothing is written here", "a campaign; `influence init` writes one")
        return Loaded(None, (*loaded.problems, empty))
    if root is not None and not isinstance(root, Table):
        kind = "a list" if isinstance(root, Items) else "a single value"
        wrong = fault(
            "not-a-mapping",
            root.place,
            (),
            f"the top level is {kind}",
            "sections such as campaign: and budget:",
        )
        return Loaded(None, (*loaded.problems, wrong))
    return loaded


def load_value(text: str, place: Place) -> Loaded:
    """Read one value written in YAML; everything in it stands at the same place."""
    try:
        return _tree(decoded(text.encode("utf-8", "surrogatepass"), place.file), lambda _: place, place)
    except UnreadableError as unreadable:
        return Loaded(None, (replace(unreadable.problem, place=place),))


def decoded(content: bytes, name: str) -> str:
    """The text of a file, which must be UTF-8 without control characters and of bounded size.

    Raises:
        UnreadableError: With the problem and its place.
    """
    start = Place(name, 1, 1)
    if len(content) > MOST_BYTES:
        what = f"the file has {len(content):,} bytes"
        raise UnreadableError(fault("too-large", start, (), what, f"at most {MOST_BYTES:,} bytes"))
    for mark, encoding in _BOMS.items():
        if content.startswith(mark):
            raise UnreadableError(
                fault("not-utf8", start, (), f"the file is saved as {encoding}", "a file saved as UTF-8")
            )
    if b"\x00" in content:
        place = _spot(content, content.index(b"\x00"), name)
        raise UnreadableError(
            fault("binary", place, (), "the file holds zero bytes, so it is not text", "a text file in UTF-8")
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = _spot(content, error.start, name)
        what = f"the byte {content[error.start]:#04x} is not UTF-8"
        raise UnreadableError(fault("not-utf8", place, (), what, "a file saved as UTF-8")) from None
    found = _UNPRINTABLE.search(text)
    if found:
        place = _spot(text[: found.start()].encode(), found.start(), name)
        what = f"the control character {shown(found[0])} stands in the text"
        raise UnreadableError(fault("bad-character", place, (), what, "text without control characters"))
    return text


def _spot(content: bytes, offset: int, name: str) -> Place:
    before = content[:offset].removeprefix(b"\xef\xbb\xbf")
    last = before.rpartition(b"\n")[2]
    return Place(name, before.count(b"\n") + 1, len(last.decode("utf-8", "replace")) + 1)


def _tree(text: str, locate: Locate, start: Place) -> Loaded:
    paused = gc.isenabled()
    gc.disable()
    loader = _LOADER(text)
    builder = _Builder(locate)
    try:
        while not isinstance(event := loader.get_event(), yaml.StreamEndEvent):
            builder.take(event)
    except yaml.YAMLError as error:
        return Loaded(None, (*builder.problems, _syntax(error, locate, start)))
    except UnreadableError as unreadable:
        return Loaded(None, (*builder.problems, unreadable.problem))
    finally:
        loader.dispose()
        if paused:
            gc.enable()
    return Loaded(builder.root, tuple(builder.problems))


def _syntax(error: yaml.YAMLError, locate: Locate, start: Place) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    said = f"{getattr(error, 'context', '')} {getattr(error, 'problem', '')}"
    unknown = ("this is not valid YAML", "lines such as key: value")
    what, expected = next(((what, expected) for clue, what, expected in _SYNTAX if clue in said), unknown)
    return fault("syntax", locate(mark) if mark else start, (), what, expected)


class _Builder:
    """Puts events together; an open list or mapping is a frame on the stack."""

    def __init__(self, locate: Locate) -> None:
        self.locate = locate
        self.problems: list[Problem] = []
        self.root: Node | None = None
        self._stack: list[_Frame] = []
        self._anchors: dict[str, tuple[Node, int, int]] = {}
        self._nodes = 0
        self._documents = 0

    def take(self, event: yaml.Event) -> None:
        """Add what the event says.

        Raises:
            UnreadableError: The file is too deep, too large when expanded, or holds a second document.
        """
        if isinstance(event, yaml.ScalarEvent):
            self._check(event)
            scalar = Scalar(event.value, not event.style, self.locate(event.start_mark))
            self._add(scalar, event.anchor, 1, 0)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self._check(event)
            place = self.locate(event.start_mark)
            if len(self._stack) >= MOST_DEPTH:
                raise UnreadableError(self._too_deep(place))
            entries: dict[str, tuple[Place, Node]] | None = {} if isinstance(event, yaml.MappingStartEvent) else None
            self._stack.append(_Frame(place, event.anchor, entries, []))
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            frame = self._stack.pop()
            self._add(self._closed(frame), frame.anchor, frame.size, frame.height)
        elif isinstance(event, yaml.AliasEvent):
            self._alias(event)
        elif isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                place = self.locate(event.start_mark)
                what = "a second document starts here"
                raise UnreadableError(
                    fault("multiple-documents", place, (), what, "one document in a file, without ---")
                )

    def _path(self) -> Path:
        return tuple(
            len(frame.nodes) if frame.entries is None else frame.key.text if frame.key else "?"
            for frame in self._stack
            if frame.entries is None or frame.awaits_value
        )

    def _check(self, event: yaml.NodeEvent) -> None:
        tag = getattr(event, "tag", None)
        if tag is not None:
            place = self.locate(event.start_mark)
            what = f"the tag {shown(tag.replace('tag:yaml.org,2002:', '!!'))} is not allowed"
            self.problems.append(fault("tag-refused", place, self._path(), what, "the value without a tag"))

    def _too_deep(self, place: Place) -> Problem:
        what = f"more than {MOST_DEPTH} lists and mappings stand inside each other"
        return fault("too-deep", place, (), what, f"at most {MOST_DEPTH}")

    def _alias(self, event: yaml.AliasEvent) -> None:
        place = self.locate(event.start_mark)
        anchor = event.anchor or ""
        name = shown(anchor)
        if any(frame.anchor == anchor for frame in self._stack):
            what = f"the alias {name} stands inside the value it repeats"
            self.problems.append(fault("alias-cycle", place, self._path(), what, "a value that does not hold itself"))
        elif anchor not in self._anchors:
            known = ", ".join(shown(other) for other in list(self._anchors)[:5])
            what = f"the alias {name} repeats a value that is not written above"
            self.problems.append(fault("unknown-alias", place, self._path(), what, known and f"one of {known}"))
        else:
            node, size, height = self._anchors[anchor]
            if len(self._stack) + height > MOST_DEPTH:
                raise UnreadableError(self._too_deep(place))
            self._add(node, None, size, height, place)
            return
        self._add(Scalar("", True, place), None, 1, 0)

    def _add(self, node: Node, anchor: str | None, size: int, height: int, place: Place | None = None) -> None:
        self._nodes += size if height == 0 or place else 1
        if self._nodes > MOST_NODES:
            what = f"the file holds more than {MOST_NODES:,} values, repeated ones included"
            raise UnreadableError(fault("too-many-nodes", place or node.place, (), what, f"at most {MOST_NODES:,}"))
        if anchor is not None:
            self._anchors[anchor] = (node, size, height)
        if not self._stack:
            self.root = node
            return
        frame = self._stack[-1]
        if frame.entries is None:
            frame.nodes.append(node)
        elif frame.awaits_value:
            self._entry(frame, frame.entries, node)
        else:
            self._key(frame, node, place or node.place)
        frame.size += size
        frame.height = max(frame.height, height + 1)

    def _key(self, frame: _Frame, node: Node, place: Place) -> None:
        frame.awaits_value = True
        if isinstance(node, Scalar) and not node.is_null:
            frame.key = node
            return
        frame.key = None
        self.problems.append(fault("bad-key", place, self._path()[:-1], "this key is not a word", "key: value"))

    def _entry(self, frame: _Frame, entries: dict[str, tuple[Place, Node]], node: Node) -> None:
        key = frame.key
        if key is not None and key.plain and key.text == "<<":
            self._merge(frame, node)
        elif key is not None and key.text in entries:
            first = entries[key.text][0]
            what = f"the key {shown(key.text)} is written twice, first in line {first.line}"
            self.problems.append(fault("duplicate-key", key.place, self._path(), what, "each key once"))
        elif key is not None:
            entries[key.text] = (key.place, node)
        frame.awaits_value = False

    def _merge(self, frame: _Frame, node: Node) -> None:
        tables = node.nodes if isinstance(node, Items) else (node,)
        if all(isinstance(table, Table) for table in tables):
            frame.merges.extend(tables)
            return
        place = frame.key.place if frame.key else frame.place
        self.problems.append(
            fault("bad-merge", place, self._path(), "<< merges mappings only", "<<: *name of a mapping")
        )

    def _closed(self, frame: _Frame) -> Node:
        if frame.entries is None:
            return Items(tuple(frame.nodes), frame.place)
        for merged in frame.merges:
            if isinstance(merged, Table):
                for key, entry in merged.entries.items():
                    frame.entries.setdefault(key, entry)
        return Table(frame.entries, frame.place)
