"""A roster: one creator per line of a CSV, as people export it from a spreadsheet."""

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from hashlib import sha256
from io import BytesIO
from typing import TypeVar
from urllib.parse import urlsplit

from influence_cli.ingest.columns import Column, Found, find_columns, need
from influence_cli.ingest.findings import Findings
from influence_cli.ingest.numbers import read_amount, read_count, read_major, read_share
from influence_cli.ingest.options import ReadOptions
from influence_cli.ingest.states import PLATFORMS, TAX_FORM_WORDS
from influence_cli.ingest.table import TableReader
from influence_cli.ingest.words import CellError, one_of, plain_text, shown
from influence_cli.model.agreement import Roster, RosterCreator
from influence_cli.model.campaign import Platform, Tier
from influence_cli.model.money import from_minor
from influence_cli.model.payout import InputFile

MOST_CREATORS = 10_000

COLUMNS: Mapping[str, Column] = {
    "name": Column(("name", "creator", "creatorname", "fullname", "profilename", "influencer")),
    "first_name": Column(("firstname",)),
    "last_name": Column(("lastname", "surname")),
    "handle": Column(("handle", "username", "account", "accountname", "socialhandle")),
    "instagram": Column(("instagram",)),
    "tiktok": Column(("tiktok",)),
    "youtube": Column(("youtube",)),
    "email": Column(("email", "emailaddress", "mail")),
    "platform": Column(("platform", "network", "socialplatform")),
    "tier": Column(("tier", "size")),
    "contract": Column(("contract", "contractname", "terms")),
    "code": Column(("code", "discountcode", "promocode", "couponcode", "personalcode")),
    "link": Column(("link", "url", "trackinglink", "personallink")),
    "language": Column(("language", "lang", "locale")),
    "id": Column(("id", "creatorid", "influencerid"), ("uid",)),
    "fee": Column(("fee", "flatfee", "agreedfee")),
    "currency": Column(("currency", "payoutcurrency", "paymentcurrency", "currencycode")),
    "withholding": Column(("withholding", "withholdingrate", "withholdingtax", "taxwithholding", "whtrate")),
    "tax_form": Column(("taxform", "taxformstatus", "taxformreceived", "w9", "w8", "w8ben", "taxstatus")),
    "minimum_payout": Column(("minimumpayout", "minpayout", "payoutminimum", "minimumpayment", "payoutthreshold")),
    "account": Column(
        ("iban", "accountnumber", "bankaccount", "payoutaccount", "paymentaccount", "paymentdetails", "payto")
    ),
    "paypal": Column(("paypal", "paypalemail", "paypaladdress", "paypalaccount")),
    "followers": Column(("followers", "followercount")),
}
"""Columns of a roster. ``account`` as a header is the name on the platform, as platforms use the word."""

_BY_PLATFORM = {"instagram": Platform.INSTAGRAM, "tiktok": Platform.TIKTOK, "youtube": Platform.YOUTUBE}
_PLATFORMS = {platform.value: platform for platform in Platform} | {
    word: Platform(name) for word, name in PLATFORMS.items() if name in set(Platform)
}
_TIERS = {tier.value: tier for tier in Tier}
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{1,39}")
_EMAIL = re.compile(r"[^\s@<>\"',;:()\[\]\\]+@[^\s@<>\"',;:()\[\]\\]+\.[^\s@<>\"',;:()\[\]\\]+")
_CURRENCY = re.compile(r"[A-Z]{3}")

Value = TypeVar("Value")


def parse_roster(name: str, content: bytes, options: ReadOptions | None = None) -> Roster:
    """Read a roster.

    Commas, semicolons and tabs separate cells, whichever the header has most of; a byte order mark and blank
    lines do no harm; columns that are not known are named in the result and ignored. A tax form whose column is
    there and whose cell is empty is missing. Where creators are named by first and last name, or only by
    what they are called on a platform, that is their name.

    Args:
        name: What the file is called in messages.
        content: Its bytes.
        options: What is stated about it; without it, it is UTF-8 and its amounts carry no currency.

    Raises:
        SpecError: Something in it cannot be read; carries every problem with its line.
        UsageError: The encoding is not known.
    """
    findings = Findings(name)
    table = TableReader(findings, BytesIO(content), options.encoding if options else None, whole_rows=False)
    found = find_columns(findings, table, COLUMNS)
    if not any(column in found for column in ("first_name", *_BY_PLATFORM)):
        need(findings, table, COLUMNS, found, "name", example="name")
    findings.stop()
    creators = [
        creator
        for chunk in table.chunks()
        for line, cells in zip(chunk.lines, chunk.cells, strict=True)
        if (creator := _Line(findings, found, options, line, cells).creator())
    ]
    _check_all(findings, creators)
    findings.stop()
    return Roster(name, tuple(creators), found.unknown)


def roster_input(roster: Roster, content: bytes) -> InputFile:
    """What was read for a roster, as a ledger records it."""
    return InputFile("roster", roster.name, sha256(content).hexdigest(), len(roster.creators))


