"""How a bound is put into words: never better than what is known."""

import math

PROVEN = 1e-6
"""Relative gap up to which an answer counts as the best there is; no smaller one is told apart in words."""

_NOTHING = 1e-12


def gap_in_words(gap: float) -> str:
    """A relative gap as per cent, rounded up.

    >>> gap_in_words(0.0), gap_in_words(3e-9), gap_in_words(0.0123)
    ('0%', 'below 0.0001%', '1.3%')
    """
    if gap <= _NOTHING:
        return "0%"
    return rounded_up(gap) if gap > PROVEN else f"below {rounded_up(PROVEN)}"


def rounded_up(share: float) -> str:
    """A positive share as per cent with two figures, rounded up: what is claimed is never better than what is known.

    >>> rounded_up(1e-6), rounded_up(0.012345), rounded_up(0.5), rounded_up(3.01e-5)
    ('0.0001%', '1.3%', '50%', '0.0031%')
    """
    value = share * 100
    step = 10.0 ** (math.floor(math.log10(value)) - 1)
    rounded = math.ceil(value / step - 1e-9) * step
    decimals = max(0, 1 - math.floor(math.log10(rounded) + 1e-9))
    text = f"{rounded:,.{decimals}f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) + "%"
