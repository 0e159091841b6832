"""Words of other people's files: compared without case, spaces and punctuation, shown without harm."""

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import TypeVar

LONGEST_CELL = 500
_LONGEST_SHOWN = 60
_NEAR = 0.75
"""How alike words are of which one is suggested; further ones are no slip of the pen."""

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
"""Characters that no cell may hold (halves of surrogate pairs are none); tabs and line breaks are spaces."""

Word = TypeVar("Word")


class CellError(ValueError):
    """A cell that cannot be read: what is wrong, what was expected, perhaps the nearest text that could.

    The nearest of some words is looked for only when it is shown, because that takes long.

    Attributes:
        code: Name of the rule.
        what: What is wrong.
        expected: What would have been right.
        column: The column, where the reader of several knows better than who notes it; else an empty string.
    """

    def __init__(
        self, what: str, expected: str = "", suggestion: str = "", code: str = "bad-text", among: Iterable[str] = ()
    ) -> None:
        """Keep the words for the message.

        Args:
            what: What is wrong.
            expected: What would have been right.
            suggestion: Text that could be read; with ``among``, the word that is none of them.
            code: Name of the rule.
            among: Words of which the nearest is suggested.
        """
        super().__init__(what)
        self.code = code
        self.what = what
        self.expected = expected
        self.column = ""
        self._suggestion = suggestion
        self._among = among

    @property
    def suggestion(self) -> str:
        """Text that could be read, or an empty string."""
        if not self._among:
            return self._suggestion
        return next(iter(get_close_matches(self._suggestion, self._among, n=1, cutoff=_NEAR)), "")


def folded(text: str) -> str:
    """Text as it is compared.

    >>> folded("Creator Commission - Net")
    'creatorcommissionnet'
    """
    return "".join(char for char in text.casefold() if char.isalnum())


def shown(text: str) -> str:
    """Text as a message quotes it: in one line, without control characters, cut off where it is long."""
    return repr(text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…")


def named(texts: Iterable[str], most: int = 20) -> str:
    """Texts in a row, cut off where there are many.

    >>> named(["a", "b", "c"], most=2)
    "'a', 'b' and 1 more"
    """
    found = [shown(text) for text in texts]
    more = f" and {len(found) - most:,} more" if len(found) > most else ""
    return ", ".join(found[:most]) + more


def plain_text(text: str, longest: int = LONGEST_CELL) -> str:
    r"""A cell as one line of text.

    >>> plain_text("  Anna \n Krüger ")
    'Anna Krüger'

    Raises:
        CellError: It is too long, or holds a control character.
    """
    joined = " ".join(text.split())
    if len(joined) > longest:
        raise CellError(f"a cell of {len(joined):,} characters is too long", f"at most {longest}")
    if CONTROL.search(text):
        raise CellError(f"{shown(text)} holds a control character", "plain text", code="bad-character")
    return joined


def one_of(text: str, words: Mapping[str, Word], column: str, examples: str) -> Word:
    """What a word stands for.

    Raises:
        CellError: It is not known; names the nearest that is.
    """
    key = folded(text)
    if key in words:
        return words[key]
    code = f"unknown-{'-'.join(column.split())}"
    raise CellError(f"{shown(text)} is not a {column}", examples, key[:LONGEST_CELL], code, tuple(words))
