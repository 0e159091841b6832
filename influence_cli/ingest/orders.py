"""Orders: what shops and affiliate networks export."""

from dataclasses import dataclass
from typing import BinaryIO

import numpy as np

from influence_cli.contract.outcomes import IntArray
from influence_cli.ingest.asides import CONTINUED, EMPTY, SAME, counted
from influence_cli.ingest.campaigns import CampaignRows
from influence_cli.ingest.columns import Found, find_columns, need
from influence_cli.ingest.findings import Findings
from influence_cli.ingest.options import ReadOptions
from influence_cli.ingest.order_columns import COUNTED_BY, columns_of
from influence_cli.ingest.order_rows import OrderRows, joined
from influence_cli.ingest.table import TableReader
from influence_cli.ingest.words import shown
from influence_cli.model.errors import Problem
from influence_cli.model.payout import InputFile
from influence_cli.payout.facts import COLUMNS, Orders


@dataclass(frozen=True, slots=True)
class OrdersFile:
    """What a file of orders holds.

    Attributes:
        orders: The orders that could be read, in the order of the file.
        lines: The line each begins in. [order]
        unknown_columns: Headers that are not used, as written.
        problems: Rows that could not be read, a hundred at most and then how many more there are.
        input: What was read.
        passed: Rows that are passed over: they repeat an earlier one, go on with the order above, hold nothing, or
            belong to another campaign.
        refused: Rows that are not among the orders because of a problem.
        notes: How columns were understood where that is not plain, and which rows were passed over, in words.
    """

    orders: Orders
    lines: IntArray
    unknown_columns: tuple[str, ...]
    problems: tuple[Problem, ...]
    input: InputFile
    passed: int = 0
    refused: int = 0
    notes: tuple[str, ...] = ()


def parse_orders(name: str, stream: BinaryIO, options: ReadOptions) -> OrdersFile:
    """Read orders.

    A creator wins over a code. Without a column, deductions are 0 and orders are approved; with one, an empty cell
    of discount, tax, shipping or refund means none (exports leave it empty), an empty status is pending, and an
    empty id, date or gross amount is a problem. Lines that repeat the id above and leave every amount empty go
    on with that order and are skipped. The same id with the same facts is one order; with others it is a problem,
    and neither is among the orders. Gross is before the discount and with tax and shipping; where only what the
    customer paid is there (``Total`` of Shopify, ``order_total`` of WooCommerce), the discount is added to it.
    Orders without ids, as dashboards print them, are told apart by source, campaign, creator, user, product
    and date, and by their number among equal ones; their rows without orders and money are passed over. Of
    several campaigns, the stated one's rows are taken, or the spec's.

    Args:
        name: What the file is called in messages.
        stream: Its bytes.
        options: What is stated about it.

    Raises:
        SpecError: The file cannot be understood at all, or from some line on; carries every problem found.
        UsageError: The time zone or the encoding is not known.
    """
    findings = Findings(name)
    table = TableReader(findings, stream, options.encoding)
    columns = columns_of(table)
    found = find_columns(findings, table, columns)
    if not _has_no_ids(found):
        need(findings, table, columns, found, "order_id", example="order_id")
    need(findings, table, columns, found, "creator", "creator_id", "code", example="creator or code")
    need(findings, table, columns, found, "date", example="date")
    need(findings, table, columns, found, "gross", "total", example="gross")
    findings.stop()
    rows = OrderRows(findings, found, options)
    campaigns = CampaignRows(findings, table, found, options)
    for part in campaigns.parts():
        if part.anew:
            rows = OrderRows(findings, found, options)
        rows.read(part.rows)
    orders, lines, repeated = _once(findings, rows)
    source = table.input("orders")
    passed = rows.continued + repeated + rows.empty + campaigns.others
    unknown = (*found.unknown, *(found.header[column] for column in _unused(found)))
    notes = (
        *_notes(found),
        *campaigns.notes(),
        *counted((repeated, SAME), (rows.continued, CONTINUED), (rows.empty, EMPTY)),
    )
    refused = source.rows - len(orders) - passed
    return OrdersFile(orders, lines, unknown, findings.listed(), source, passed, refused, notes)


def _has_no_ids(found: Found) -> bool:
    """Whether this is the layout of dashboards, which print no order ids."""
    return "order_id" not in found and all(column in found for column in ("customer", "product", "orders"))


def _unused(found: Found) -> list[str]:
    unused = [] if _has_no_ids(found) else [column for column in COUNTED_BY if column in found and column != "campaign"]
    return [*unused, *(["total"] if "gross" in found and "total" in found else [])]


def _notes(found: Found) -> tuple[str, ...]:
    notes = []
    if _has_no_ids(found):
        notes.append("orders have no ids here and are told apart by source, campaign, creator, user, product and date")
    if "gross" not in found:
        total = shown(found.header["total"])
        if "discount" in found:
            discount = shown(found.header["discount"])
            notes.append(f"{total} is read as what the customer paid: gross sales are {total} and {discount}")
        else:
            notes.append(f"{total} is read as gross sales; no discount is stated")
    return tuple(notes)


def _once(findings: Findings, rows: OrderRows) -> tuple[Orders, IntArray, int]:
    """The orders, each id once; how many rows say what an earlier one says."""
    lines = joined(rows.lines)
    columns = {}
    for column in COLUMNS:
        columns[column] = joined(rows.columns[column])
        rows.columns[column].clear()
    ids, labels, customers = rows.ids, tuple(rows.labels), list(rows.customers)
    if len(set(ids)) == len(ids):
        return Orders(ids, labels, customers, **columns), lines, 0
    first_of: dict[str, int] = {}
    first = np.fromiter((first_of.setdefault(order, row) for row, order in enumerate(ids)), np.int64, len(ids))
    again = first != np.arange(len(ids))
    other = np.zeros(len(ids), dtype=np.bool_)
    for values in columns.values():
        other |= values != values[first]
    for row in np.flatnonzero(other).tolist():
        what = f"the order {shown(ids[row])} stands in line {lines[first[row]]} already, with other facts"
        findings.error("duplicate-item", int(lines[row]), "order_id", what, "each order once")
    keep = ~again
    keep[first[other]] = False
    ids = [ids[row] for row in np.flatnonzero(keep)]
    kept = {column: values[keep] for column, values in columns.items()}
    return Orders(ids, labels, customers, **kept), lines[keep], int((again & ~other).sum())
