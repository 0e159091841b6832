"""A roster: one creator per line of a CSV, as people export it from a spreadsheet."""

import csv
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from io import StringIO
from typing import TypeVar
from urllib.parse import urlsplit

from influence_cli.model.agreement import Roster, RosterCreator
from influence_cli.model.campaign import Platform, Tier
from influence_cli.model.errors import Place, Problem, Severity, SpecError

MOST_CREATORS = 10_000
LONGEST_CELL = 500
_LONGEST_SHOWN = 60
MOST_PROBLEMS = 100

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "creator", "creatorname", "fullname", "profilename", "influencer"),
    "handle": ("handle", "username", "account", "accountname", "socialhandle"),
    "email": ("email", "emailaddress", "mail"),
    "platform": ("platform", "network", "socialplatform"),
    "tier": ("tier", "size"),
    "contract": ("contract", "contractname", "terms"),
    "code": ("code", "discountcode", "promocode", "couponcode", "personalcode"),
    "link": ("link", "url", "trackinglink", "personallink"),
    "language": ("language", "lang", "locale"),
}
"""Columns and the headers they are known by, without case, spaces and punctuation."""

_PLATFORMS = {
    "instagram": Platform.INSTAGRAM,
    "insta": Platform.INSTAGRAM,
    "ig": Platform.INSTAGRAM,
    "tiktok": Platform.TIKTOK,
    "tt": Platform.TIKTOK,
    "youtube": Platform.YOUTUBE,
    "yt": Platform.YOUTUBE,
}
_TIERS = {tier.value: tier for tier in Tier}
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{1,39}")
_EMAIL = re.compile(r"[^\s@<>\"',;:()\[\]\\]+@[^\s@<>\"',;:()\[\]\\]+\.[^\s@<>\"',;:()\[\]\\]+")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_BOMS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}

Word = TypeVar("Word")


@dataclass(slots=True)
class _Reading:
    """What was found so far."""

    name: str
    problems: list[Problem] = field(default_factory=list)

    def error(self, code: str, line: int, path: str, what: str, expected: str = "", suggestion: str = "") -> None:
        """Note a problem of a line."""
        place = Place(self.name, line, 1 if line else 0)
        self.problems.append(Problem(code, Severity.ERROR, place, path, what, expected, suggestion))


def parse_roster(name: str, content: bytes) -> Roster:
    """Read a roster.

    Commas, semicolons and tabs separate cells, whichever the header has most of; a byte order mark and blank
    lines do no harm; columns that are not known are named in the result and ignored.

    Args:
        name: What the file is called in messages.
        content: Its bytes, UTF-8.

    Raises:
        SpecError: Something in it cannot be read; carries every problem with its line.
    """
    reading = _Reading(name)
    text = _decoded(reading, content)
    _stop(reading)
    rows = _rows(reading, text)
    header = next(rows, None)
    if header is None:
        reading.error("empty", 1, "", "nothing is written here", "a line of headers such as name,handle,tier")
        _stop(reading)
    assert header is not None
    columns, unknown = _columns(reading, *header)
    _stop(reading)
    creators = tuple(
        creator for line, cells in rows if (creator := _creator(reading, columns, len(header[1]), line, cells))
    )
    _check_all(reading, creators)
    _stop(reading)
    return Roster(name, creators, unknown)


def _stop(reading: _Reading) -> None:
    if reading.problems:
        found = sorted(reading.problems, key=lambda problem: problem.place)
        if len(found) > MOST_PROBLEMS:
            left = len(found) - MOST_PROBLEMS
            found = found[:MOST_PROBLEMS]
            what = f"{left:,} more problems are not listed"
            found.append(Problem("too-many-problems", Severity.ERROR, found[-1].place, "", what))
        raise SpecError(tuple(found))


def _decoded(reading: _Reading, content: bytes) -> str:
    for mark, encoding in _BOMS.items():
        if content.startswith(mark):
            reading.error("not-utf8", 1, "", f"the file is saved as {encoding}", "a file saved as CSV UTF-8")
            return ""
    if b"\x00" in content:
        line = content[: content.index(b"\x00")].count(b"\n") + 1
        reading.error("binary", line, "", "the file holds zero bytes, so it is not text", "a CSV file in UTF-8")
        return ""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        what = f"the byte {content[error.start]:#04x} is not UTF-8"
        reading.error("not-utf8", line, "", what, "a file saved as CSV UTF-8")
        return ""


def _rows(reading: _Reading, text: str) -> Iterator[tuple[int, list[str]]]:
    """Rows that hold something, each with the line it begins in."""
    first = next((line for line in text.splitlines() if line.strip(" ,;\t")), "")
    separator = max(",;\t", key=first.count)
    rows = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1
    try:
        for cells in rows:
            if any(cell.strip() for cell in cells):
                yield line, cells
            line = rows.line_num + 1
    except csv.Error:
        what = "a quotation mark is not closed, or text stands behind it"
        reading.error("bad-row", line, "", what, 'cells such as Anna or "Krüger, Anna"')


