"""Bands of a commission: which one a volume has reached, and what is owed on a window's total."""

from itertools import pairwise

import numpy as np

from influence_cli.contract.outcomes import IntArray
from influence_cli.contract.rounding import rated, scaled
from influence_cli.model.contract import Band
from influence_cli.model.money import PPM

NO_CONSTANT = np.zeros(1, dtype=np.int64)
"""For ``rated`` where nothing is added to the share."""


def total_owed(volumes: IntArray, bands: tuple[Band, ...], *, marginal: bool) -> IntArray:
    """Commission on window totals, flat amounts included; any shape.

    With the bands' rates r and starts s, the marginal amount on a volume v in band b is
    ``v * r[b] + sum over k < b of s[k + 1] * (r[k] - r[k + 1])``: one rate and one constant per band.
    """
    if len(bands) == 1 and not bands[0].flat:
        return scaled(volumes, bands[0].rate, PPM)
    reached = bands_reached(volumes, bands)
    rates = band_rates(bands)[reached]
    wholes = parts = NO_CONSTANT
    if marginal:
        constant = 0
        constants = [divmod(constant, PPM)]
        for lower, upper in pairwise(bands):
            constant += upper.start * (lower.rate - upper.rate)
            constants.append(divmod(constant, PPM))
        table = np.array(constants, dtype=np.int64)
        wholes, parts = table[reached, 0], table[reached, 1]
    owed = rated(volumes, rates, wholes, parts)
    if has_flats(bands):
        owed += flats(bands)[bands_entered(volumes, bands)]
    return owed


def bands_reached(volumes: IntArray, bands: tuple[Band, ...]) -> IntArray:
    """Index of the band each volume lies in; the first one below 0."""
    starts = np.array([band.start for band in bands[1:]], dtype=np.int64)
    return np.searchsorted(starts, volumes, side="right")


def bands_entered(volumes: IntArray, bands: tuple[Band, ...]) -> IntArray:
    """How many bands each volume has entered: the first with any volume above 0, others at their start."""
    starts = np.array([1, *(band.start for band in bands[1:])], dtype=np.int64)
    return np.searchsorted(starts, volumes, side="right")


def band_rates(bands: tuple[Band, ...]) -> IntArray:
    """Rate of each band, ppm."""
    return np.array([band.rate for band in bands], dtype=np.int64)


def has_flats(bands: tuple[Band, ...]) -> bool:
    """Whether entering any of the bands owes a flat amount."""
    return any(band.flat for band in bands)


def flats(bands: tuple[Band, ...]) -> IntArray:
    """Flat amounts owed after entering 0, 1, 2 ... bands."""
    return np.cumsum([0, *(band.flat for band in bands)], dtype=np.int64)
