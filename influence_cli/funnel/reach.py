"""People instead of views: reach of a creator, deduplicated reach of many, and what repeated exposure is worth."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

_ALMOST_ALL = 1.0 - 1e-9


def creator_reach(views: ArrayLike, followers: ArrayLike, posts: ArrayLike) -> Array:
    """Different people who see at least one post of one creator.

    Views fall at random on a pool of people: pool x (1 - exp(-views / pool)). The pool is the real followers plus
    the views of an average post, because posts travel beyond followers (Instagram Reels: 40 to 90% of reach is
    non-followers, startmotionmedia 2024). The pool's size is an assumption.

    Args:
        views: Views over all posts.
        followers: Real followers (fake ones taken off).
        posts: Number of posts, at least 1 where there are views.

    Returns:
        People, broadcast shape.
    """
    total = np.asarray(views, dtype=np.float64)
    pool = np.asarray(followers) + total / np.maximum(np.asarray(posts), 1)
    pool = np.maximum(pool, 1e-9)
    people: Array = -pool * np.expm1(-total / pool)
    return people


def log_missed(reach: ArrayLike, audience: ArrayLike) -> Array:
    """Minus the log of the share of the audience a creator misses; these add up over creators.

    Args:
        reach: People reached by one creator.
        audience: People who could be reached on the platform.
    """
    share = np.minimum(np.asarray(reach) / np.maximum(np.asarray(audience), 1.0), _ALMOST_ALL)
    missed: Array = -np.log1p(-share)
    return missed


def deduplicated(missed: ArrayLike, audience: ArrayLike) -> Array:
    """Reach of several creators under random duplication: audience x (1 - product of the shares missed).

    Source: the random-duplication formula, often called Sainsbury (Telmar puts Sainsbury's own at about 0.95 of it).
    Published: 40% and 25% of one universe give 55%; 20%, 10% and 8% give 33.76%.

    >>> total = log_missed(40.0, 100.0) + log_missed(25.0, 100.0)
    >>> round(float(deduplicated(total, 100.0)), 6)
    55.0

    Args:
        missed: Sum of :func:`log_missed` over the creators.
        audience: People who could be reached.
    """
    people: Array = -np.asarray(audience) * np.expm1(-np.asarray(missed))
    return people


def largest_possible(reach_sum: ArrayLike, audience: ArrayLike) -> Array:
    """Reach if no two creators shared anybody: the sum, at most the audience."""
    return np.minimum(reach_sum, audience)


def exposure_value(frequency: ArrayLike, repeat_value: ArrayLike) -> Array:
    """Average worth of an exposure when people meet ``frequency`` creators of the campaign on average.

    The k-th creator is worth repeat_value^(k - 1) of the first: (1 - v^f) / (1 - v) / f, which is 1 at f = 1 and
    falls from there. Benchmarks are measured per view of a single creator, so only duplication between creators
    lowers them. Assumption: geometric decay.

    >>> float(exposure_value(2.0, 0.5))
    0.75

    Args:
        frequency: Sum of the creators' reach over deduplicated reach, at least 1.
        repeat_value: Worth of a further exposure relative to the one before, 0 to 1.
    """
    f = np.maximum(np.asarray(frequency, dtype=np.float64), 1.0)
    v = np.clip(np.asarray(repeat_value, dtype=np.float64), 1e-9, 1.0 - 1e-6)
    worth: Array = np.expm1(f * np.log(v)) / (v - 1.0) / f
    return worth
