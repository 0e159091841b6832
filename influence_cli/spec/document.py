"""A spec as read: the merged tree of all its layers, where each value stands, and a hash of what it says."""

import hashlib
import json
from dataclasses import dataclass

from influence_cli.model.errors import Place, Problem
from influence_cli.spec.nodes import Items, Node, Path, Scalar, Table, raw, step

Plain = None | str | list["Plain"] | dict[str, "Plain"]


@dataclass(frozen=True, slots=True)
class Document:
    """The merged tree.

    Attributes:
        root: The tree; every value keeps the place where it was written.
        problems: What was wrong while reading.
        partial: Whether a file could not be read, so that keys may be missing for that reason only.
    """

    root: Table
    problems: tuple[Problem, ...] = ()
    partial: bool = False

    def place(self, path: str | Path) -> Place:
        """Where a value stands, or the nearest of its ancestors that exists.

        A single value has its own place, a mapping or list that of the key it stands under. Keys that hold a
        point are found by a tuple only.
        """
        node: Node = self.root
        place = node.place
        for key in _keys(path):
            found = step(node, key)
            if found is None:
                return place
            place, node = found
        return node.place if isinstance(node, Scalar) and not node.is_null else place

    def key_place(self, path: str | Path) -> Place:
        """Where the key of a value stands, or the nearest of its ancestors that exists."""
        node: Node = self.root
        place = node.place
        for key in _keys(path):
            found = step(node, key)
            if found is None:
                return place
            place, node = found
        return place

    def node(self, path: str | Path) -> Node | None:
        """The node at a path, or None."""
        node: Node = self.root
        for key in _keys(path):
            found = step(node, key)
            if found is None:
                return None
            node = found[1]
        return node

    def data(self) -> dict[str, object]:
        """The tree as plain containers with raw scalars, for the schema to read."""
        return {key: raw(node) for key, (_, node) in self.root.entries.items()}

    @property
    def spec_sha256(self) -> str:
        """Hash of what is written: order of keys, quotes, comments and layers make no difference."""
        text = json.dumps(_plain(self.root), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode("ascii")).hexdigest()


def _keys(path: str | Path) -> Path:
    if isinstance(path, str):
        return tuple(path.split(".")) if path else ()
    return path


def _plain(node: Node) -> Plain:
    if isinstance(node, Scalar):
        return None if node.is_null else node.text
    if isinstance(node, Items):
        return [_plain(item) for item in node.nodes]
    return {key: text for key, (_, child) in node.entries.items() if (text := _plain(child)) is not None}
