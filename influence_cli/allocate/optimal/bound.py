"""A concave function above the planning model on a box of decisions, and its tangents.

Why it is above. Write q for the share of a platform's audience one creator reaches, M for the sum of what creators
miss (minus logs), Q for the sum of q. A platform's exposures are worth V = D phi(Q / D), D = 1 - e^-M people per head
of audience, phi(f) = (1 - v^f) / (1 - v) for f >= 1 (and f below): V is concave in the counts, because phi is
concave, D is concave, and the perspective D phi(Q / D) rises with D. A creator's exposure is worth e = V / Q, which
never rises when a creator is added: for whole creators 1 / (1 - D) = product of 1 / (1 - q) >= 1 + Q.

Take the cells of a platform whose gain a is positive, in the order of a / q, best first. Then

    sum of a n e  =  sum over j of (rho_j - rho_j+1) S_j e,    S_j = q n over the first j cells, rho = a / q,

and S_j e is at most S_j times the exposure's worth with only the first j cells at n and all others at their lower
ends l: that is V(n first, l after) - (q l after) x e', which is concave in n once e' is replaced by something linear
below it: e' falls convexly in the frequency, which is at most Q / (1 - e^-Q), convex in Q, so a tangent of the one at
a secant of the other is below e' all over the box, and so is the lowest worth in the box. Every weight rho_j -
rho_j+1 is at least 0, so the sum is concave and above. As the box shrinks to a point it becomes exact. Negative gains
take the lowest response, which is linear; the halo counts at its lowest, and what is above that for positive gains is a
product of concave functions, bounded by both of its sides (:class:`_Warmed`); deduplicated reach is concave as it is.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from influence_cli.allocate.optimal.planning_model import Payoff, PlanningModel
from influence_cli.funnel.reach import exposure_value

Array = NDArray[np.float64]

_TINY = 1e-300


@dataclass(frozen=True, slots=True)
class Tangent:
    """The bound at a point and its slopes there.

    Attributes:
        value: The bound, [draw].
        slopes: By cell and draw, [cell, draw].
    """

    value: Array
    slopes: Array


class ConcaveBound:
    """The bound on one box.

    Args:
        model: Who reaches whom.
        payoff: What is counted.
        low: Lower ends, [cell].
        high: Upper ends, [cell].
        costs: Cost of a creator by cell.
        left: Money left at the lower ends.
    """

    def __init__(
        self, model: PlanningModel, payoff: Payoff, low: Array, high: Array, costs: Array, left: float
    ) -> None:
        self._model, self._payoff, self._low = model, payoff, low
        self._q = -np.expm1(-model.missed)
        extra = left * model.best_on_platform(self._q / costs[:, None])
        self.worst_exposure = _worst_exposure(model, low, high, extra)
        floor, slope = _line_below(model, low, high, extra)
        least = model.halo(low)
        self.worst_response = self.worst_exposure[model.platforms] * least[model.phases]
        gain = np.maximum(payoff.gain, 0.0)
        down = np.minimum(payoff.gain, 0.0) * self.worst_response
        up = gain * least[model.phases]
        self.linear = payoff.flat + down + (0.0 if model.overlap else up)

        def crowds(gains: Array) -> list[_Crowd]:
            return [
                _Crowd(model, self._q, low, p, gains, floor[p], slope[p], self.worst_exposure[p])
                for p in range(len(model.audience))
            ]

        self._base = crowds(up)
        self._halo = [
            _Warmed(model, phase, low, high, gain, costs, left, crowds(np.where(_in(model, phase), gain, 0.0)))
            for phase in range(model.remains.shape[0])
            if model.has_halo and model.remains[:, phase].any()
        ]

    @property
    def has_halo(self) -> bool:
        """Whether there is a part that belongs to no single platform."""
        return bool(self._halo)

    def curved(self, counts: Array, platform: int) -> Tangent:
        """The part of the bound that is not linear, on one platform: value [draw], slopes [cell, draw]."""
        model = self._model
        slopes = np.zeros_like(model.missed)
        value = np.zeros(model.draws)
        if self._payoff.reach:
            reach = self._reach(counts, platform)
            value = value + self._payoff.reach * reach.value
            slopes += self._payoff.reach * reach.slopes
        if model.overlap:
            gained = self._base[platform].at(counts)
            value = value + gained.value
            slopes += gained.slopes
        return Tangent(value, slopes)

    def warmed(self, counts: Array) -> Tangent:
        """The part that later phases gain from earlier ones."""
        parts = [warmed.at(counts) for warmed in self._halo]
        return Tangent(
            np.asarray(sum((part.value for part in parts), np.zeros(self._model.draws))),
            np.asarray(sum((part.slopes for part in parts), np.zeros_like(self._model.missed))),
        )

    def _reach(self, counts: Array, platform: int) -> Tangent:
        """Deduplicated reach of one platform; where audiences do not overlap the sum, at most everybody."""
        model = self._model
        here = model.platforms == platform
        slopes = np.zeros_like(model.missed)
        people = model.audience[platform]
        if model.overlap:
            left = np.exp(-(model.missed[here] * counts[here][:, None]).sum(axis=0))
            slopes[here] = people * left * model.missed[here]
            return Tangent(people * -np.expm1(-(model.missed[here] * counts[here][:, None]).sum(axis=0)), slopes)
        total = (self._q[here] * counts[here][:, None]).sum(axis=0)
        slopes[here] = np.where(total < 1.0, people, 0.0) * self._q[here]
        return Tangent(people * np.minimum(total, 1.0), slopes)

    def looseness(self, counts: Array) -> Array:
        """About how far each cell's lower end holds the bound above the model at some counts, by cell."""
        if not self._model.overlap:
            return np.zeros(self._model.cells)
        return np.asarray(sum((crowd.looseness(counts) for crowd in self._base), np.zeros(self._model.cells)))

    def halo_looseness(self, counts: Array) -> float:
        """How far the halo's part is above the model at some counts."""
        model = self._model
        if not self._halo:
            return 0.0
        lifted = (model.halo(counts) - model.halo(self._low))[model.phases]
        gained = np.maximum(self._payoff.gain, 0.0) * model.exposure(counts)[model.platforms]
        true = (counts[:, None] * gained * lifted).sum(axis=0)
        return max(float((self.warmed(counts).value - true).mean()), 0.0)

    def whole(self, counts: Array) -> Tangent:
        """The whole bound without boost: value [draw], slopes [cell, draw]."""
        slopes = self.linear.copy()
        value = counts @ self.linear
        parts = [self.curved(counts, platform) for platform in range(len(self._model.audience))]
        for part in [*parts, self.warmed(counts)]:
            value = value + part.value
            slopes += part.slopes
        return Tangent(value, slopes)


