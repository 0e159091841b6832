"""JSON that steers no terminal."""

import json
import re

Json = dict[str, object]

_UNSAFE = re.compile("[\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff]")
"""Characters that steer a terminal, reorder a line or cannot be encoded; JSON lets them be spelt out."""


def json_text(document: Json) -> str:
    """A document as JSON, the last line ended."""
    text = json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False)
    return spelt_out(text) + "\n"


def spelt_out(text: str) -> str:
    r"""JSON with the characters that steer a terminal written as escapes.

    >>> spelt_out('{"name": "\u202egnp"}')
    '{"name": "\\u202egnp"}'
    """
    return _UNSAFE.sub(lambda found: f"\\u{ord(found.group()):04x}", text)
