"""Names of time zones."""

from influence_cli.spec.scalars import ScalarError
from influence_cli.spec.text import nearest, shown

LONGEST = 60
"""Characters of a name; the longest there is has half as many."""

_OF_THIS_MACHINE = frozenset({"localtime", "Factory"})
"""Files beside the zones that mean another zone, or none, on each machine."""

_SHORTEST_GUESSED = 5
"""A shorter word is an abbreviation, whose neighbors in the alphabet lie anywhere in the world."""


def parse_time_zone(text: str, expected: str = "an IANA name, for example Europe/Berlin or UTC") -> str:
    """The IANA name of a time zone.

    >>> parse_time_zone(" Europe/Berlin ")
    'Europe/Berlin'

    Raises:
        ScalarError: No zone has this name.
    """
    from zoneinfo import available_timezones

    name = text.strip()
    if name == "UTC":
        return name
    if len(name) > LONGEST:
        raise ScalarError(f"{shown(name)} is too long for a time zone", expected)
    known = available_timezones() - _OF_THIS_MACHINE
    if name in known:
        return name
    raise ScalarError(f"{shown(name)} is not a time zone", expected, _meant(name, sorted(known)))


def _meant(name: str, known: list[str]) -> str:
    """The zone of a city that is named alone, else the nearest name."""
    folded = name.lower().replace(" ", "_")
    named = [zone for zone in known if folded in (zone.lower(), zone.lower().rpartition("/")[2])]
    if named:
        return named[0]
    return nearest(name, known) if len(name) >= _SHORTEST_GUESSED else ""