def _in(model: PlanningModel, phase: int) -> Array:
    return np.asarray((model.phases == phase)[:, None])


class _Crowd:
    """Gains on one platform that fall with its overlap: the nested sum of the module's text.

    Args:
        model: Who reaches whom.
        q: Share of the audience one creator reaches, [cell, draw].
        low: Lower ends, [cell].
        platform: Which platform.
        gains: Per creator at a full exposure, at least 0, [cell, draw].
        floor: The line below an exposure's worth: at Q = 0, [draw].
        slope: And its slope, [draw].
        lowest: An exposure's lowest worth in the box, [draw].
    """

    def __init__(
        self,
        model: PlanningModel,
        q: Array,
        low: Array,
        platform: int,
        gains: Array,
        floor: Array,
        slope: Array,
        lowest: Array,
    ) -> None:
        here = model.platforms == platform
        self._members = np.flatnonzero(here & (gains.max(axis=1) > 0))
        self._shape, self._repeat_value = model.missed.shape, model.repeat_value
        self._floor, self._slope, self._lowest, self._low = floor, slope, lowest, low[self._members]
        if not len(self._members):
            return
        rho = gains[self._members] / np.maximum(q[self._members], _TINY)
        self._order = np.argsort(-rho, axis=0, kind="stable")
        ranked = np.take_along_axis(rho, self._order, axis=0)
        self._weights = ranked - np.concatenate([ranked[1:], np.zeros((1, ranked.shape[1]))])
        self._q = np.take_along_axis(q[self._members], self._order, axis=0)
        self._m = np.take_along_axis(model.missed[self._members], self._order, axis=0)
        self._base_q = (q[here] * low[here][:, None]).sum(axis=0)
        self._base_m = (model.missed[here] * low[here][:, None]).sum(axis=0)
        own = self._q * self._low[self._order]
        self._rest = np.maximum(self._base_q - np.cumsum(own, axis=0), 0.0)
        self._low_matters = bool(low[here].any())

    def at(self, counts: Array) -> Tangent:
        """Value and slopes at some counts."""
        slopes = np.zeros(self._shape)
        if not len(self._members):
            return Tangent(np.zeros(self._shape[1]), slopes)
        own = counts[self._members][self._order]
        worth, by_crowd, by_missed = _valued(
            np.cumsum(self._q * own, axis=0), np.cumsum(self._m * own, axis=0), self._repeat_value
        )
        if self._low_matters:
            beyond = own - self._low[self._order]
            crowd = self._base_q + np.cumsum(self._q * beyond, axis=0)
            missed = self._base_m + np.cumsum(self._m * beyond, axis=0)
            line = self._floor + self._slope * crowd
            crowded = _valued(crowd, missed, self._repeat_value)
            kept = crowded[0] - self._rest * np.maximum(line, self._lowest)
            # Leaving the others out altogether is as valid; far from the lower ends it may be the lower of the two.
            tighter = kept < worth
            falling = crowded[1] - self._rest * np.where(line > self._lowest, self._slope, 0.0)
            worth = np.where(tighter, kept, worth)
            by_crowd = np.where(tighter, falling, by_crowd)
            by_missed = np.where(tighter, crowded[2], by_missed)
        value = (self._weights * worth).sum(axis=0)
        ranked = self._q * _onwards(self._weights * by_crowd) + self._m * _onwards(self._weights * by_missed)
        slopes[self._members] = self._by_member(ranked)
        return Tangent(value, slopes)

    def looseness(self, counts: Array) -> Array:
        """What keeping a cell's creators out of the exposure of the cells that rank before it adds, about, by cell."""
        found = np.zeros(self._shape[0])
        if not len(self._members):
            return found
        reached = self._q * counts[self._members][self._order]
        before = np.cumsum(self._weights * np.cumsum(reached, axis=0), axis=0)
        earlier = np.concatenate([np.zeros((1, before.shape[1])), before[:-1]])
        total = np.maximum(reached.sum(axis=0), _TINY)
        people = -np.expm1(-(self._m * counts[self._members][self._order]).sum(axis=0))
        fall = (1.0 - exposure_value(_frequency(total, people), self._repeat_value)) / total
        beyond = self._q * (counts[self._members] - self._low)[self._order]
        found[self._members] = self._by_member(earlier * beyond * fall).mean(axis=1)
        return found

    def _by_member(self, ranked: Array) -> Array:
        back = np.empty_like(ranked)
        np.put_along_axis(back, self._order, ranked, axis=0)
        return back


