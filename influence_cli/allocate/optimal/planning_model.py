"""What a decision is worth, draw by draw: the outcome model as a function of how many creators each cell has.

Per draw (one state of what is unknown) a creator of a cell brings ``gain x response + flat``. Responses fall with
the overlap of all creators on the platform and rise with the reach of earlier phases, exactly as in the simulation:

    response = worth of an exposure (platform) x (1 + lift x what is left of earlier phases' reach) (phase)

What differs from the full simulation is that the creators of a cell are represented by their average in the draw.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from influence_cli.funnel.reach import exposure_value

Array = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Payoff:
    """What is counted, per creator, by cell and draw.

    Attributes:
        gain: What follows the response: at a response of 1, [cell, draw].
        flat: What does not, [cell, draw].
        boost: Per minor unit of boost money behind the cell's creators, [cell, draw].
        reach: Per person of deduplicated reach.
    """

    gain: Array
    flat: Array
    boost: Array
    reach: float = 0.0


@dataclass(frozen=True, slots=True)
class PlanningModel:
    """Who reaches whom.

    Attributes:
        platforms: Place of each cell's platform, [cell].
        phases: Place of each cell's phase, [cell].
        missed: Minus the log of the share of the platform's audience one creator misses, [cell, draw].
        audience: People on each platform, [platform, draw].
        repeat_value: Worth of a further exposure relative to the one before, [draw].
        lift: How much reaching everybody before lifts conversion later, [draw].
        remains: Share of an earlier phase's effect that is left in a later one, [earlier, later].
        overlap: Whether audiences overlap.
    """

    platforms: Ints
    phases: Ints
    missed: Array
    audience: Array
    repeat_value: Array
    lift: Array
    remains: Array
    overlap: bool

    @property
    def draws(self) -> int:
        """Number of draws."""
        return int(self.missed.shape[1])

    @property
    def cells(self) -> int:
        """Number of cells."""
        return int(self.missed.shape[0])

    @property
    def has_halo(self) -> bool:
        """Whether any phase comes after another."""
        return bool(self.remains.any()) and bool(self.lift.any())

    def on_platform(self, values: Array) -> Array:
        """Sums over the cells of each platform: [cell, draw] to [platform, draw]."""
        return np.array([values[self.platforms == p].sum(axis=0) for p in range(len(self.audience))])

    def best_on_platform(self, values: Array) -> Array:
        """The largest of the cells of each platform: [cell, draw] to [platform, draw], 0 where it has none."""
        return np.array([values[self.platforms == p].max(axis=0, initial=0.0) for p in range(len(self.audience))])

    def exposure(self, counts: Array) -> Array:
        """Worth of an exposure on each platform, [platform, draw]; 1 where nobody meets two creators."""
        if not self.overlap:
            return np.ones_like(self.audience)
        weighted = self.missed * counts[:, None]
        shares = -np.expm1(-self.on_platform(weighted))
        frequency = self.on_platform(-np.expm1(-self.missed) * counts[:, None]) / np.maximum(shares, 1e-300)
        worth: Array = exposure_value(frequency, self.repeat_value)
        return worth

    def warmth(self, counts: Array) -> Array:
        """Share of everybody reached before each phase, as far as it is left, at most 1; [phase, draw]."""
        phases = self.remains.shape[0]
        everyone = np.maximum(self.audience.sum(axis=0), 1.0)
        reached = np.zeros((phases, self.draws))
        for phase in range(phases):
            if self.remains[phase].any():
                here = np.where(self.phases == phase, counts, 0.0)
                shares = -np.expm1(-self.on_platform(self.missed * here[:, None]))
                reached[phase] = (shares * self.audience).sum(axis=0) / everyone
        return np.minimum(self.remains.T @ reached, 1.0)

    def halo(self, counts: Array) -> Array:
        """Factor on conversion by phase, [phase, draw]."""
        if not self.has_halo:
            return np.ones((self.remains.shape[0], self.draws))
        return 1.0 + self.lift * self.warmth(counts)

    def reach(self, counts: Array) -> Array:
        """Deduplicated reach, summed over platforms, [draw]."""
        missed = self.on_platform(self.missed * counts[:, None])
        if self.overlap:
            return np.asarray((-np.expm1(-missed) * self.audience).sum(axis=0))
        people = self.on_platform(-np.expm1(-self.missed) * counts[:, None])
        return np.asarray((np.minimum(people, 1.0) * self.audience).sum(axis=0))

    def responses(self, counts: Array) -> Array:
        """Response of each cell, [cell, draw]."""
        return np.asarray(self.exposure(counts)[self.platforms] * self.halo(counts)[self.phases])


def payoff_draws(model: PlanningModel, payoff: Payoff, counts: Array, boost: float = 0.0) -> Array:
    """What a decision is worth in each draw, [draw].

    Args:
        model: Who reaches whom.
        payoff: What is counted.
        counts: Creators by cell, whole or not.
        boost: Boost money, minor units; spread evenly over the creators.
    """
    used = counts > 0
    total = np.zeros(model.draws)
    if used.any():
        # Cells without creators matter to nobody's response, and most cells have none.
        rows = np.flatnonzero(used)
        small = _restricted(model, rows)
        here = counts[rows]
        gained = payoff.gain[rows] * small.responses(here) + payoff.flat[rows]
        total = here @ gained
        if payoff.reach:
            total = total + payoff.reach * small.reach(here)
        if boost > 0:
            total = total + boost * (here @ payoff.boost[rows]) / here.sum()
    return total


def _restricted(model: PlanningModel, rows: Ints) -> PlanningModel:
    return PlanningModel(
        model.platforms[rows],
        model.phases[rows],
        model.missed[rows],
        model.audience,
        model.repeat_value,
        model.lift,
        model.remains,
        model.overlap,
    )