def _columns(reading: _Reading, line: int, header: Sequence[str]) -> tuple[dict[str, int], tuple[str, ...]]:
    """Where each column is, and the headers that are not known."""
    known = {alias: name for name, aliases in COLUMNS.items() for alias in aliases}
    found: dict[str, int] = {}
    unknown = []
    for position, cell in enumerate(header):
        column = known.get(_folded(cell))
        if column is None:
            if cell.strip():
                unknown.append(cell.strip())
        elif column in found:
            what = f"two columns are read as {column}: {_shown(cell)} is the second"
            reading.error("duplicate-key", line, column, what, f"one column with a {column}")
        else:
            found[column] = position
    if "name" not in found:
        reading.error("missing-key", line, "name", "there is no column with names", "a header such as name")
    return found, tuple(unknown)


def _creator(
    reading: _Reading, columns: Mapping[str, int], width: int, line: int, cells: Sequence[str]
) -> RosterCreator | None:
    before = len(reading.problems)
    if any(cell.strip() for cell in cells[width:]):
        reading.error("bad-row", line, "", f"{len(cells)} cells stand below {width} headers", "quotes around commas")
        return None

    def cell(column: str) -> str:
        position = columns.get(column, -1)
        text = cells[position].strip() if 0 <= position < len(cells) else ""
        if len(text) > LONGEST_CELL:
            what = f"a cell of {len(text):,} characters is too long"
            reading.error("bad-text", line, column, what, f"at most {LONGEST_CELL}")
        elif _CONTROL.search(text):
            reading.error("bad-character", line, column, f"{_shown(text)} holds a control character", "plain text")
        return text

    name = cell("name")
    if not name:
        reading.error("missing-key", line, "name", "the name is missing", "a name in every line")
    creator = RosterCreator(
        line,
        name,
        cell("handle").lstrip("@"),
        _email(reading, line, cell("email")),
        _word(reading, line, "platform", cell("platform"), _PLATFORMS),
        _word(reading, line, "tier", cell("tier"), _TIERS),
        cell("contract"),
        _code(reading, line, cell("code")),
        _link(reading, line, cell("link")),
        cell("language"),
    )
    return creator if len(reading.problems) == before else None


def _word(reading: _Reading, line: int, column: str, text: str, words: Mapping[str, Word]) -> Word | None:
    if not text:
        return None
    folded = _folded(text)
    if folded in words:
        return words[folded]
    near = get_close_matches(folded, words, n=1)
    named = ", ".join(dict.fromkeys(str(word) for word in words.values()))
    suggestion = near[0] if near else ""
    reading.error(f"unknown-{column}", line, column, f"{_shown(text)} is not a {column}", f"one of {named}", suggestion)
    return None


def _email(reading: _Reading, line: int, text: str) -> str:
    if text and not _EMAIL.fullmatch(text):
        reading.error("bad-text", line, "email", f"{_shown(text)} is not an address", "for example anna@mail.example")
    return text


def _code(reading: _Reading, line: int, text: str) -> str:
    if text and not _CODE.fullmatch(text):
        what = f"{_shown(text)} is not a code"
        reading.error("bad-text", line, "code", what, "2 to 40 letters and digits, such as ANNA15")
    return text


def _link(reading: _Reading, line: int, text: str) -> str:
    if not text:
        return text
    try:
        parts = urlsplit(text)
        right = parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        right = False
    if not right or any(char.isspace() or char in "<>\"'`\\{}|^" for char in text) or not text.isprintable():
        what = f"{_shown(text)} is not an address of the web"
        reading.error("bad-text", line, "link", what, "an address that begins with https://")
    return text


def _check_all(reading: _Reading, creators: Sequence[RosterCreator]) -> None:
    """What concerns several lines: codes and creators that stand there twice, nobody, too many."""
    if not creators and not reading.problems:
        reading.error("empty", 1, "", "no creator is listed", "a line for each creator below the headers")
    if len(creators) > MOST_CREATORS:
        line = creators[MOST_CREATORS].line
        reading.error("too-many", line, "", f"{len(creators):,} creators are listed", f"at most {MOST_CREATORS:,}")
    _once(reading, creators, "code", lambda creator: creator.code.upper())
    _once(reading, creators, "link", lambda creator: creator.link)
    _once(
        reading,
        creators,
        "handle",
        lambda creator: f"{creator.handle.lower()} {creator.platform or ''}" if creator.handle else "",
    )


def _once(
    reading: _Reading, creators: Sequence[RosterCreator], column: str, key: Callable[[RosterCreator], str]
) -> None:
    seen: dict[str, int] = {}
    for creator in creators:
        value = key(creator)
        if value and value in seen:
            what = f"the {column} {_shown(getattr(creator, column))} stands in line {seen[value]} already"
            reading.error("duplicate-item", creator.line, column, what, f"each {column} once")
        elif value:
            seen[value] = creator.line


def _folded(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def _shown(text: str) -> str:
    return repr(text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…")
