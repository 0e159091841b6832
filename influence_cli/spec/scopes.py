"""Scopes: which places for creators are meant, such as ``mega.tiktok`` or ``phase:launch.micro``.

One to four words joined by points: a tier, a platform, the name of a phase, the name of a contract, each kind at most
once and in any order. A name with spaces, points or other signs stands in quotes. A word that is the name of two
things says which with ``tier:``, ``platform:``, ``phase:`` or ``contract:`` before it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from influence_cli.model.campaign import Platform, Tier
from influence_cli.model.objective import Scope
from influence_cli.spec.expressions import ExpressionError
from influence_cli.spec.scalars import PLATFORM_ALIASES
from influence_cli.spec.text import listed, nearest, shown

KINDS = ("tier", "platform", "phase", "contract")
"""What a word of a scope may name."""

EXAMPLE = "a tier, a platform, a phase or a contract, joined by points, for example mega.tiktok"

_BARE = r"[^\s.:,()\"'<>=!~\u2264\u2265]+"
_WORD = re.compile(
    rf"(?:(?P<kind>[A-Za-z]+)\s*:\s*)?(?:(?P<bare>{_BARE})|\"(?P<double>(?:[^\"]|\"\")+)\"|'(?P<single>(?:[^']|'')+)')"
)
_SPACE = re.compile(r"\s*")
_IN_WORDS = {"tier": "tier", "platform": "platform", "phase": "phase of this spec", "contract": "contract of this spec"}


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a scope.

    Attributes:
        text: The name, without quotes.
        at: Position of its first character, from 0.
        kind: What it is said to be, or an empty string.
        quoted: Whether it stands in quotes.
    """

    text: str
    at: int
    kind: str = ""
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Names:
    """The names of a spec's phases and contracts."""

    phases: tuple[str, ...]
    contracts: tuple[str, ...]

    def of(self, kind: str) -> Sequence[str]:
        """All names of a kind."""
        known: Mapping[str, Sequence[str]] = {
            "tier": tuple(Tier),
            "platform": tuple(Platform),
            "phase": self.phases,
            "contract": self.contracts,
        }
        return known[kind]

    def find(self, kind: str, text: str) -> str | None:
        """The name a word stands for: as written, else in another case, else the usual short form of a platform."""
        known = self.of(kind)
        if text in known:
            return text
        folded = text.casefold()
        if kind == "platform":
            return PLATFORM_ALIASES.get(folded)
        return next((str(name) for name in known if name.casefold() == folded), None)


def words(text: str) -> tuple[tuple[Word, ...], int]:
    """Cut words joined by points off the front of a text.

    Returns:
        The words, and where the text goes on behind them and the space that follows.

    Raises:
        ExpressionError: No word stands where one has to.

    >>> [(word.text, word.at) for word in words('mega."early birds" <= 3')[0]]
    [('mega', 0), ('early birds', 5)]
    """
    found: list[Word] = []
    at = _behind_space(text, 0)
    while True:
        piece = _WORD.match(text, at)
        if piece is None:
            raise _no_word(text, at, found)
        found.append(_word(piece))
        at = _behind_space(text, piece.end())
        if text[at : at + 1] != ".":
            return tuple(found), at
        at = _behind_space(text, at + 1)


def _behind_space(text: str, at: int) -> int:
    space = _SPACE.match(text, at)
    return space.end() if space else at


def _no_word(text: str, at: int, found: Sequence[Word]) -> ExpressionError:
    if at == len(text):
        return ExpressionError(at, "the expression stops too early" if found else "nothing is named", EXAMPLE)
    if text[at] in "\"'":
        return ExpressionError(
            at, "a name in quotes is empty or does not end", 'quotes around it, for example "my name"'
        )
    return ExpressionError(at, f"{shown(text[at])} is out of place", EXAMPLE)


def _word(piece: re.Match[str]) -> Word:
    kind = piece["kind"] or ""
    if piece["bare"] is not None:
        return Word(piece["bare"], piece.start(), kind)
    quote = '"' if piece["double"] is not None else "'"
    name = piece["double"] or piece["single"]
    return Word(name.replace(2 * quote, quote), piece.start(), kind, True)