def _onwards(values: Array) -> Array:
    """Sums from each rank to the last."""
    return np.cumsum(values[::-1], axis=0)[::-1]


class _Warmed:
    """What a later phase gains from the reach of earlier ones: lift x warmth x gains.

    Both factors are concave, warmth w between its values at the lower ends and the most the box allows, gains G up
    to the most the money allows, so above (w - w_low) G there are (w_most - w_low) G and (w - w_low) G_most, and the
    lower of the two is concave.

    Args:
        model: Who reaches whom.
        phase: The later phase.
        low: Lower ends, [cell].
        high: Upper ends, [cell].
        gain: Positive gains per creator, [cell, draw].
        costs: Cost of a creator by cell.
        left: Money left at the lower ends.
        crowds: The phase's gains by platform.
    """

    def __init__(
        self,
        model: PlanningModel,
        phase: int,
        low: Array,
        high: Array,
        gain: Array,
        costs: Array,
        left: float,
        crowds: list[_Crowd],
    ) -> None:
        self._model, self._phase, self._crowds = model, phase, crowds
        self._early = model.remains[model.phases, phase] > 0
        self._from = model.warmth(low)[phase]
        self._room = np.maximum(self._most_warmth(low, high, costs, left) - self._from, 0.0)
        later = np.flatnonzero(model.phases == phase)
        self._later, self._gain = later, gain[later]
        per_money = (self._gain / costs[later, None]).max(axis=0) if len(later) else np.zeros(model.draws)
        corner = (self._gain * high[later, None]).sum(axis=0)
        self._most = np.minimum(corner, (self._gain * low[later, None]).sum(axis=0) + left * per_money)

    def _most_warmth(self, low: Array, high: Array, costs: Array, left: float) -> Array:
        """No decision in the box warms the phase more: the box's upper end, or all money in its warmest cells."""
        model = self._model
        people = np.zeros(model.draws)
        for earlier in np.flatnonzero(model.remains[:, self._phase]):
            for platform in range(len(model.audience)):
                both = (model.platforms == platform) & (model.phases == earlier)
                if both.any():
                    missed = (model.missed[both] * low[both, None]).sum(axis=0)
                    missed = missed + left * (model.missed[both] / costs[both, None]).max(axis=0)
                    people += model.remains[earlier, self._phase] * -np.expm1(-missed) * model.audience[platform]
        paid = people / np.maximum(model.audience.sum(axis=0), 1.0)
        most: Array = np.minimum(np.minimum(paid, model.warmth(high)[self._phase]), 1.0)
        return most

    def at(self, counts: Array) -> Tangent:
        """Value and slopes at some counts."""
        model = self._model
        gains = self._gains(counts)
        warmth = self._warmth(counts)
        first = self._room * gains.value
        second = (warmth.value - self._from) * self._most
        value = model.lift * np.minimum(first, second)
        slopes = np.where(first <= second, self._room * gains.slopes, self._most * warmth.slopes)
        return Tangent(value, model.lift * slopes)

    def _gains(self, counts: Array) -> Tangent:
        if not self._model.overlap:
            slopes = np.zeros_like(self._model.missed)
            slopes[self._later] = self._gain
            return Tangent(counts[self._later] @ self._gain, slopes)
        parts = [crowd.at(counts) for crowd in self._crowds]
        return Tangent(np.asarray(sum(part.value for part in parts)), np.asarray(sum(part.slopes for part in parts)))

    def _warmth(self, counts: Array) -> Tangent:
        model = self._model
        slopes = np.zeros_like(model.missed)
        everyone = np.maximum(model.audience.sum(axis=0), 1.0)
        for earlier in np.flatnonzero(model.remains[:, self._phase]):
            for platform in range(len(model.audience)):
                both = (model.platforms == platform) & (model.phases == earlier)
                left = np.exp(-(model.missed[both] * counts[both, None]).sum(axis=0))
                share = model.remains[earlier, self._phase] * model.audience[platform] / everyone
                slopes[both] = share * left * model.missed[both]
        value = model.warmth(counts)[self._phase]
        return Tangent(value, np.where(value < 1.0, slopes, 0.0))


