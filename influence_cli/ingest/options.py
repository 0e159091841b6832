"""How other people's files are to be read where they do not say it themselves."""

from dataclasses import dataclass
from enum import StrEnum

from influence_cli.model.money import Currency


class DateOrder(StrEnum):
    """How 03/04/2026 is meant: the 3rd of April, or March 4th."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


class DecimalMark(StrEnum):
    """What decimals begin with; the other mark then groups thousands."""

    POINT = "point"
    COMMA = "comma"


EVERY_CAMPAIGN = "*"
"""In place of the name of a campaign."""


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What is stated about files.

    Attributes:
        time_zone: IANA name of the campaign's time zone; days begin there.
        currency: Currency of every amount.
        dates: Order of dates such as 03/04/2026, or None, which refuses those with two meanings.
        decimal: What decimals begin with, or None, which refuses numbers with two meanings.
        encoding: Encoding of files without a byte order mark, or None for UTF-8.
        campaign: The campaign whose rows are taken of exports with a column of campaigns, or ``EVERY_CAMPAIGN``, or
            None, which takes ``own_campaign`` where there are several.
        own_campaign: Name of the campaign that is paid.
    """

    time_zone: str
    currency: Currency
    dates: DateOrder | None = None
    decimal: DecimalMark | None = None
    encoding: str | None = None
    campaign: str | None = None
    own_campaign: str = ""
