"""A number we do not know exactly, with where it comes from."""

from dataclasses import dataclass
from enum import StrEnum


class Statistic(StrEnum):
    """What a benchmark says about creators of a tier: their mean or their median.

    With creators that differ by a log-sd of 1 the mean is 1.6 times the median, with 2 it is 7 times.
    """

    MEAN = "mean"
    MEDIAN = "median"


class Confidence(StrEnum):
    """How far a number can be trusted; an assumption has no public source at all."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    ASSUMPTION = "assumption"


class Origin(StrEnum):
    """Who said the number, strongest first: the spec wins over learned results, they win over the benchmark set."""

    SPEC = "spec"
    LEARNED = "learned"
    BENCHMARK = "benchmark"


@dataclass(frozen=True, slots=True)
class Estimate:
    """A quantity with its uncertainty: low / typical / high are read as P10 / P50 / P90 of what we do not know.

    Attributes:
        low: P10. Equal to ``typical`` and ``high`` where the number is taken as known.
        typical: P50.
        high: P90.
        unit: What the number counts, for example ``orders per click``.
        statistic: Whether it describes the mean or the median creator of the tier.
        origin: Who said it.
        source: Title of the source, or the reason of an assumption.
        url: Address of the source, or an empty string.
        year: Year of the source as printed there, or an empty string.
        confidence: How far it can be trusted.
    """

    low: float
    typical: float
    high: float
    unit: str
    statistic: Statistic = Statistic.MEAN
    origin: Origin = Origin.BENCHMARK
    source: str = ""
    url: str = ""
    year: str = ""
    confidence: Confidence = Confidence.ASSUMPTION

    @property
    def known(self) -> bool:
        """Whether there is nothing to sample."""
        return self.low == self.high
