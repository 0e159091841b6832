"""The schema of commissions: rates, bands, and how they change with time."""

import re
from itertools import pairwise
from typing import Annotated, Self

from pydantic import Field, model_validator

from influence_cli.model.contract import CommissionMode, Deduction, SalesBase, Since, Window
from influence_cli.spec.scalars import ScalarError, parse_whole
from influence_cli.spec.schema_agreement import MOST_DAYS, Days
from influence_cli.spec.schema_parts import Record
from influence_cli.spec.schema_types import Day, MoneyValue, Reads, ShareValue, refusal, whole, word
from influence_cli.spec.text import shown

MOST_BANDS = 100
"""Bands of one commission, or changes of its rate."""

MOST_STEPS = 24
"""Steps of one taper."""

MOST_MONTHS = 120
_UNIT_MONTHS = {"": 1, "month": 1, "months": 1, "year": 12, "years": 12}
_UNIT_PATTERN = "[mM][oO][nN][tT][hH][sS]?|[yY][eE][aA][rR][sS]?"
_SPAN = re.compile(r"([0-9][0-9,_]*)\s*([A-Za-z]*)")


def parse_months(text: str) -> int:
    """A span of months.

    >>> parse_months("12 months"), parse_months("1 year"), parse_months("6")
    (12, 12, 6)

    Raises:
        ScalarError: The text is no span, nothing, or longer than ten years.
    """
    expected = "a number of months, for example 12 months, 12 or 1 year"
    found = _SPAN.fullmatch(text.strip())
    unit = found[2].lower() if found else "?"
    if found is None or unit not in _UNIT_MONTHS:
        raise ScalarError(f"{shown(text)} is not a number of months", expected)
    months = parse_whole(found[1], expected) * _UNIT_MONTHS[unit]
    if months < 1:
        raise ScalarError(f"{shown(text)} is no time at all", expected)
    if months > MOST_MONTHS:
        raise ScalarError(f"{shown(text)} is more than ten years", f"at most {MOST_MONTHS} months")
    return months


Months = Annotated[
    int,
    Reads(
        parse_months,
        "bad-number",
        "a number of months, for example 12 months",
        {
            "anyOf": [
                {"type": "integer", "minimum": 1, "maximum": MOST_MONTHS},
                {"type": "string", "pattern": rf"^\s*[0-9][0-9,_]*\s*({_UNIT_PATTERN})?\s*$"},
            ]
        },
    ),
]
"""A span of months."""


class BandSpec(Record):
    """A step of a tiered commission."""

    start: MoneyValue = Field(alias="from", description="Sales from which the band holds, this amount included.")
    rate: ShareValue = Field(description="Share of sales paid in this band.")
    flat: MoneyValue | None = Field(None, description="Amount paid once when the band is reached.")


class TaperStepSpec(Record):
    """For some months a rate, after which the next step holds."""

    months: Months = Field(description="How long the rate holds, for example 6.")
    rate: ShareValue = Field(description="Share of sales paid in these months.")


class RateChangeSpec(Record):
    """Another rate than before."""

    announced: Day = Field(description="Day on which the creator was told, for example 2026-04-01.")
    rate: ShareValue = Field(description="Share of sales from then on; a cut holds after the notice only.")


class CommissionSpec(Record):
    """A share of sales, with one rate, with bands, or with rates that taper off."""

    on: Annotated[SalesBase, word(SalesBase, "base of a commission")] = Field(
        SalesBase.NET, description="Sales before (gross) or after (net) what is deducted."
    )
    deduct: tuple[Annotated[Deduction, word(Deduction, "deduction")], ...] | None = Field(
        None,
        description="What is taken off gross sales to get net sales; all of it unless listed.",
        max_length=4,
    )
    mode: Annotated[CommissionMode, word(CommissionMode, "commission mode")] = Field(
        CommissionMode.MARGINAL,
        description="How bands are read: each part at its own rate (marginal), everything at the rate reached "
        "(retroactive), later orders at the rate reached (prospective), each order by its size (per_order).",
    )
    reset: Annotated[Window, word(Window, "period")] = Field(
        Window.CAMPAIGN,
        description="When the running total starts again; rolling counts the last days up to each order.",
    )
    days: Annotated[int, whole(1, MOST_DAYS)] | None = Field(
        None, description="Days of a rolling total, the day of the order included; with reset: rolling."
    )
    rate: ShareValue | None = Field(None, description="One rate for all sales.")
    bands: tuple[BandSpec, ...] | None = Field(
        None, description="Rates that change with the volume.", min_length=1, max_length=MOST_BANDS
    )
    taper: tuple[TaperStepSpec, ...] | None = Field(
        None,
        description="Rates by age, one step after another; after the last one nothing is paid.",
        min_length=1,
        max_length=MOST_STEPS,
    )
    lasts: Months | None = Field(
        None, description="Orders this long after the beginning pay nothing any more, for example 12 months."
    )
    since: Annotated[Since, word(Since, "beginning of a commission")] | None = Field(
        None,
        description="What lasts and taper are counted from: the customer's first order, unless the campaign's start "
        "is written.",
    )
    changes: tuple[RateChangeSpec, ...] | None = Field(
        None, description="Later rates, in the order they were announced.", min_length=1, max_length=MOST_BANDS
    )
    notice: Days | None = Field(
        None,
        description="Days from the announcement of a cut until it holds, for example 30 days; a raise holds at once.",
    )

    @model_validator(mode="after")
    def _one(self) -> Self:
        if sum(way is not None for way in (self.rate, self.bands, self.taper)) != 1:
            raise refusal("one-of", "a commission has either one rate, bands or a taper", "rate, bands or taper")
        starts = [band.start.amount for band in self.bands or ()]
        if starts and starts[0] != 0:
            raise refusal("bad-bands", "the first band does not start at 0", "from: 0", at="bands")
        if any(later <= earlier for earlier, later in pairwise(starts)):
            raise refusal("bad-bands", "the bands do not rise", "each band starts above the one before", at="bands")
        return self
