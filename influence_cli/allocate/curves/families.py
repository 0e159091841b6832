"""Response curves of one kind, evaluated together: spends and responses in, arrays out.

Money and response are scaled (the budget is 1), prices are response per money. Every smooth kind is convex up to its
``bend`` and concave after it, which is all that the search relies on.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Index = NDArray[np.int64]

_TINY = 1e-300
_STEPS = 60


class Family(Protocol):
    """Smooth curves of one kind, one entry per channel."""

    @property
    def bend(self) -> Floats:
        """Convex before this spend, concave after it."""

    def only(self, rows: Index) -> "Family":
        """The curves at some positions."""

    def value(self, spend: Floats) -> Floats:
        """The responses."""

    def slope(self, spend: Floats) -> Floats:
        """Their derivatives; at spend 0 very large where the true one is infinite."""

    def peak(self, price: Floats) -> Floats:
        """Where, after the bend, the derivative falls to the price, which is positive.

        Infinite where it never falls so far, the bend where it is below the price everywhere.
        """


@dataclass(frozen=True, slots=True)
class Hills:
    """maximum z / (1 + z) with z = (spend / half_saturation)^slope, in logarithms so that no power overflows.

    With t = ln z, ln of the derivative is a constant plus phi(t) = (1 - 1/slope) t - 2 ln(1 + e^t), which is concave.
    """

    maximum: Floats
    log_half: Floats
    exponent: Floats

    @property
    def bend(self) -> Floats:
        """Where z = (slope - 1) / (slope + 1), or 0 where the curve is concave."""
        return np.where(self.exponent > 1, np.exp(self.log_half + self._t_bend() / self.exponent), 0.0)

    def _t_bend(self) -> Floats:
        return np.log(np.maximum(self.exponent - 1, _TINY) / (self.exponent + 1))

    def only(self, rows: Index) -> "Hills":
        """The curves at some positions."""
        return Hills(self.maximum[rows], self.log_half[rows], self.exponent[rows])

    def value(self, spend: Floats) -> Floats:
        """The responses."""
        t = self.exponent * (np.log(np.maximum(spend, _TINY)) - self.log_half)
        return np.asarray(self.maximum / (1 + np.exp(-t)) * (spend > 0))

    def slope(self, spend: Floats) -> Floats:
        """The derivatives."""
        t = self.exponent * (np.log(np.maximum(spend, _TINY)) - self.log_half)
        return np.asarray(np.exp(np.minimum(self._scale() + self._phi(t), 690.0)))

    def peak(self, price: Floats) -> Floats:
        """Newton's method on phi, from the right: phi is concave and falling there, so each step stays on the right."""
        s = self.exponent
        target = np.log(price) - self._scale()
        lift = 1 - 1 / s
        t = np.minimum(-target / (1 + 1 / s), -(target + 2 * np.log(2)) * s)
        t = np.where(lift < 0, np.minimum(t, target / np.where(lift < 0, lift, -1.0)), t)
        low = np.where(s > 1, self._t_bend(), -np.inf)
        t = np.maximum(t, low)
        for _ in range(_STEPS):
            falling = np.minimum(lift - 2 / (1 + np.exp(-t)), -1e-12)
            new = np.maximum(t - (self._phi(t) - target) / falling, low)
            done = np.all(np.abs(new - t) <= 1e-14 * (1 + np.abs(t)))
            t = new
            if done:
                break
        return np.asarray(np.exp(np.minimum(self.log_half + t / s, 690.0)))

    def _scale(self) -> Floats:
        return np.log(self.maximum * self.exponent) - self.log_half

    def _phi(self, t: Floats) -> Floats:
        return np.asarray((1 - 1 / self.exponent) * t - 2 * np.logaddexp(0.0, t))


@dataclass(frozen=True, slots=True)
class Logs:
    """coefficient ln(1 + spend / scale)."""

    coefficient: Floats
    scale: Floats

    @property
    def bend(self) -> Floats:
        """Concave throughout."""
        return np.zeros_like(self.scale)

    def only(self, rows: Index) -> "Logs":
        """The curves at some positions."""
        return Logs(self.coefficient[rows], self.scale[rows])

    def value(self, spend: Floats) -> Floats:
        """The responses."""
        return self.coefficient * np.log1p(spend / self.scale)

    def slope(self, spend: Floats) -> Floats:
        """The derivatives."""
        return self.coefficient / (self.scale + spend)

    def peak(self, price: Floats) -> Floats:
        """In closed form."""
        return np.asarray(np.maximum(self.coefficient / price - self.scale, 0.0))


@dataclass(frozen=True, slots=True)
class Exponentials:
    """maximum (1 - e^(-spend / scale))."""

    maximum: Floats
    scale: Floats

    @property
    def bend(self) -> Floats:
        """Concave throughout."""
        return np.zeros_like(self.scale)

    def only(self, rows: Index) -> "Exponentials":
        """The curves at some positions."""
        return Exponentials(self.maximum[rows], self.scale[rows])

    def value(self, spend: Floats) -> Floats:
        """The responses."""
        return -self.maximum * np.expm1(-spend / self.scale)

    def slope(self, spend: Floats) -> Floats:
        """The derivatives."""
        return self.maximum / self.scale * np.exp(-spend / self.scale)

    def peak(self, price: Floats) -> Floats:
        """In closed form."""
        return np.asarray(np.maximum(self.scale * (np.log(self.maximum / self.scale) - np.log(price)), 0.0))


@dataclass(frozen=True, slots=True)
class Powers:
    """e^log_coefficient spend^exponent."""

    log_coefficient: Floats
    exponent: Floats

    @property
    def bend(self) -> Floats:
        """Concave throughout, or convex throughout where the exponent is above 1."""
        return np.where(self.exponent > 1, np.inf, 0.0)

    def only(self, rows: Index) -> "Powers":
        """The curves at some positions."""
        return Powers(self.log_coefficient[rows], self.exponent[rows])

    def value(self, spend: Floats) -> Floats:
        """The responses."""
        return np.exp(self.log_coefficient + self.exponent * np.log(np.maximum(spend, _TINY))) * (spend > 0)

    def slope(self, spend: Floats) -> Floats:
        """The derivatives."""
        power = (self.exponent - 1) * np.log(np.maximum(spend, _TINY))
        return np.asarray(np.exp(np.minimum(self.log_coefficient + np.log(self.exponent) + power, 690.0)))

    def peak(self, price: Floats) -> Floats:
        """In closed form; a straight line peaks at 0 or never."""
        excess = self.log_coefficient + np.log(self.exponent) - np.log(price)
        curved = np.exp(np.minimum(excess / np.maximum(1 - self.exponent, _TINY), 690.0))
        straight = np.where(excess > 0, np.inf, 0.0)
        return np.where(self.exponent == 1, straight, np.where(self.exponent > 1, np.inf, curved))


@dataclass(frozen=True, slots=True)
class Polylines:
    """Straight lines between knots, level after the last; rows are padded with their last knot."""

    knots: Floats
    heights: Floats

    def value(self, spend: Floats) -> Floats:
        """The responses."""
        rows = zip(spend, self.knots, self.heights, strict=True)
        return np.array([np.interp(x, knots, heights) for x, knots, heights in rows])
