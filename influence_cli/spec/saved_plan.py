"""A saved plan: the JSON document of ``influence plan``, read strictly and with the place of every mistake.

Keys a later version has added are passed over; what a comparison needs must be there and make sense.
"""

import json
import math
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import NoReturn

from influence_cli.metrics.catalogue import METRICS, Kind
from influence_cli.model.comparison import BookedCell, SavedPlan
from influence_cli.model.errors import Place, Problem, SpecError
from influence_cli.model.money import Currency, to_minor
from influence_cli.model.plan import Statistics
from influence_cli.spec.codes import ErrorCode
from influence_cli.spec.faults import fault
from influence_cli.spec.loader import MOST_BYTES, load_mapping
from influence_cli.spec.nodes import Node, Path, walk
from influence_cli.spec.source import Source
from influence_cli.spec.text import printable, shown

PLAN_SCHEMA = "influence/plan/1"
"""The one kind of document that is read here."""

MOST_CELLS = 10_000
MOST_CREATORS = 1_000_000
"""Creators a saved plan may book in all: more would only keep the machine busy."""

_MOST_PROBLEMS = 20
_LARGEST = 1e18
_LONGEST_TEXT = 2_000
_MARK = re.compile(rb'"schema"\s*:\s*"influence/')
_AMOUNT = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,8})?")
_PIECE = re.compile(r'"(?:[^"\\]|\\.)*"|-?[A-Za-z]+')
"""A text, or a word outside of one."""

_CURRENCY = re.compile(r"[A-Z]{3}")
_STATISTICS = tuple(Statistics.__dataclass_fields__)
_MISSING = object()
_KINDS: tuple[tuple[type | tuple[type, ...], str], ...] = (
    (bool, "true or false"),
    (str, "a text"),
    ((int, float), "a number"),
    (list, "a list"),
    (dict, "an object"),
)


def is_saved_plan(content: bytes) -> bool:
    """Whether a file claims to be a document of this programme rather than a spec."""
    return content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and _MARK.search(content) is not None


def parse_saved_plan(source: Source) -> SavedPlan:
    """Read a saved plan.

    Args:
        source: The file.

    Raises:
        SpecError: It is no JSON, or no plan; with line and column.
    """
    document = _document(source)
    reader = _Reader(source)
    plan = reader.plan(document)
    if reader.problems or plan is None:
        raise SpecError(tuple(reader.problems))
    return plan


def _document(source: Source) -> object:
    """The document as JSON reads it.

    Raises:
        SpecError: It is not JSON; nothing else can be said about it.
    """
    name = printable(source.name)
    if len(source.content) > MOST_BYTES:
        _stop(fault("too-large", Place(name), (), f"the file has {len(source.content):,} bytes", "a saved plan"))
    try:
        text = source.content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = source.content[: error.start]
        place = Place(name, before.count(b"\n") + 1, error.start - before.rfind(b"\n"))
        what = f"the byte {source.content[error.start]:#04x} is not UTF-8"
        _stop(fault("not-utf8", place, (), what, "a plan saved with --format json"))
    try:
        return json.loads(text, parse_constant=_no_number, object_pairs_hook=_object)
    except _NotPlainError as error:
        place = _place_of(text, name, error.word)
        _stop(fault(error.code, place, (), str(error), "each key once, and numbers only"))
    except json.JSONDecodeError as error:
        place = Place(name, error.lineno, error.colno)
        _stop(fault("syntax", place, (), f"this is not JSON: {_said(error)}", "a plan saved with --format json"))
    except RecursionError:
        _stop(fault("too-deep", Place(name), (), "lists and objects stand too deep inside each other"))
    except ValueError as error:
        _stop(fault("syntax", Place(name), (), f"this is not JSON: {printable(str(error))[:120]}"))


def _stop(problem: Problem) -> NoReturn:
    raise SpecError((problem,))


def _said(error: json.JSONDecodeError) -> str:
    return error.msg[0].lower() + error.msg[1:]


class _NotPlainError(Exception):
    """Something Python's reader would take that no JSON may hold."""

    def __init__(self, code: ErrorCode, what: str, word: str) -> None:
        super().__init__(what)
        self.code = code
        self.word = word


def _no_number(word: str) -> NoReturn:
    raise _NotPlainError("bad-number", f"{word} is not a number", word)


