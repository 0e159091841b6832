"""Which of its formats a file of curves is written in, and JSON made fit for the YAML reader."""

import re

from influence_cli.spec.curves import CurveFormat
from influence_cli.spec.source import Source

SEPARATORS = ",;\t"
"""What may stand between two cells of a CSV file."""

_ENDINGS = {
    ".csv": CurveFormat.CSV,
    ".tsv": CurveFormat.CSV,
    ".yaml": CurveFormat.YAML,
    ".yml": CurveFormat.YAML,
    ".json": CurveFormat.JSON,
}
_BOM = b"\xef\xbb\xbf"
_HEADING = re.compile(rf"\s*\"?[A-Za-z_ ]+\"?\s*(?:[{SEPARATORS}]\s*\"?[A-Za-z_ ]*\"?\s*)+")
"""A line of words with separators between them, which no YAML or JSON file of curves starts with."""

_JSON_PIECE = re.compile(r'"(?:[^"\\]|\\.)*"|\t', re.DOTALL)
_PAIR = re.compile(r"\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})")


def kind_of_source(source: Source) -> CurveFormat:
    """By the ending of the name, else by the first line."""
    name = source.name.lower()
    for ending, kind in _ENDINGS.items():
        if name.endswith(ending):
            return kind
    text = source.content[:10_000].removeprefix(_BOM).decode("utf-8", "replace").lstrip()
    first = text.partition("\n")[0].rstrip()
    return CurveFormat.CSV if first.lower().startswith("sep=") or _HEADING.fullmatch(first) else CurveFormat.YAML


def as_yaml(content: bytes) -> bytes:
    r"""JSON in a spelling that YAML 1.1 reads as well; anything else as it is.

    Tabs between values become blanks, and a character that JSON spells as two surrogates is spelt as one.

    >>> as_yaml(b'{"a\\ud83d\\ude00":\t1}') == b'{"a\\U0001f600": 1}'
    True
    """
    if not content.removeprefix(_BOM).lstrip().startswith((b"{", b"[")):
        return content
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return content
    return _JSON_PIECE.sub(lambda found: _PAIR.sub(_joined, found[0]) if found[0] != "\t" else " ", text).encode()


def _joined(pair: re.Match[str]) -> str:
    high, low = (int(half, 16) for half in pair.groups())
    return f"\\U{0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00):08x}"
