"""Text that came from outside, made safe to show: no terminal control, nothing invisible or reordering."""

import re
import unicodedata

_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0") | {
    chr(code)
    for first, last in ((0x180B, 0x180F), (0xFE00, 0xFE0F), (0xE0100, 0xE01EF))
    for code in range(first, last + 1)
}
"""Characters without a picture of their own that Unicode does not file under format characters."""

_MARKS = frozenset({"Mn", "Mc", "Me"})
_MOST_MARKS = 3
"""Marks kept on one character: enough for any language written here, too few to paint over other lines."""

_ELLIPSIS = "…"

SENTENCE_LIMIT = 400
"""Longest sentence taken over from elsewhere, in characters as people see them."""

_HARMLESS = re.compile(r"[0-9A-Za-z](?: ?[!#-+\--~])*")
_SHORT = 100


def plain(text: str, limit: int = 80) -> str:
    r"""One line of visible characters, cut between characters as people see them.

    Line breaks and tabs become a space, other control characters (and halves of surrogate pairs) are spelt
    out as ``\x1b``, format characters (bidirectional marks, zero-width characters) are removed.

    Args:
        text: Anything.
        limit: Most characters as people see them, the ellipsis included.

    >>> plain("Spring\nlaunch")
    'Spring launch'
    >>> print(plain("\x1b[31mred"))
    \x1b[31mred
    >>> plain("abcdef", limit=4)
    'abc…'
    """
    visible = "".join(map(_visible, unicodedata.normalize("NFC", text)))
    parts = _graphemes(" ".join(visible.split()))
    if len(parts) <= limit:
        return "".join(parts)
    return "".join(parts[: max(limit - 1, 0)]).rstrip() + _ELLIPSIS


def harmless(text: str) -> bool:
    """Whether a text is short and neither a spreadsheet nor a terminal takes it for anything else.

    Nearly all cells of a million are, and need no closer look; quotes and commas are not among them.

    >>> harmless("ORD-1"), harmless("=1+1"), harmless("a, b"), harmless("")
    (True, False, False, False)
    """
    return len(text) <= _SHORT and _HARMLESS.fullmatch(text) is not None


def visible(text: str, limit: int = SENTENCE_LIMIT) -> str:
    r"""One line of visible characters as `plain` makes it, quick where there is nothing to do.

    >>> visible("ORD-1"), visible("late\npost")
    ('ORD-1', 'late post')
    """
    return text if len(text) <= limit and harmless(text) else plain(text, limit)


def _visible(character: str) -> str:
    if character.isascii() and character.isprintable():
        return character
    if character.isspace():
        return " "
    category = unicodedata.category(character)
    if category == "Cf" or character in _INVISIBLE:
        return ""
    if category in {"Cc", "Cs", "Cn", "Co"}:
        return _spelt_out(ord(character))
    return character


def _spelt_out(code: int) -> str:
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def _graphemes(text: str) -> list[str]:
    """Characters with the marks, skin tones and second halves of flags that belong to them."""
    parts: list[str] = []
    for character in text:
        if parts and unicodedata.category(character) in _MARKS:
            if len(parts[-1]) <= _MOST_MARKS:
                parts[-1] += character
        elif parts and _extends(parts[-1], character):
            parts[-1] += character
        else:
            parts.append(character)
    return parts


def _extends(part: str, character: str) -> bool:
    if "\U0001f3fb" <= character <= "\U0001f3ff":
        return not part.isspace()
    return _is_flag_half(character) and len(part) == 1 and _is_flag_half(part)


def _is_flag_half(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"
