"""Users' text made safe to show: control characters, terminal escapes and bidi marks become visible."""

import difflib
from collections.abc import Iterable

LONGEST = 60
"""Characters of a user's text that a message repeats."""


def printable(text: str) -> str:
    r"""The text with every invisible or steering character written as an escape.

    >>> print(printable("red \x1b[31m \u202e"))
    red \x1b[31m \u202e
    """
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else _escaped(char) for char in text)


def shown(text: str) -> str:
    """The text in quotes, printable, cut to 60 characters.

    >>> shown("a" * 70) == "'" + "a" * 59 + "…'"
    True
    """
    cut = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
    quote = '"' if "'" in cut and '"' not in cut else "'"
    return f"{quote}{printable(cut)}{quote}"


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word most like this one, or an empty string; case and ``_`` against ``-`` do not matter.

    >>> nearest("Buget", ["budget", "product"])
    'budget'
    """
    folded = {_folded(candidate): str(candidate) for candidate in known}
    key = _folded(word[:LONGEST])
    found = difflib.get_close_matches(key, folded, n=1, cutoff=0.5 if len(key) < 5 else 0.6)
    return folded[found[0]] if found else ""


def listed(words: Iterable[str], last: str = "or") -> str:
    """Words as a phrase.

    >>> listed(["a", "b", "c"])
    'a, b or c'
    """
    known = list(words)
    if len(known) < 2:
        return "".join(known)
    return f"{', '.join(known[:-1])} {last} {known[-1]}"


def _folded(word: str) -> str:
    return word.strip().lower().replace("_", "-").replace(" ", "-")


def _escaped(char: str) -> str:
    code = ord(char)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