class _Line:
    """One line of a roster."""

    def __init__(
        self, findings: Findings, found: Found, options: ReadOptions | None, line: int, cells: Sequence[str]
    ) -> None:
        self._findings = findings
        self._found = found
        self._options = options
        self._decimal = options.decimal if options else None
        self._line = line
        self._cells = cells

    def creator(self) -> RosterCreator | None:
        """The creator, or None where something cannot be read."""
        before = len(self._findings)
        handle, platform = self._handle()
        unread = len(self._findings)
        name = self._text("name") or f"{self._text('first_name')} {self._text('last_name')}".strip()
        if not name and "name" not in self._found:
            name = handle
        if not name and len(self._findings) == unread:
            self._wrong("name", CellError("the name is missing", "a name in every line", code="missing-key"))
        creator = RosterCreator(
            self._line,
            name,
            handle,
            self._read("email", _email, ""),
            platform,
            self._read("tier", lambda text: one_of(text, _TIERS, "tier", _listed(_TIERS)), None),
            self._text("contract"),
            self._read("code", _code, ""),
            self._read("link", _link, ""),
            self._text("language"),
            self._text("id"),
            self._read("fee", self._amount, None),
            self._read("currency", _currency, ""),
            self._read("withholding", lambda text: read_share(text, self._decimal), None),
            self._tax_form(),
            self._read("minimum_payout", self._amount, None),
            self._text("account") or self._text("paypal"),
            self._read("followers", lambda text: read_count(text, self._decimal), None),
        )
        return creator if len(self._findings) == before else None

    def _handle(self) -> tuple[str, Platform | None]:
        """What the creator is called on a platform; columns of platforms say so where no other one does."""
        handle = self._text("handle").lstrip("@")
        platform = self._read("platform", lambda text: one_of(text, _PLATFORMS, "platform", _listed(Platform)), None)
        for column, place in _BY_PLATFORM.items():
            if not handle and platform in (None, place) and (text := self._text(column)):
                # an address of a channel ends in its name
                return text.rstrip("/").rsplit("/", 1)[-1].lstrip("@"), place
        return handle, platform

    def _tax_form(self) -> bool | None:
        if "tax_form" in self._found and not self._text("tax_form"):
            return False
        examples = "for example received or missing"
        return self._read("tax_form", lambda text: one_of(text, TAX_FORM_WORDS, "tax form status", examples), None)

    def _amount(self, text: str) -> Decimal:
        if self._options is None:
            return read_major(text)
        currency = self._options.currency
        return from_minor(read_amount(text, currency, self._decimal), currency)

    def _text(self, column: str) -> str:
        return self._read(column, lambda text: text, "")

    def _read(self, column: str, reader: Callable[[str], Value], empty: Value) -> Value:
        try:
            text = plain_text(self._found.cell(self._cells, column))
            return reader(text) if text else empty
        except CellError as error:
            self._wrong(column, error)
            return empty

    def _wrong(self, column: str, error: CellError) -> None:
        self._findings.cell(self._line, column, error)


def _listed(words: Mapping[str, object] | type[Platform]) -> str:
    return f"one of {', '.join(str(word) for word in words)}"


def _email(text: str) -> str:
    if not _EMAIL.fullmatch(text):
        raise CellError(f"{shown(text)} is not an address", "for example anna@mail.example")
    return text


def _code(text: str) -> str:
    if not _CODE.fullmatch(text):
        raise CellError(f"{shown(text)} is not a code", "2 to 40 letters and digits, such as ANNA15")
    return text


def _currency(text: str) -> str:
    if not _CURRENCY.fullmatch(text.upper()):
        raise CellError(f"{shown(text)} is not a currency", "an ISO 4217 code, for example USD or EUR")
    return text.upper()


def _link(text: str) -> str:
    try:
        parts = urlsplit(text)
        right = parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        right = False
    if not right or any(char.isspace() or char in "<>\"'`\\{}|^" for char in text) or not text.isprintable():
        raise CellError(f"{shown(text)} is not an address of the web", "an address that begins with https://")
    return text


def _check_all(findings: Findings, creators: Sequence[RosterCreator]) -> None:
    """What concerns several lines: codes and creators that stand there twice, nobody, too many."""
    if not creators and not len(findings):
        findings.error("empty", 1, "", "no creator is listed", "a line for each creator below the headers")
    if len(creators) > MOST_CREATORS:
        line = creators[MOST_CREATORS].line
        findings.error("too-many", line, "", f"{len(creators):,} creators are listed", f"at most {MOST_CREATORS:,}")
    _once(findings, creators, "id", lambda creator: creator.id.casefold())
    _once(findings, creators, "code", lambda creator: creator.code.upper())
    _once(findings, creators, "link", lambda creator: creator.link)
    _once(
        findings,
        creators,
        "handle",
        lambda creator: f"{creator.handle.lower()} {creator.platform or ''}" if creator.handle else "",
    )


def _once(
    findings: Findings, creators: Sequence[RosterCreator], column: str, key: Callable[[RosterCreator], str]
) -> None:
    seen: dict[str, int] = {}
    for creator in creators:
        value = key(creator)
        if value and value in seen:
            what = f"the {column} {shown(getattr(creator, column))} stands in line {seen[value]} already"
            findings.error("duplicate-item", creator.line, column, what, f"each {column} once")
        elif value:
            seen[value] = creator.line
