"""Views, engagement and reach of the creators of one cell in one chunk of draws."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from influence_cli.funnel.reach import creator_reach
from influence_cli.funnel.uncertainty import clipped_mean, mean_over_median
from influence_cli.model.campaign import TIER_FOLLOWERS, Cell, Quantity, Switches
from influence_cli.model.estimate import Estimate
from influence_cli.simulate.streams import Chunk, Purpose
from influence_cli.simulate.unknowns import Unknowns

FloatArray = NDArray[np.float32]

_Z90 = np.float32(1.2815515655446004)


@dataclass(frozen=True, slots=True)
class CellAudience:
    """What the posts of one cell's creators reach in a chunk.

    Attributes:
        views: [creator, active month, draw]; months without a post are left out.
        active: Month index of each active month.
        engagement_per_view: [creator, draw], at most 1.
        click_factor: How a creator's click rate differs from the tier's, mean 1, [creator, draw].
        followers: [creator, draw].
        reach: Different people per creator over the campaign, [creator, draw].
    """

    views: FloatArray
    active: NDArray[np.int64]
    engagement_per_view: FloatArray
    click_factor: FloatArray
    followers: FloatArray
    reach: FloatArray


def sample_audience(
    cell: Cell,
    creators: int,
    post_month: NDArray[np.int64],
    unknowns: Unknowns,
    switches: Switches,
    chunk: Chunk,
) -> CellAudience:
    """Sample one cell.

    views = followers x view_rate x creator x sum over the month's posts of post, where creator is log-normal
    between creators (mean 1 if the rate is a mean, median 1 if it is a median) and post is log-normal with mean 1.
    Engagements follow views: engagements = followers x engagement rate x the same creator (scaled to mean 1) and
    post factors x how creators differ in engagement per view.

    Args:
        cell: The cell.
        creators: Number of creators in it.
        post_month: Month index of each post, ascending.
        unknowns: Values shared by the cell.
        switches: Parts of the model that are on.
        chunk: Which draws.
    """
    rates = cell.rates
    between = unknowns.fixed(rates[Quantity.VIEWS_LOG_SD_BETWEEN], Quantity.VIEWS_LOG_SD_BETWEEN)
    within = unknowns.fixed(rates[Quantity.VIEWS_LOG_SD_WITHIN], Quantity.VIEWS_LOG_SD_WITHIN)
    engagement_sd = unknowns.fixed(rates[Quantity.ENGAGEMENT_LOG_SD], Quantity.ENGAGEMENT_LOG_SD)
    click_sd = unknowns.fixed(rates[Quantity.CLICK_LOG_SD], Quantity.CLICK_LOG_SD)
    scale = mean_over_median(between, rates[Quantity.VIEW_RATE].statistic)
    shape = (creators, chunk.draws)

    followers_estimate = rates[Quantity.FOLLOWERS]
    floor, ceiling = TIER_FOLLOWERS[cell.tier]
    if not followers_estimate.known and followers_estimate.origin == "spec":
        floor, ceiling = 1, TIER_FOLLOWERS[cell.tier][1]
    if switches.creator_spread:
        scores = chunk.stream(Purpose.CREATORS, cell.key).standard_normal((creators, 4, chunk.draws), dtype=np.float32)
        followers = _followers(followers_estimate, scores[:, 0], floor, ceiling)
        creator = _mean_one(scores[:, 1], between)
        engagement_factor = _mean_one(scores[:, 2], engagement_sd)
        click_factor = _mean_one(scores[:, 3], click_sd)
    else:
        average = clipped_mean(followers_estimate, floor, ceiling)
        followers = np.full(shape, average, dtype=np.float32)
        creator = engagement_factor = click_factor = np.ones(shape, dtype=np.float32)

    active, first = np.unique(post_month, return_index=True)
    if switches.post_spread:
        posts = chunk.stream(Purpose.POSTS, cell.key).standard_normal(
            (creators, len(post_month), chunk.draws), dtype=np.float32
        )
        posts *= np.float32(within)
        posts -= np.float32(within**2 / 2)
        np.exp(posts, out=posts)
        monthly = np.add.reduceat(posts, first, axis=1)
    else:
        counts = np.diff(np.append(first, len(post_month))).astype(np.float32)
        monthly = np.broadcast_to(counts[None, :, None], (creators, len(active), chunk.draws))

    view_rate = unknowns.cell(cell, Quantity.VIEW_RATE)
    engagement_rate = unknowns.cell(cell, Quantity.ENGAGEMENT_RATE_BY_FOLLOWERS)
    per_post = followers * creator * (view_rate * scale).astype(np.float32)
    views = monthly * per_post[:, None, :]
    engagement_per_view = np.minimum(
        engagement_factor * (engagement_rate / (view_rate * scale)).astype(np.float32), np.float32(1.0)
    )
    real = followers * (1.0 - unknowns.cell(cell, Quantity.FAKE_FOLLOWER_SHARE)).astype(np.float32)
    reach = creator_reach(views.sum(axis=1), real, len(post_month)).astype(np.float32)
    return CellAudience(views, active, engagement_per_view, click_factor, followers, reach)


def _followers(estimate: Estimate, scores: FloatArray, floor: int, ceiling: int) -> FloatArray:
    if estimate.known:
        return np.full(scores.shape, estimate.typical, dtype=np.float32)
    below = np.float32(np.log(estimate.typical / max(estimate.low, 1.0))) / _Z90
    above = np.float32(np.log(estimate.high / estimate.typical)) / _Z90
    spread = np.where(scores > 0, above, below) * scores
    np.exp(spread, out=spread)
    spread *= np.float32(estimate.typical)
    return np.clip(spread, np.float32(floor), np.float32(ceiling), out=spread)


def _mean_one(scores: FloatArray, log_sd: float) -> FloatArray:
    """Log-normal factors with mean 1."""
    out: FloatArray = scores * np.float32(log_sd)
    out -= np.float32(log_sd**2 / 2)
    np.exp(out, out=out)
    return out
