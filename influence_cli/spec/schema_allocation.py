"""The schema of the decision: the strategy, what the optimal one is to reach, and the limits it keeps."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from influence_cli.model.campaign import Strategy
from influence_cli.model.objective import Aim
from influence_cli.spec.nodes import Raw, Scalar
from influence_cli.spec.schema_parts import PlatformList, Record, at
from influence_cli.spec.schema_types import (
    SHARE,
    Count,
    Flag,
    Keys,
    ShareValue,
    Short,
    Text,
    kind_of,
    number,
    refusal,
    word,
)

SMALLEST_TAIL, LARGEST_TAIL = Decimal("0.01"), Decimal("0.5")
"""Bounds of a share of worst draws: less is a handful of draws, more is not bad luck."""

TAILS = f"a share from {SMALLEST_TAIL:.0%} to {LARGEST_TAIL:.0%}, for example 10%"

MOST_LIMITS = 100

_AIM = word(Aim, "known objective")
_AIM_KEYS = Keys("unknown-word", str, tuple(Aim))


def _single_aim(value: Raw) -> Raw:
    """One word stands for the whole weight on it."""
    if isinstance(value, Scalar) and not value.is_null:
        return {str(_AIM.read(value)): Scalar("1", True, value.place)}
    if isinstance(value, list):
        expected = "one word such as profit, or weights such as {profit: 1, reach: 0.02}"
        raise refusal("wrong-type", f"{kind_of(value)} stands here", expected)
    return value


def _some_weight(weights: Mapping[Aim, Decimal]) -> Mapping[Aim, Decimal]:
    if not any(weights.values()):
        raise refusal("bad-number", "every weight is 0", "a weight above 0 for at least one objective")
    return weights


Weights = Annotated[
    Mapping[Annotated[Aim, _AIM], Annotated[Decimal, number(0, 10**9)]],
    Field(min_length=1),
    _AIM_KEYS,
    AfterValidator(_some_weight),
    Short(_single_aim, _AIM.schema),
]
"""One aim, or weights of several: money counts in major units, people and orders as they are."""


class CreatorsSpec(Record):
    """How many creators in all."""

    min: Count = Field(0, description="At least this many.")
    max: Count | None = Field(None, description="At most this many.")


class RiskAversionSpec(Record):
    """How much bad luck counts against the objective."""

    weight: ShareValue = Field(
        description="How much they count: 0% leaves the mean of all runs, 100% only that of the worst."
    )
    tail: ShareValue = Field(Decimal("0.10"), description="Which share of the runs are the worst, 1% to 50%.")

    @model_validator(mode="after")
    def _bounded(self) -> Self:
        if not SMALLEST_TAIL <= self.tail <= LARGEST_TAIL:
            raise refusal("bad-share", "the worst runs are no part of them that can be averaged", TAILS, at="tail")
        return self


class AllocationSpec(Record):
    """How the money is split."""

    strategy: Annotated[Strategy, word(Strategy, "strategy")] | None = Field(
        None,
        description="How money is split over tiers; left out: manual if a tier has a share, else by-budget.",
    )
    creators: CreatorsSpec = Field(default_factory=CreatorsSpec.model_construct, description="How many in all.")
    exclude_platforms: PlatformList = Field((), description="Platforms that are not booked.")
    exclude: tuple[Text, ...] = Field(
        (),
        description="What is not booked: tiers, platforms, phases and contracts joined by points, such as mega.tiktok.",
        max_length=MOST_LIMITS,
    )
    max_share_per_creator: ShareValue | None = Field(None, description="No creator costs more of the budget than this.")
    objective: Weights | None = Field(
        None,
        description="What the optimal strategy makes as large as possible: one word, or words with weights; "
        "left out, what the goal asks for.",
    )
    risk_aversion: Annotated[RiskAversionSpec, at("weight", SHARE)] | None = Field(
        None, description="How much the worst runs count against the objective (optimal strategy)."
    )
    constraints: tuple[Text, ...] = Field(
        (),
        description='Limits of the optimal strategy, for example "mega.share >= 10%" or "nano.tiktok.creators <= 20".',
        max_length=MOST_LIMITS,
    )
    max_share_per_cell: ShareValue | None = Field(
        None,
        description="No tier on one platform in one phase under one contract gets more of the money that creators get "
        "(optimal strategy).",
    )
    risk: tuple[Text, ...] = Field(
        (),
        description='Limits on bad luck (optimal strategy), for example "payout.p95 <= budget" or '
        '"cvar(profit, 10%) >= -5000".',
        max_length=MOST_LIMITS,
    )
    spend_all: Flag | None = Field(
        None,
        description="Whether the optimal strategy spends what it can even where that no longer pays; left out: only "
        "where the objective is not profit.",
    )
