"""The least work that views, clicks, orders and revenue of a campaign cost, as a plain NumPy script.

Chunks of 250 draws, SFC64, float32 log-normals, one Poisson for clicks and one for orders per creator (posts of one
creator superpose). No contract, no overlap, nothing unknown about tiers, no bookkeeping: a floor, not a model.
"""

import numpy as np
from numpy.typing import NDArray

CHUNK = 250


def floor(creators: int, posts: int, draws: int, seed: int) -> NDArray[np.float64]:
    """Revenue per draw."""
    revenue = np.empty(draws)
    children = np.random.SeedSequence(seed).spawn(-(-draws // CHUNK))
    for number, child in enumerate(children):
        start = number * CHUNK
        size = min(CHUNK, draws - start)
        rng = np.random.Generator(np.random.SFC64(child))
        creator = rng.standard_normal((creators, size), dtype=np.float32)
        np.exp(creator, out=creator)
        post = rng.standard_normal((creators, posts, size), dtype=np.float32)
        post *= np.float32(0.5)
        np.exp(post, out=post)
        views = post.sum(axis=1) * creator
        views *= np.float32(6_000.0)
        clicks = rng.poisson(views * np.float32(0.01))
        orders = rng.poisson(views * np.float32(0.0004))
        spent = rng.standard_gamma(orders * 4.0)
        revenue[start : start + size] = spent.sum(axis=0) * 15.0 + 0.0 * clicks.sum(axis=0)
    return revenue
