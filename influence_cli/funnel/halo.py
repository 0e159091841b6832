"""Sequence: reach of an earlier phase lifts conversion in later ones, less so as weeks pass."""

from influence_cli.model.campaign import Phase


def remaining(earlier: Phase, later: Phase, half_life_weeks: float) -> float:
    """Share of an earlier phase's effect that is left in the middle of a later phase.

    2^(-gap / half-life), gap from the end of the earlier phase to the middle of the later one; 0 unless the
    earlier phase has ended before the later one begins. Assumption: exponential forgetting.

    >>> a = Phase("awareness", 1, 2, ())
    >>> b = Phase("conversion", 3, 8, ())
    >>> remaining(a, b, 3.5)
    0.5
    """
    if earlier.last_week >= later.first_week:
        return 0.0
    gap = (later.first_week + later.last_week) / 2 - earlier.last_week
    return float(0.5 ** (gap / half_life_weeks))