def parse_scope(text: str, names: Names) -> Scope:
    """Read a text that is a scope and nothing else.

    Args:
        text: As written.
        names: What phases and contracts are called.

    Raises:
        ExpressionError: It cannot be read, names what there is not, or names two things of a kind.
    """
    found, end = words(text)
    if end < len(text):
        raise out_of_place(text, found[-1], end, names)
    return scope_of(found, names)


def out_of_place(text: str, last: Word, at: int, names: Names) -> ExpressionError:
    """What stands behind the last word and does not belong there: often the rest of a name with spaces."""
    begun = text[last.at :].casefold()
    spaced = (
        name for name in (*names.phases, *names.contracts) if begun.startswith(name.casefold()) and name != last.text
    )
    what = f"{shown(text[at:].split()[0])} is out of place"
    return ExpressionError(
        at, what, "a point between words, and quotes around a name with spaces", next(map(written, spaced), "")
    )


def scope_of(found: Iterable[Word], names: Names) -> Scope:
    """The scope that words make up.

    Raises:
        ExpressionError: A word names nothing, or two things; or two words name something of the same kind.
    """
    parts: dict[str, str] = {}
    for word in found:
        kind, name = _meant(word, names)
        if kind in parts:
            what = f"{shown(parts[kind])} and {shown(name)} are both a {kind}, and nothing is both"
            raise ExpressionError(word.at, what, f"one {kind} in each expression")
        parts[kind] = name
    return Scope(**parts)


def _meant(word: Word, names: Names) -> tuple[str, str]:
    """The kind of thing a word names, and its name."""
    if word.kind:
        return _said(word, names)
    meanings = [(kind, name) for kind in KINDS if (name := names.find(kind, word.text)) is not None]
    if len(meanings) > 1:
        what = f"{shown(word.text)} is the name of a {listed((kind for kind, _ in meanings), 'and of a')}"
        said = [f"{kind}:{written(name)}" for kind, name in meanings]
        raise ExpressionError(word.at, what, listed(said))
    if not meanings:
        near = nearest(word.text, (name for kind in KINDS for name in names.of(kind)))
        what = f"{shown(word.text)} is no tier, platform, phase or contract of this spec"
        raise ExpressionError(word.at, what, "" if near else _all_known(names), written(near) if near else "")
    return meanings[0]


def _said(word: Word, names: Names) -> tuple[str, str]:
    """The meaning of a word that says what it is."""
    kind = word.kind.lower()
    if kind not in KINDS:
        what = f"{shown(word.kind + ':')} is not known before a name"
        raise ExpressionError(word.at, what, listed(f"{known}:" for known in KINDS), _colon(nearest(kind, KINDS)))
    name = names.find(kind, word.text)
    if name is None:
        near = nearest(word.text, names.of(kind))
        expected = "" if near else listed(map(shown, names.of(kind))) or f"no {kind}: this spec has none"
        what = f"{shown(word.text)} is no {_IN_WORDS[kind]}"
        raise ExpressionError(word.at, what, expected, f"{kind}:{written(near)}" if near else "")
    return kind, name


def _colon(kind: str) -> str:
    return f"{kind}:" if kind else ""


_FEW = 12
"""Names of a spec that are all listed where none of them is near."""


def _all_known(names: Names) -> str:
    known = [*Tier, *Platform, *map(written, (*names.phases, *names.contracts))]
    return f"one of {listed(known)}" if len(known) <= len(Tier) + len(Platform) + _FEW else EXAMPLE


def written(name: str) -> str:
    """A name as it is written in a scope.

    >>> written("early birds"), written("fee-only")
    ('"early birds"', 'fee-only')
    """
    return name if re.fullmatch(_BARE, name) else '"' + name.replace('"', '""') + '"'


def format_scope(scope: Scope) -> str:
    """A scope in words, every name with its kind where it may be taken for something else.

    >>> format_scope(Scope(tier="mega", platform="tiktok", phase="early birds"))
    'mega.tiktok.phase:"early birds"'
    """
    plain = [name for name in (scope.tier, scope.platform) if name]
    named = [f"{kind}:{written(name)}" for kind, name in (("phase", scope.phase), ("contract", scope.contract)) if name]
    return ".".join((*plain, *named))
