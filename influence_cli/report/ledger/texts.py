"""Cells of a journal of a million entries: nearly all of them are harmless, and pass without a closer look."""

import re

from influence_cli.model.money import Currency
from influence_cli.report.layout.csv_text import csv_cell

_HARMLESS = re.compile(r"[0-9A-Za-z](?: ?[!#-+\--~])*")
"""Text that neither a spreadsheet nor a terminal takes for anything else, and that needs no quotes in CSV."""

_SHORT = 100


def cell(text: str) -> str:
    """A cell of text with its quotes, if it needs them; never a formula.

    >>> cell("ORD-1"), cell("=1+1"), cell("a, b")
    ('ORD-1', "'=1+1", '"a, b"')
    """
    if not text or (len(text) <= _SHORT and _HARMLESS.fullmatch(text)):
        return text
    shown = csv_cell(text)
    return '"{}"'.format(shown.replace('"', '""')) if any(sign in shown for sign in ',"') else shown


def amount(minor: int, currency: Currency) -> str:
    """An amount as programs read it: all decimals, no thousands.

    >>> amount(-123450, Currency("USD")), amount(7, Currency("KWD")), amount(-7, Currency("JPY"))
    ('-1234.50', '0.007', '-7')
    """
    digits = currency.digits
    if not digits:
        return str(minor)
    figures = f"{abs(minor):0{digits + 1}d}"
    return f"{'-' if minor < 0 else ''}{figures[:-digits]}.{figures[-digits:]}"
