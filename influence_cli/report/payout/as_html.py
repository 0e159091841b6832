"""Statements as pages that print to PDF: one per creator, addressed to the creator."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import escape

from influence_cli.model.money import Currency, percent
from influence_cli.model.payout import CreatorStatement, Line, PayoutStatement
from influence_cli.report.payout import figures, letter, prose
from influence_cli.report.payout.amounts import amount
from influence_cli.report.values.sanitize import SENTENCE_LIMIT, plain, visible

_FOLDER = Path(__file__).parent
_LONGEST_WORD = 100


def payout_html(statement: PayoutStatement, creator: CreatorStatement) -> str:
    """A whole page with the statement of one creator: A4 when printed, nothing loaded from elsewhere.

    Nothing in it is about anyone else; of the account only the last characters are shown.
    """
    return "".join(_page(statement, (creator,)))


def payout_html_all(statement: PayoutStatement) -> str:
    """A whole page with every creator's statement, each beginning on a new sheet when printed."""
    return "".join(payout_html_parts(statement))


def payout_html_parts(statement: PayoutStatement) -> Iterator[str]:
    """The same text in parts, so that many statements take little memory."""
    return _page(statement, statement.creators)


def _page(statement: PayoutStatement, creators: Iterable[CreatorStatement]) -> Iterator[str]:
    yield (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(prose.title(statement))}</title>\n<style>\n{_file('statement.css')}</style>\n</head>\n<body>\n"
    )
    empty = True
    for creator in creators:
        empty = False
        yield from _buffered(_template().generate(dict(_values(statement, creator))))
    if empty:
        yield f"<p>{escape(prose.title(statement))}: no creator has earned anything, and nothing is owed.</p>\n"
    yield "</body>\n</html>\n"


_PIECES = 5_000


def _buffered(pieces: Iterable[str]) -> Iterator[str]:
    """Fewer and longer pieces of the same text."""
    waiting: list[str] = []
    for piece in pieces:
        waiting.append(piece)
        if len(waiting) == _PIECES:
            yield "".join(waiting)
            waiting = []
    yield "".join(waiting)


@cache
def _template() -> Template:
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    return environment.from_string(_file("statement.html.j2"))


@cache
def _file(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


def _values(statement: PayoutStatement, creator: CreatorStatement) -> Mapping[str, object]:
    currency = statement.currency
    return {
        "brand": plain(statement.brand, _LONGEST_WORD) or plain(statement.campaign, _LONGEST_WORD),
        "campaign": plain(statement.campaign, _LONGEST_WORD),
        "contract": plain(creator.payee.contract, _LONGEST_WORD),
        "name": letter.name(creator),
        "period": letter.period(statement),
        "run": prose.number_of_run(statement),
        "currency": currency.code,
        "sentences": letter.sentences(statement, creator),
        "account": letter.account(statement, creator),
        "tables": _tables(creator, currency),
        "waits": letter.waits(creator, currency),
        "waiting": _waiting(creator, currency),
        "so_far": [
            letter.Entry(plain(term, _LONGEST_WORD), amount(found, currency)) for term, found in creator.by_term
        ],
        "notes": [plain(note, SENTENCE_LIMIT) for note in creator.notes],
        "footer": letter.footer(statement),
    }


@dataclass(frozen=True, slots=True)
class _Row:
    """One line as text."""

    day: str
    event: str
    term: str
    kind: str
    band: str
    base: str
    rate: str
    amount: str
    note: str


class _Lines:
    """A table of lines, read while it is written; its total is known at the end."""

    def __init__(self, title: str, aside: str, lines: Iterable[Line], currency: Currency) -> None:
        self.title = title
        self.aside = aside
        self._lines = lines
        self._currency = currency
        self._total = 0

    @property
    def lines(self) -> Iterator[_Row]:
        """The lines in order."""
        self._total = 0
        for line in self._lines:
            self._total += line.amount
            yield _row(line, self._currency)

    def total(self) -> str:
        """What the lines read so far come to."""
        return amount(self._total, self._currency)


def _tables(creator: CreatorStatement, currency: Currency) -> Iterator[_Lines]:
    unit = f"Amounts in {currency.code}."
    if any(True for _ in figures.opening(creator.lines)):
        yield _Lines("Earned", f"What changes what you are owed. {unit}", figures.opening(creator.lines), currency)


def _waiting(creator: CreatorStatement, currency: Currency) -> _Lines | None:
    aside = (
        f"What each would bring by itself if it counted now, in {currency.code}. What is held may be another sum: "
        "bonuses, guarantees and limits look at everything together."
    )
    return _Lines("", aside, creator.held_lines, currency) if len(creator.held_lines) else None


def _row(line: Line, currency: Currency) -> _Row:
    return _Row(
        day=line.day.isoformat() if line.day else plain(line.month, 20),
        event=visible(line.event, _LONGEST_WORD),
        term=visible(line.term, _LONGEST_WORD),
        kind=line.kind.value,
        band=str(line.band) if line.band else "",
        base="" if line.base is None else amount(line.base, currency),
        rate="" if line.rate is None else percent(line.rate),
        amount=amount(line.amount, currency),
        note=visible(line.note),
    )
