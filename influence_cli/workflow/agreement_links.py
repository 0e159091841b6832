"""Addresses and names made from what people wrote."""

import re
import unicodedata
from collections.abc import Sequence
from urllib.parse import quote, urlencode, urlsplit, urlunsplit


def with_parameters(address: str, parameters: Sequence[tuple[str, str]]) -> str:
    """An address with further parameters, before its fragment.

    >>> with_parameters("https://shop.example/a?b=1#c", [("utm_source", "tiktok")])
    'https://shop.example/a?b=1&utm_source=tiktok#c'
    """
    parts = urlsplit(address)
    added = urlencode(parameters, quote_via=quote, safe="{}")
    return urlunsplit(parts._replace(query="&".join(filter(None, (parts.query, added)))))


def slug(text: str) -> str:
    """Small letters, digits and dashes: for addresses and file names, whatever the text holds.

    >>> slug("Lumière / Skin: ../Serum")
    'lumiere-skin-serum'
    """
    letters = unicodedata.normalize("NFKD", text)
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.sub("[^a-z0-9]+", "-", plain.lower())[:60].strip("-")
