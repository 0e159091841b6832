"""Short comparisons such as ``roi.p10 >= 0``, read token by token and never evaluated."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from influence_cli.spec.text import nearest, shown

CURRENCY_SIGNS = {
    "$": ("USD", "AUD", "CAD", "NZD", "SGD", "HKD", "MXN"),
    "\u20ac": ("EUR",),
    "\u00a3": ("GBP",),
    "\u00a5": ("JPY", "CNY"),
}
"""Currencies a sign may stand for."""

OPERATORS = (">=", ">", "<=", "<")
"""Comparisons a gate or a condition may use."""

FEW = 8
"""Known words that are all named where one of them is suggested."""

MAX_LENGTH = 200
"""Longest expression read; a longer one is a mistake or an attack."""

MAX_NUMBER = 1e15
"""Largest number accepted, as everywhere in a spec."""


class TokenKind(StrEnum):
    """What a piece of an expression is."""

    WORD = "word"
    NUMBER = "number"
    OPERATOR = "operator"
    CURRENCY = "currency"
    MARK = "mark"
    END = "end"


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of an expression.

    Attributes:
        kind: What it is.
        text: As written; words in lower case, codes of currencies as they are.
        at: Position of its first character in the expression, from 0.
        value: The number, percentages as fractions; 0 for anything else.
        percent: Whether the number was written with a per cent sign.
    """

    kind: TokenKind
    text: str
    at: int
    value: float = 0.0
    percent: bool = False


class ExpressionError(Exception):
    """An expression that cannot be read: where, why, and what would have been right."""

    def __init__(self, at: int, what: str, expected: str = "", suggestion: str = "") -> None:
        super().__init__(what)
        self.at = at
        self.what = what
        self.expected = expected
        self.suggestion = suggestion


_PIECE = re.compile(
    r"(?P<space>\s+)"
    r"|(?P<number>[+-]?(?:[0-9][0-9_,]*(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?(?:\s*%|\s?[kKmM](?![A-Za-z]))?)"
    r"|(?P<currency>[$\u20ac\u00a3\u00a5]|[A-Z]{3}(?![A-Za-z0-9_.]|\s*[<>=]))"
    r"|(?P<word>[A-Za-z_][A-Za-z0-9_]*)"
    r"|(?P<operator>[<>=!~\u2264\u2265]+)"
    r"|(?P<mark>[().,])"
)
_THOUSANDS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.|e|$)")
_SUFFIX = {"k": Decimal(1_000), "m": Decimal(1_000_000), "%": Decimal("0.01")}
_OTHER_OPERATORS = {
    "=": ">=",
    "==": ">=",
    "=>": ">=",
    "=<": "<=",
    "\u2265": ">=",
    "\u2264": "<=",
    "<<": "<",
    ">>": ">",
}


def number(text: str, at: int) -> Token:
    """Read a number as it is written in an expression.

    Args:
        text: Digits with optional ``_`` or ``,`` between thousands and one of ``k``, ``m``, ``%`` behind.
        at: Where it stands in the expression.

    Raises:
        ExpressionError: Commas that do not part thousands, or a number out of bounds.

    >>> number("12.5k", 0).value
    12500.0
    >>> number("80%", 0).value
    0.8
    """
    lowered = text.lower()
    suffix = lowered[-1] if lowered[-1] in _SUFFIX else ""
    digits = lowered.removesuffix(suffix).strip()
    if "," in digits and not _THOUSANDS.match(digits.lstrip("+-")):
        what = f"{shown(text)} has a comma that does not part thousands"
        raise ExpressionError(at, what, "1,000 or 1000, and 0.5 with a point")
    plain = digits.replace(",", "").replace("_", "")
    size = abs(float(plain))
    if size > MAX_NUMBER:
        raise ExpressionError(at, f"{shown(text)} is out of bounds", "a number of at most 1e15 in size")
    # decimal, because 1.1 x 100 is not 110 in floats and thresholds hold to the cent
    value = float(Decimal(plain) * _SUFFIX.get(suffix, Decimal(1))) if size else 0.0
    if abs(value) > MAX_NUMBER:
        raise ExpressionError(at, f"{shown(text)} is out of bounds", "a number of at most 1e15 in size")
    return Token(TokenKind.NUMBER, text, at, value, suffix == "%")


