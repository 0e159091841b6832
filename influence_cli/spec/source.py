"""What goes into this room and what comes out of it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from influence_cli.model.campaign import Campaign
    from influence_cli.model.errors import Problem


class Advice(StrEnum):
    """What advice is about.

    PLAN: what matters to a plan.
    BEGUN: also what contracts leave open, once the spec states any term that only a contract needs.
    CONTRACTS: also what contracts leave open, in any spec.
    """

    PLAN = "plan"
    BEGUN = "begun"
    CONTRACTS = "contracts"


@dataclass(frozen=True, slots=True)
class Source:
    """A spec to read.

    Attributes:
        name: As shown in places: the path as given, or ``<stdin>``. Extended files are relative to its
            folder.
        content: The bytes.
    """

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Override:
    """A key set from outside the files.

    Attributes:
        text: ``key.path=value``.
        typed: What the user typed for it, shown as its place; such as ``--draws 0``.
    """

    text: str
    typed: str


@dataclass(frozen=True, slots=True)
class Parsed:
    """A campaign ready to plan, and the advice about it that is not silenced."""

    campaign: "Campaign"
    warnings: "tuple[Problem, ...]"
