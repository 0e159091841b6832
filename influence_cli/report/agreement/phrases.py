"""Small phrases that every part of an agreement is made of."""

LONGEST = 500
"""Characters of a user's text that a document repeats."""


def listed(words: list[str], last: str = "and") -> str:
    """Words as a phrase.

    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}" if words else ""


def days(number: int) -> str:
    """A span of days.

    >>> days(1), days(1_000)
    ('1 day', '1,000 days')
    """
    return f"{number:,} day{'' if number == 1 else 's'}"


def months(number: int) -> str:
    """A span of months.

    >>> months(1), months(12)
    ('1 month', '12 months')
    """
    return f"{number:,} month{'' if number == 1 else 's'}"
