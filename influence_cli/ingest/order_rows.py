"""Rows of orders to columns of numbers, some thousands at a time."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from influence_cli.contract.outcomes import IntArray
from influence_cli.ingest.columns import Found
from influence_cli.ingest.dates import read_moment, time_zone
from influence_cli.ingest.findings import Findings
from influence_cli.ingest.numbers import read_amount, read_count
from influence_cli.ingest.options import ReadOptions
from influence_cli.ingest.order_checks import REFUND_STATES, check_amounts, settle_refunds
from influence_cli.ingest.order_columns import COUNTED_BY
from influence_cli.ingest.states import order_state
from influence_cli.ingest.table import Rows
from influence_cli.ingest.vectors import AmountReader, DistinctReader, Wrong
from influence_cli.ingest.words import LONGEST_CELL, CellError, plain_text, shown
from influence_cli.model.payout import Approval
from influence_cli.payout.facts import COLUMNS, STATES, Label, OrderState

_DAY = 1 << 18
"""More than the seconds of a day: a moment is a day times this, and the second."""

_WHO = ("creator", "creator_id", "code", "contract")
_DEDUCTIONS = ("discount", "tax", "shipping", "refunded")
Name = TypeVar("Name", str, Label)
Texts = Mapping[str, Sequence[str]]


class Interned(dict[Name, int]):
    """Distinct names in the order in which they came, and the number of each."""

    def number(self, name: Name) -> int:
        """The number of a name."""
        return self.setdefault(name, len(self))


class OrderRows:
    """Orders as they are read.

    Attributes:
        ids: Order ids.
        lines: Line of each order, in parts.
        columns: Columns of ``Orders``, each in parts.
        labels: Creators and codes.
        customers: Customers.
        continued: Lines that only go on with the order above.
        empty: Rows without orders and money.
    """

    def __init__(self, findings: Findings, found: Found, options: ReadOptions) -> None:
        """Prepare how each column is read."""
        self._findings = findings
        self._found = found
        self._options = options
        self._previous = ("", "")
        self._seen: Counter[str] = Counter()
        self.ids: list[str] = []
        self.lines: list[IntArray] = []
        self.columns: dict[str, list[IntArray]] = {column: [] for column in COLUMNS}
        self.labels: Interned[Label] = Interned()
        self.customers: Interned[str] = Interned({"": 0})
        self.continued = 0
        self.empty = 0
        self._gross = "gross" if "gross" in found else "total"
        zone = time_zone(options.time_zone)

        def moment(text: str) -> int:
            if not text:
                raise CellError("the date is missing", "a date in every line", code="missing-key")
            day, second = read_moment(text, zone, options.dates)
            return day * _DAY + second

        self._amounts = {column: AmountReader(options, empty=0) for column in _DEDUCTIONS}
        self._readers: dict[str, DistinctReader[str]] = {
            "date": DistinctReader(moment),
            "delivered": DistinctReader(lambda text: moment(text) if text else 0),
            "status": DistinctReader(_state),
            "orders": DistinctReader(lambda text: read_count(text, options.decimal, least=1)),
            "currency": DistinctReader(self._same_currency),
            "customer": DistinctReader(lambda text: self.customers.number(plain_text(text))),
        }
        self._readers["refund_date"] = self._readers["cancelled"] = self._readers["delivered"]
        self._amounts[self._gross] = AmountReader(options, empty=None)
        self._who = DistinctReader[tuple[str, ...]](self._label)

    def read(self, rows: Rows) -> None:
        """Read some rows; those that cannot be read are problems and left out."""
        if not rows.lines:
            return
        columns = list(zip(*rows.cells, strict=True))
        texts = {column: _stripped(columns[place]) for column, place in self._found.at.items()}
        lines = np.array(rows.lines, dtype=np.int64)
        first = self._first_lines(texts)
        if first is not None:
            self.continued += len(lines) - len(first)
            texts = {column: [cells[row] for row in first] for column, cells in texts.items()}
            lines = lines[first]
        full = self._full_rows(texts)
        if full is not None:
            self.empty += len(lines) - len(full)
            texts = {column: [cells[row] for row in full] for column, cells in texts.items()}
            lines = lines[full]
        if len(lines):
            self._add(texts, lines)

    def _add(self, texts: Texts, lines: IntArray) -> None:
        good = np.ones(len(lines), dtype=np.bool_)
        zeros = np.zeros(len(lines), dtype=np.int64)

        def note(column: str, wrong: Wrong) -> None:
            for row, error in wrong:
                good[row] = False
                self._findings.cell(int(lines[row]), column, error)

        def note_rows(column: str, rows: list[int], what: str, expected: str) -> None:
            written = self._gross if column == "gross" else column
            note(written, [(row, CellError(what, expected, code="bad-amounts")) for row in rows])

        def numbers(column: str, reader: Callable[[Sequence[str]], tuple[IntArray, Wrong]]) -> IntArray:
            if column not in texts:
                return zeros
            values, wrong = reader(texts[column])
            note(column, wrong)
            return values

        plain = {column: numbers(column, reader) for column, reader in self._readers.items()}
        moments, state = plain["date"], plain["status"]
        amounts = {column: numbers(column, reader) for column, reader in self._amounts.items()}
        amounts["gross"] = amounts.pop(self._gross)
        if self._gross == "total":
            amounts["gross"] = amounts["gross"] + amounts["discount"]
        who = [texts[column] for column in _WHO if column in texts]
        label, wrong = self._who(list(zip(*who, strict=True)))
        note("creator", wrong)
        ids = self._identities(texts, moments, note)
        check_amounts(amounts, good, note_rows)
        state, amounts["refunded"] = settle_refunds(state, amounts, good, note_rows)
        state = np.where(plain["cancelled"] > 0, int(OrderState.CANCELLED), state)
        values = amounts | {
            "label": label,
            "customer": plain["customer"],
            "day": moments // _DAY,
            "second": moments % _DAY,
            "delivered": plain["delivered"] // _DAY,
            "refund_day": plain["refund_date"] // _DAY,
            "state": state,
            "count": plain["orders"] if "orders" in texts else zeros + 1,
        }
        self._keep(ids, lines, values, good)

    def _keep(
        self, ids: Sequence[str], lines: IntArray, values: Mapping[str, IntArray], good: NDArray[np.bool_]
    ) -> None:
        whole = bool(good.all())
        self.ids.extend(ids if whole else [ids[row] for row in np.flatnonzero(good).tolist()])
        self.lines.append(lines if whole else lines[good])
        for column, parts in self.columns.items():
            parts.append(values[column] if whole else values[column][good])

    def _first_lines(self, texts: Texts) -> list[int] | None:
        """Rows that begin an order, or None where every row does.

        Shops print an order's items in further lines, which repeat its id and leave its amounts empty.
        """
        if "order_id" not in texts or not texts["order_id"]:
            return None
        ids, days = texts["order_id"], texts["date"]
        amounts = [texts[column] for column in (self._gross, *_DEDUCTIONS) if column in texts]
        if "" not in amounts[0]:
            self._previous = ids[-1], days[-1]
            return None
        first = []
        for row, (order, day) in enumerate(zip(ids, days, strict=True)):
            same = bool(order) and order == self._previous[0] and day in ("", self._previous[1])
            if not same or any(cells[row] for cells in amounts):
                first.append(row)
                self._previous = order, day
        return first

    def _full_rows(self, texts: Texts) -> list[int] | None:
        """Rows that hold orders or money, or None where every row does.

        Dashboards also print the visits that led to no order.
        """
        counts = texts.get("orders", ())
        none = {text for text in dict.fromkeys(counts) if text and self._is_zero(text)}
        if not none:
            return None
        amounts = [texts[column] for column in self._amounts if column in texts]
        return [
            row
            for row, text in enumerate(counts)
            if text not in none or not all(self._is_zero(cells[row]) for cells in amounts)
        ]

    def _is_zero(self, text: str) -> bool:
        """Whether a cell says nothing, or 0."""
        try:
            return not text or read_amount(text, self._options.currency, self._options.decimal) == 0
        except CellError:
            return False

    def _identities(self, texts: Texts, moments: IntArray, note: Callable[[str, Wrong], None]) -> Sequence[str]:
        if "order_id" not in texts:
            return self._made(texts, moments)
        ids = texts["order_id"]
        if "".join(ids).isprintable() and "" not in ids and max(map(len, ids)) <= LONGEST_CELL:
            return ids
        wrong: Wrong = []
        for row, text in enumerate(ids):
            try:
                if not plain_text(text):
                    raise CellError("the order id is missing", "an id in every line", code="missing-key")
            except CellError as error:
                wrong.append((row, error))
        note("order_id", wrong)
        return [" ".join(text.split()) for text in ids]

    def _made(self, texts: Texts, moments: IntArray) -> list[str]:
        """Ids of orders that have none: what tells them apart, and a number among those that nothing does."""
        columns = [texts[column] for column in (*COUNTED_BY, *_WHO, "customer") if column in texts]
        ids = []
        for moment, parts in zip(moments.tolist(), zip(*columns, strict=True), strict=True):
            day, second = divmod(moment, _DAY)
            when = f"{date.fromordinal(day) if day else ''}{f' {second}' if second else ''}"
            same = "|".join((*(" ".join(part.split()) for part in parts), when))
            self._seen[same] += 1
            ids.append(f"{same}|{self._seen[same]}")
        return ids

    def _label(self, cells: tuple[str, ...]) -> int:
        columns = [column for column in _WHO if column in self._found]
        texts = {column: _plain(cell, column) for column, cell in zip(columns, cells, strict=True)}
        contract = texts.get("contract", "")
        creator = texts.get("creator") or texts.get("creator_id")
        if creator:
            return self.labels.number(Label(creator, False, contract))
        code = texts.get("code", "")
        return self.labels.number(Label(code, bool(code), contract))

    def _same_currency(self, text: str) -> int:
        if text.upper() != self._options.currency.code:
            found = shown(text) if text else "empty"
            what = f"the currency is {found}, and the campaign is in {self._options.currency.code}"
            raise CellError(what, f"orders in {self._options.currency.code}", code="other-currency")
        return 0


def _stripped(cells: Sequence[str]) -> Sequence[str]:
    """Cells without the spaces around them; there are none where nothing in the whole column is a space."""
    whole = "".join(cells)
    if whole.split(None, 1) == [whole]:
        return cells
    return [cell.strip() for cell in cells]


def _plain(cell: str, column: str) -> str:
    try:
        return plain_text(cell)
    except CellError as error:
        error.column = column
        raise


def _state(text: str) -> int:
    state = order_state(text)
    return int(STATES[state]) if isinstance(state, Approval) else REFUND_STATES[state]


def joined(parts: Sequence[IntArray]) -> IntArray:
    """Parts one after the other."""
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)
