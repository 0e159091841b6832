"""Reads a mapping key by key and notes what is wrong with each, so that everything is said at once."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from influence_cli.model.errors import Place, Problem
from influence_cli.spec.codes import ErrorCode
from influence_cli.spec.curves.numbers import Amount, Bounds, read_amount, read_number, read_share
from influence_cli.spec.faults import fault
from influence_cli.spec.nodes import Items, Node, Path, Scalar, Table
from influence_cli.spec.scalars import ScalarError, parse_currency, parse_whole
from influence_cli.spec.text import listed, nearest, shown

MOST_PROBLEMS = 200
"""Problems listed for one file."""

_LONGEST_NAME = 200
_FEW = 8
"""Keys named in full where one is unknown and another is near."""

Value = TypeVar("Value")


class Notes:
    """What was found on the way: problems, and the currency that the amounts are in."""

    def __init__(self, problems: Sequence[Problem] = ()) -> None:
        self._problems = list(problems)
        self._currency = ""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything found, by place; of very many the first ones, and a last one that counts the rest."""
        found = sorted(dict.fromkeys(self._problems), key=lambda problem: (problem.place, problem.code, problem.path))
        if len(found) <= MOST_PROBLEMS:
            return tuple(found)
        what = f"{len(found) - MOST_PROBLEMS:,} more problems are not listed"
        last = fault("too-many-problems", found[MOST_PROBLEMS - 1].place, (), what, "the ones above mended first")
        return (*found[:MOST_PROBLEMS], last)

    @property
    def currency(self) -> str:
        """The currency of every amount, or an empty string where none is named."""
        return self._currency

    def error(
        self, code: ErrorCode, place: Place, path: Path, what: str, expected: str = "", suggestion: str = ""
    ) -> None:
        """Note an error; user's text in the words must already be printable."""
        self._problems.append(fault(code, place, path, what, expected, suggestion))

    def in_currency(self, named: str, place: Place, path: Path) -> None:
        """Take the first currency that is named for that of all amounts, and note every other one."""
        if self._currency and named != self._currency:
            what = f"this amount is in {named}, the others are in {self._currency}"
            self.error("currency-mismatch", place, path, what, f"an amount in {self._currency}")
        self._currency = self._currency or named


class Section:
    """A mapping and the keys it may have; a key without a value counts as not written."""

    def __init__(
        self,
        table: Table,
        path: Path,
        keys: Sequence[str],
        notes: Notes,
        place: Place | None = None,
        elsewhere: Mapping[str, str] | None = None,
    ) -> None:
        """Note every key that is not known.

        Args:
            table: The mapping.
            path: Where it stands in the file.
            keys: What it may hold.
            notes: Where to note problems.
            place: Where the key stands that leads to it.
            elsewhere: Keys of other mappings, and where they belong.
        """
        self.path = path
        self.place = place or table.place
        self.notes = notes
        self._entries = table.entries
        for key, (key_place, _) in table.entries.items():
            if key not in keys:
                suggestion = (elsewhere or {}).get(key, "") or nearest(key, keys)
                some = suggestion and len(keys) > _FEW
                expected = "" if some else f"one of {listed(keys)}"
                what = f"the key {shown(key)} is not known"
                notes.error("unknown-key", key_place, (*path, key), what, expected, suggestion)

    def node(self, key: str) -> Node | None:
        """The value of a key, or None where nothing is written."""
        _, node = self._entries.get(key, (None, None))
        return None if isinstance(node, Scalar) and node.is_null else node

    def key_place(self, key: str) -> Place:
        """Where the key stands; the mapping's place where it is not written."""
        return self._entries[key][0] if key in self._entries else self.place

    def value_place(self, key: str) -> Place:
        """Where a single value stands, or the key of anything longer."""
        node = self.node(key)
        return node.place if isinstance(node, Scalar) else self.key_place(key)

    def error(self, code: ErrorCode, key: str, what: str, expected: str = "", suggestion: str = "") -> None:
        """Note an error about the value of a key."""
        self.notes.error(code, self.value_place(key), (*self.path, key), what, expected, suggestion)

    def missing(self, key: str, expected: str) -> None:
        """Note that a key is not there, unless it is there under a name that is nearly right."""
        meant = (written for written in self._entries if written != key)
        if not any(nearest(written, [key]) for written in meant):
            what = f"{shown(key)} is missing"
            self.notes.error("missing-key", self.place, (*self.path, key), what, expected)

    def scalar(self, key: str, expected: str) -> Scalar | None:
        """A single value."""
        node = self.node(key)
        if node is None or isinstance(node, Scalar):
            return node
        self.error("wrong-type", key, f"{kind_of(node)} stands here", expected)
        return None

    def amount(self, key: str, *, positive: bool = False) -> float | None:
        """An amount of money."""
        expected = "an amount of money, for example 40000 or 40k"

        def read(text: str) -> Amount:
            return read_amount(text, expected, Bounds(positive=positive))

        found = self._read("bad-money", key, expected, read)
        if found is not None and found.currency:
            self.notes.in_currency(found.currency, self.value_place(key), (*self.path, key))
        return None if found is None else found.value

    def number(self, key: str, bounds: Bounds) -> float | None:
        """A plain number."""
        expected = "a number, for example 1200 or 0.5"
        return self._read("bad-number", key, expected, lambda text: read_number(text, expected, bounds))

    def whole(self, key: str) -> int | None:
        """A whole number."""
        return self._read("bad-number", key, "a whole number, for example 12", parse_whole)

    def share(self, key: str) -> float | None:
        """A fraction."""
        expected = "a share of the budget, for example 40% or 0.4"
        return self._read("bad-share", key, expected, lambda text: read_share(text, expected))

    def currency(self, key: str) -> None:
        """The currency of every amount."""
        code = self._read("unknown-currency", key, "an ISO 4217 code, for example USD or EUR", parse_currency)
        if code:
            self.notes.in_currency(code, self.value_place(key), (*self.path, key))

    def name(self, key: str) -> str:
        """A name, or an empty string where there is none."""
        written = self.scalar(key, "a name")
        return "" if written is None else read_name(written, (*self.path, key), self.notes)

    def _read(self, code: ErrorCode, key: str, expected: str, read: Callable[[str], Value]) -> Value | None:
        written = self.scalar(key, expected)
        if written is None:
            return None
        return read_scalar(written, (*self.path, key), self.notes, code, read)


def read_scalar(
    written: Scalar, path: Path, notes: Notes, code: ErrorCode, read: Callable[[str], Value]
) -> Value | None:
    """What a function makes of the text of a value, or None with its objection noted."""
    try:
        return read(written.text)
    except ScalarError as error:
        notes.error(code, written.place, path, error.what, error.expected, error.suggestion)
        return None


def read_name(written: Scalar, path: Path, notes: Notes) -> str:
    """A name of something, or an empty string with what is wrong noted."""
    text = written.text.strip()
    if written.is_boolean:
        what = f"YAML readers take {shown(written.text)} for true or false"
        notes.error("boolean-text", written.place, path, what, "the word in quotes", f'"{written.text}"')
    elif not text:
        notes.error("bad-text", written.place, path, "the name is empty", "a name")
    elif len(text) > _LONGEST_NAME:
        what = f"the name has {len(text):,} characters"
        notes.error("bad-text", written.place, path, what, f"at most {_LONGEST_NAME}")
    else:
        return text
    return ""


def kind_of(node: Node) -> str:
    """What stands somewhere, in words."""
    if isinstance(node, Table):
        return "a mapping"
    if isinstance(node, Items):
        return "a list"
    return "nothing" if node.is_null else shown(node.text)
