"""A YAML tree as written: text and places, no value converted yet."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from influence_cli.model.errors import Place

NULLS = frozenset({"", "~", "null", "Null", "NULL"})
TRUE_WORDS = frozenset({"true", "yes", "on"})
FALSE_WORDS = frozenset({"false", "no", "off"})

Key = str | int
Path = tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class Scalar:
    """A word or number as it stands in the file; ``plain`` where it is written without quotes."""

    text: str
    plain: bool
    place: Place

    @property
    def is_null(self) -> bool:
        """Whether nothing is written here; a key without a value counts as not written at all."""
        return self.plain and self.text in NULLS

    @property
    def is_boolean(self) -> bool:
        """Whether YAML readers take it for true or false, as they do with the country code ``NO``."""
        if not self.plain or len(self.text) > 5:
            return False
        word = self.text.lower()
        usual = self.text in (word, word.capitalize(), word.upper())
        return usual and word in TRUE_WORDS | FALSE_WORDS


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    nodes: tuple["Node", ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Table:
    """A mapping: for each key the place of the key and the value's node."""

    entries: Mapping[str, tuple[Place, "Node"]]
    place: Place


Node = Scalar | Items | Table

Raw = Scalar | list["Raw"] | dict[str, "Raw"]
"""The tree as plain containers, which is what the schema reads; leaves stay ``Scalar``."""


def raw(node: Node) -> Raw:
    """The node as plain containers."""
    if isinstance(node, Scalar):
        return node
    if isinstance(node, Items):
        return [raw(item) for item in node.nodes]
    return {key: raw(value) for key, (_, value) in node.entries.items()}


def step(node: Node, key: Key) -> tuple[Place, Node] | None:
    """The child of a node and its place, or None; the key of a list may be a number in text."""
    if isinstance(node, Table):
        return node.entries.get(str(key))
    if isinstance(node, Items):
        index = int(key) if str(key).isascii() and str(key).isdigit() and len(str(key)) < 7 else -1
        if 0 <= index < len(node.nodes):
            child = node.nodes[index]
            return child.place, child
    return None


def walk(node: Node, path: Path) -> Iterator[tuple[Place, Node]]:
    """The nodes along a path as far as it exists, with the place of the key that leads to each."""
    for key in path:
        found = step(node, key)
        if found is None:
            return
        yield found
        node = found[1]