def _worst_exposure(model: PlanningModel, low: Array, high: Array, extra: Array) -> Array:
    """A floor under the worth of an exposure anywhere in the box, [platform, draw].

    The frequency Q / (1 - e^-M) never falls when a creator is added, so it is at most that of the box's upper end.
    From the lower end on M rises at least as fast as Q, so it is also at most Q / (1 - e^-(M_low + Q - Q_low)), which
    rises with Q, at the largest Q the money allows.
    """
    if not model.overlap:
        return np.ones_like(model.audience)
    q = -np.expm1(-model.missed)
    corner = _frequency(
        model.on_platform(q * high[:, None]), -np.expm1(-model.on_platform(model.missed * high[:, None]))
    )
    most = model.on_platform(q * low[:, None]) + extra
    paid = _frequency(most, -np.expm1(-(model.on_platform(model.missed * low[:, None]) + extra)))
    worth: Array = exposure_value(np.minimum(corner, paid), model.repeat_value)
    return worth


def _line_below(model: PlanningModel, low: Array, high: Array, extra: Array) -> tuple[Array, Array]:
    """A line in Q below the worth of an exposure in the box: its value at Q = 0 and its slope, [platform, draw]."""
    if not model.overlap:
        return np.ones_like(model.audience), np.zeros_like(model.audience)
    q = -np.expm1(-model.missed)
    least = model.on_platform(q * low[:, None])
    most = np.minimum(model.on_platform(q * high[:, None]), least + extra)
    ends = [np.maximum(_frequency(end, -np.expm1(-end)), 1.0) for end in (least, most)]
    width = most - least
    secant = np.where(width > 0, (ends[1] - ends[0]) / np.where(width > 0, width, 1.0), 0.0)
    middle = (ends[0] + ends[1]) / 2
    v = np.clip(model.repeat_value, 1e-9, 1.0 - 1e-6)
    worth = exposure_value(middle, model.repeat_value)
    power = np.exp(middle * np.log(v))
    # d/df of (1 - v^f) / ((1 - v) f)
    falling = (-np.log(v) * power / (1.0 - v) - worth) / middle
    return worth + falling * (ends[0] - secant * least - middle), falling * secant


def _frequency(crowd: Array, people: Array) -> Array:
    return np.where(people > 0, crowd / np.maximum(people, _TINY), 1.0)


def _valued(crowd: Array, missed: Array, repeat_value: Array) -> tuple[Array, Array, Array]:
    """V = D phi(Q / D) with its slopes by Q and by M.

    Args:
        crowd: Q, [rank, draw].
        missed: M, [rank, draw].
        repeat_value: v, [draw].
    """
    v = np.clip(repeat_value, 1e-9, 1.0 - 1e-6)
    left = np.exp(-missed)
    people = -np.expm1(-missed)
    frequency = crowd / np.maximum(people, _TINY)
    repeated = frequency > 1.0
    f = np.maximum(frequency, 1.0)
    power = np.exp(f * np.log(v))
    phi = np.where(repeated, (1.0 - power) / (1.0 - v), frequency)
    slope = np.where(repeated, -np.log(v) * power / (1.0 - v), 1.0)
    return people * phi, slope, np.where(repeated, phi - f * slope, 0.0) * left
