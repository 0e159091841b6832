"""Texts of a million lines: nearly all of them are harmless, and pass without a closer look."""

import re

from influence_cli.report.layout.csv_text import csv_cell
from influence_cli.report.values.sanitize import SENTENCE_LIMIT, plain

_HARMLESS = re.compile(r"[0-9A-Za-z](?: ?[!#-+\--~])*")
"""Text that neither a spreadsheet nor a terminal takes for anything else, and that needs no quotes in CSV."""

_SHORT = 100


def visible(text: str, limit: int = SENTENCE_LIMIT) -> str:
    r"""One line of visible characters, as `plain` makes it.

    >>> visible("ORD-1"), visible("late\npost")
    ('ORD-1', 'late post')
    """
    return text if len(text) <= min(limit, _SHORT) and _HARMLESS.fullmatch(text) else plain(text, limit)


def csv_word(text: str) -> str:
    """A cell of text with its quotes, if it needs them; never a formula.

    >>> csv_word("ORD-1"), csv_word("=1+1"), csv_word("a, b")
    ('ORD-1', "'=1+1", '"a, b"')
    """
    if not text or (len(text) <= _SHORT and _HARMLESS.fullmatch(text)):
        return text
    cell = csv_cell(text)
    return '"{}"'.format(cell.replace('"', '""')) if any(sign in cell for sign in ',"\n\r') else cell