def tokens(text: str) -> tuple[Token, ...]:
    """Cut an expression into tokens, the last one of kind END.

    Raises:
        ExpressionError: A character that has no place in an expression, or too long a text.
    """
    if len(text) > MAX_LENGTH:
        raise ExpressionError(0, f"the expression is {len(text):,} characters long", f"at most {MAX_LENGTH}")
    found: list[Token] = []
    at = 0
    while at < len(text):
        piece = _PIECE.match(text, at)
        if piece is None:
            raise ExpressionError(at, f"{shown(text[at])} has no place here", "a metric, a comparison and a limit")
        token = _token(piece, at)
        if token is not None:
            found.append(token)
        at = piece.end()
    found.append(Token(TokenKind.END, "the end", len(text)))
    return tuple(found)


def _token(piece: re.Match[str], at: int) -> Token | None:
    """The token of a match; None for what carries no meaning."""
    text = piece.group()
    match piece.lastgroup:
        case "number":
            return number(text, at)
        case "word":
            return Token(TokenKind.WORD, text.lower(), at)
        case "operator":
            return Token(TokenKind.OPERATOR, _operator(text, at), at)
        case "currency":
            return Token(TokenKind.CURRENCY, text, at)
        case "mark":
            return Token(TokenKind.MARK, text, at)
        case _:
            return None


def _operator(text: str, at: int) -> str:
    if text in OPERATORS:
        return text
    hint = _OTHER_OPERATORS.get(text, "")
    raise ExpressionError(at, f"unknown comparison {shown(text)}", "one of " + ", ".join(OPERATORS), hint)


class Cursor:
    """Walks over tokens; knows what it expects next and says so where it is not there."""

    def __init__(self, found: Sequence[Token]) -> None:
        self._tokens = found
        self._index = 0

    @property
    def next(self) -> Token:
        """The token to be read next."""
        return self._tokens[self._index]

    @property
    def after(self) -> Token:
        """The token behind the next one."""
        return self._tokens[min(self._index + 1, len(self._tokens) - 1)]

    def take(self, kind: TokenKind, expected: str, text: str = "") -> Token:
        """Read one token of a kind (and of a text, where one is given).

        Raises:
            ExpressionError: Something else stands there.
        """
        token = self.next
        if token.kind is not kind or (text and token.text != text):
            ends = token.kind is TokenKind.END
            what = "the expression stops too early" if ends else f"{shown(token.text)} is out of place"
            raise ExpressionError(token.at, what, expected)
        if token.kind is not TokenKind.END:
            self._index += 1
        return token

    def amount(self, expected: str) -> Token:
        """Read a number with an optional currency before or behind it.

        Raises:
            ExpressionError: No number stands there.
        """
        if self.next.kind is TokenKind.CURRENCY:
            self._index += 1
        token = self.take(TokenKind.NUMBER, expected)
        if self.next.kind is TokenKind.CURRENCY:
            self._index += 1
        return token

    def word(self, known: Sequence[str], what: str, others: Mapping[str, str] | None = None) -> Token:
        """Read one of the known words.

        Args:
            known: Words that are right.
            what: What they are, for the message.
            others: Known words by other words people use for them, for the suggestion only.

        Raises:
            ExpressionError: Another word, with the nearest known one; or no word at all.
        """
        token = self.take(TokenKind.WORD, f"a {what}: " + ", ".join(known))
        if token.text not in known:
            near = (others or {}).get(token.text) or nearest(token.text, known)
            expected = "" if near and len(known) > FEW else "one of " + ", ".join(known)
            raise ExpressionError(token.at, f"unknown {what} {shown(token.text)}", expected, near)
        return token


def foreign_currency(text: str, code: str) -> str:
    """A currency written in a readable expression that is not the campaign's, or an empty string.

    >>> foreign_currency("cpa.mean < \u20ac40", "USD")
    '\u20ac'
    """
    for token in tokens(text):
        if token.kind is TokenKind.CURRENCY and code not in CURRENCY_SIGNS.get(token.text, (token.text,)):
            return token.text
    return ""
