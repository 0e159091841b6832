"""Personal codes such as ANNA15: the first name and what the code takes off, each once in a roster."""

import unicodedata
from collections.abc import Sequence
from itertools import count

from influence_cli.model.agreement import RosterCreator

_LONGEST_NAME = 16
_SPELLED = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "\u0131": "i"}
)


def personal_codes(creators: Sequence[RosterCreator], discount: float) -> tuple[str, ...]:
    """A code for each creator; those of the roster stay as they are, the others avoid them and one another.

    A second Anna gets the initial of her last name, and a number where that is taken too.

    Args:
        creators: In their order.
        discount: Share of the price the code takes off.

    >>> anna, ben = RosterCreator(2, "Anna Krüger"), RosterCreator(3, "Ben", code="B10")
    >>> personal_codes((anna, RosterCreator(4, "Anna"), ben, RosterCreator(5, "Anna Kahn")), 0.15)
    ('ANNA15', 'ANNA2-15', 'B10', 'ANNAK15')
    """
    taken = {creator.code.upper() for creator in creators if creator.code}
    found = []
    for creator in creators:
        code = creator.code or _free(creator, _percent(discount), taken)
        taken.add(code.upper())
        found.append(code)
    return tuple(found)


def _free(creator: RosterCreator, percent: str, taken: set[str]) -> str:
    names = [word for word in (_ascii(word) for word in creator.name.split()) if word]
    first = (names[0] if names else _ascii(creator.handle) or "CREATOR")[:_LONGEST_NAME]
    wanted = [f"{first}{percent}"]
    if len(names) > 1:
        wanted.append(f"{first}{names[-1][0]}{percent}")
    for code in wanted:
        if code not in taken:
            return code
    numbered = (f"{first}{number}-{percent}" if percent else f"{first}-{number}" for number in count(2))
    return next(code for code in numbered if code not in taken)


def _percent(discount: float) -> str:
    """What a code takes off, in per cent; nothing where it takes nothing off.

    >>> _percent(0.15), _percent(0.125), _percent(0.0)
    ('15', '12-5', '')
    """
    return f"{discount * 100:.6g}".replace(".", "-") if discount else ""


def _ascii(word: str) -> str:
    """Capital letters A to Z and digits of a word, accents dropped."""
    plain = unicodedata.normalize("NFKD", word.lower().translate(_SPELLED))
    return "".join(char for char in plain.upper() if char.isascii() and char.isalnum())