def _place_of(text: str, name: str, word: str) -> Place:
    """Where a word stands last: as a value, or as a key."""
    key = json.dumps(word, ensure_ascii=False)
    found = [piece.start() for piece in _PIECE.finditer(text) if piece[0] in (word, key)]
    if not found:
        return Place(name)
    before = text[: found[-1]]
    return Place(name, before.count("\n") + 1, len(before) - before.rfind("\n"))


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise _NotPlainError("duplicate-key", f"the key {shown(twice)} is written twice in one object", twice)
    return found


class _Reader:
    """Takes values out of the document and gathers what is wrong with them."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._name = printable(source.name)
        self._root: Node | None = None
        self.problems: list[Problem] = []

    def plan(self, document: object) -> SavedPlan | None:
        """The plan, or None where something is wrong."""
        schema = self._get(document, (), "schema") if isinstance(document, dict) else _MISSING
        if schema != PLAN_SCHEMA:
            self._wrong_schema(schema)
            return None
        code = self._text(document, (), "currency")
        if not _CURRENCY.fullmatch(code):
            self._wrong(
                "unknown-currency",
                ("currency",),
                f"{shown(code)} is not a currency",
                "a code of three letters, such as USD",
            )
            return None
        currency = Currency(code)
        campaign = self._table(document, (), "campaign")
        allocation = self._table(document, (), "allocation")
        budget = self._table(document, (), "budget")
        plan = SavedPlan(
            name=self._source.name,
            version=self._text(document, (), "version"),
            seed=self._count(document, (), "seed", 2**63),
            draws=self._count(document, (), "draws", 10**9),
            spec_sha256=self._text(document, (), "spec_sha256"),
            benchmarks=self._text(document, (), "benchmarks"),
            campaign=self._text(campaign, ("campaign",), "name"),
            goal=self._text(campaign, ("campaign",), "goal"),
            strategy=self._text(allocation, ("allocation",), "strategy"),
            currency=currency,
            budget=self._cents(budget, ("budget",), "total", currency),
            boost=self._cents(budget, ("budget",), "boost", currency),
            cells=self._cells(allocation, currency),
            totals=self._totals(document, currency),
        )
        return None if self.problems else plan

    def _wrong_schema(self, schema: object) -> None:
        expected = f"a plan saved with `influence plan --format json` ({PLAN_SCHEMA})"
        if isinstance(schema, str):
            self._wrong("wrong-type", ("schema",), f"the document is {shown(schema)}", expected)
        else:
            self._wrong("wrong-type", (), "this is not a saved plan", expected)

    def _cells(self, allocation: object, currency: Currency) -> tuple[BookedCell, ...]:
        path: Path = ("allocation", "cells")
        rows = self._get(allocation, path[:1], "cells")
        if not isinstance(rows, list):
            self._wrong_kind(path, rows, "a list")
            return ()
        if len(rows) > MOST_CELLS:
            self._wrong("too-many", path, f"{len(rows):,} cells are listed", f"at most {MOST_CELLS:,}")
            return ()
        found = tuple(self._cell(row, (*path, at), currency) for at, row in enumerate(rows))
        keys: dict[str, int] = {}
        for at, cell in enumerate(found):
            first = keys.setdefault(cell.key, at)
            if first != at and not self.problems:
                self._wrong(
                    "duplicate-item", (*path, at), f"the cell {shown(cell.key)} is listed twice", "each cell once"
                )
        everyone = sum(cell.creators for cell in found)
        if everyone > MOST_CREATORS:
            self._wrong("too-many", path, f"{everyone:,} creators are booked", f"at most {MOST_CREATORS:,}")
        return found

    def _cell(self, row: object, path: Path, currency: Currency) -> BookedCell:
        if not isinstance(row, dict):
            self._wrong_kind(path, row, "an object")
            return BookedCell("", "", "", "", 0, 0, 0)
        return BookedCell(
            self._text(row, path, "tier"),
            self._text(row, path, "platform"),
            self._text(row, path, "phase"),
            self._text(row, path, "contract"),
            self._count(row, path, "creators", MOST_CREATORS),
            self._count(row, path, "deliverables", MOST_CREATORS),
            self._cents(row, path, "unit_cost", currency),
        )

    def _totals(self, document: object, currency: Currency) -> Mapping[str, Statistics]:
        projection = self._table(document, (), "projection")
        path: Path = ("projection", "total")
        total = self._table(projection, path[:1], "total")
        return {
            metric.name: self._statistics(total[metric.name], (*path, metric.name), metric.kind, currency)
            for metric in METRICS
            if metric.name in total
        }

    def _statistics(self, values: object, path: Path, kind: Kind, currency: Currency) -> Statistics:
        if not isinstance(values, dict):
            self._wrong_kind(path, values, "an object")
            return Statistics(*(math.nan,) * len(_STATISTICS))
        read = self._amount if kind is Kind.MONEY else self._number
        return Statistics(*(read(values, path, name, currency) for name in _STATISTICS))

    def _number(self, values: object, path: Path, key: str, currency: Currency) -> float:
        """A number; null is NaN."""
        del currency
        value = self._get(values, path, key)
        if value is None:
            return math.nan
        if isinstance(value, bool) or not isinstance(value, int | float):
            self._wrong_kind((*path, key), value, "a number or null")
            return math.nan
        if not abs(value) <= _LARGEST:
            self._wrong("bad-number", (*path, key), "the number is out of bounds", "at most 1e18 in size")
            return math.nan
        return float(value)

    def _amount(self, values: object, path: Path, key: str, currency: Currency) -> float:
        """An amount in minor units, which may be fractional; null is NaN."""
        value = self._get(values, path, key)
        if value is None:
            return math.nan
        if not isinstance(value, str) or not _AMOUNT.fullmatch(value):
            self._wrong_kind((*path, key), value, "an amount as a text, such as '1234.50', or null")
            return math.nan
        return float(Decimal(value) * currency.minor)

    def _cents(self, values: object, path: Path, key: str, currency: Currency) -> int:
        """A decided amount in whole minor units."""
        value = self._get(values, path, key)
        if not isinstance(value, str) or not _AMOUNT.fullmatch(value):
            self._wrong_kind((*path, key), value, "an amount as a text, such as '1234.50'")
            return 0
        return to_minor(Decimal(value), currency)

    def _count(self, values: object, path: Path, key: str, most: int) -> int:
        value = self._get(values, path, key)
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            self._wrong_kind((*path, key), value, "a whole number from 0 on")
            return 0
        if value > most:
            self._wrong("bad-number", (*path, key), "the number is out of bounds", f"at most {most:,}")
            return 0
        return value

    def _text(self, values: object, path: Path, key: str) -> str:
        value = self._get(values, path, key)
        if not isinstance(value, str):
            self._wrong_kind((*path, key), value, "a text")
            return ""
        return value[:_LONGEST_TEXT]

    def _table(self, values: object, path: Path, key: str) -> Mapping[str, object]:
        value = self._get(values, path, key)
        if not isinstance(value, dict):
            self._wrong_kind((*path, key), value, "an object")
            return {}
        return value

    def _get(self, values: object, path: Path, key: str) -> object:
        return values.get(key, _MISSING) if isinstance(values, Mapping) else _MISSING

    def _wrong_kind(self, path: Path, value: object, expected: str) -> None:
        if value is not _MISSING:
            self._wrong("wrong-type", path, f"{_kind(value)} stands here", expected)
        elif not any(problem.path and _dotted(path).startswith(f"{problem.path}.") for problem in self.problems):
            self._wrong("missing-key", path, f"the plan has no {_dotted(path)}", expected)

    def _wrong(self, code: ErrorCode, path: Path, what: str, expected: str) -> None:
        if len(self.problems) < _MOST_PROBLEMS:
            self.problems.append(fault(code, self._place(path), path, what, expected))

    def _place(self, path: Path) -> Place:
        """Where a value stands, found with the reader of specs, for every JSON document is YAML; else the file."""
        if self._root is None:
            self._root = load_mapping(self._source.name, self._source.content).root
        if self._root is None:
            return Place(self._name) if path else Place(self._name, 1, 1)
        place = self._root.place
        for _, node in walk(self._root, path):
            place = node.place
        return place


def _kind(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, str):
        return shown(value)
    return next((words for kind, words in _KINDS if isinstance(value, kind)), "something else")


def _dotted(path: Path) -> str:
    return ".".join(map(str, path))
