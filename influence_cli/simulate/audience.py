"""Views, engagement and reach of a batch of creators in one chunk of draws."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from influence_cli.funnel.reach import creator_reach
from influence_cli.funnel.uncertainty import Z90, clipped_mean, mean_over_median
from influence_cli.model.campaign import TIER_FOLLOWERS, Cell, Quantity, Switches, Tier
from influence_cli.model.estimate import Origin
from influence_cli.simulate.layout import Batch
from influence_cli.simulate.streams import Purpose, Streams
from influence_cli.simulate.unknowns import Unknowns

FloatArray = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Audience:
    """What the posts of a batch of creators reach in a chunk.

    Attributes:
        views: [creator, month, draw].
        engagement_per_view: [creator, draw], at most 1.
        click_factor: How a creator's click rate differs from the tier's, mean 1, [creator, draw].
        followers: [creator, draw].
        reach: Different people per creator over the campaign, [creator, draw].
    """

    views: FloatArray
    engagement_per_view: FloatArray
    click_factor: FloatArray
    followers: FloatArray
    reach: FloatArray


def sample_audience(
    batch: Batch,
    cells: Sequence[Cell],
    delivered: Sequence[NDArray[np.int64]],
    unknowns: Unknowns,
    switches: Switches,
    streams: Streams,
) -> Audience:
    """Sample a batch.

    views = followers x view_rate x creator x sum over the month's posts of post, where creator is log-normal
    between creators (mean 1 if the rate is a mean, median 1 if it is a median) and post is log-normal with mean 1.
    Engagements follow views: engagements = followers x engagement rate x the same creator (scaled to mean 1) and
    post factors x how creators differ in engagement per view.

    Args:
        batch: The creators.
        cells: The layout's cells.
        delivered: Posts per creator and month by cell, [month] each.
        unknowns: Values shared by creators of a cell.
        switches: Parts of the model that are on.
        streams: Random streams of the chunk.
    """
    own = [cells[i] for i in batch.cells]
    between = _fixed(unknowns, own, Quantity.VIEWS_LOG_SD_BETWEEN)
    scale = np.array(
        [mean_over_median(sd, cell.rates[Quantity.VIEW_RATE].statistic) for sd, cell in zip(between, own, strict=True)]
    )
    view_rate = unknowns.cells(Quantity.VIEW_RATE)[batch.cells] * scale
    engagement_rate = unknowns.cells(Quantity.ENGAGEMENT_RATE_BY_FOLLOWERS)[batch.cells]
    real_share = 1.0 - unknowns.cells(Quantity.FAKE_FOLLOWER_SHARE)[batch.cells]

    if switches.creator_spread:
        scores = _creator_scores(batch, own, streams)
        followers = _followers(batch, own, scores[0])
        creator = _mean_one(batch, scores[1], between)
        engagement_factor = _mean_one(batch, scores[2], _fixed(unknowns, own, Quantity.ENGAGEMENT_LOG_SD))
        click_factor = _mean_one(batch, scores[3], _fixed(unknowns, own, Quantity.CLICK_LOG_SD))
    else:
        shape = (batch.creators, streams.chunk.draws)
        average = np.array([[clipped_mean(cell.rates[Quantity.FOLLOWERS], *_bounds(cell))] for cell in own])
        followers = np.broadcast_to(batch.repeated(average), shape)
        creator = engagement_factor = click_factor = np.ones(shape, dtype=np.float32)

    within = _fixed(unknowns, own, Quantity.VIEWS_LOG_SD_WITHIN)
    posted = [delivered[i] for i in batch.cells]
    views = _monthly_factors(batch, own, posted, within, switches, streams)
    views *= (followers * creator * batch.repeated(view_rate))[:, None, :]
    engagement_per_view = engagement_factor * batch.repeated(engagement_rate / view_rate)
    np.minimum(engagement_per_view, np.float32(1.0), out=engagement_per_view)
    posts = batch.repeated(np.array([[float(counts.sum())] for counts in posted]))
    reach = creator_reach(views.sum(axis=1), followers * batch.repeated(real_share), posts)
    return Audience(views, engagement_per_view, click_factor, followers, reach.astype(np.float32))


def _fixed(unknowns: Unknowns, cells: Sequence[Cell], quantity: Quantity) -> NDArray[np.float64]:
    """A spread per segment, [segment, draw or 1]."""
    return unknowns.fixed(quantity, [cell.rates[quantity] for cell in cells])


def _creator_scores(batch: Batch, cells: Sequence[Cell], streams: Streams) -> list[FloatArray]:
    """Normal scores of followers, views, engagement and clicks, each [creator, draw]."""
    scores = np.concatenate(
        [
            streams.normals(Purpose.CREATORS, cell.key, segment.creators, 4)
            for cell, segment in zip(cells, batch.segments, strict=True)
        ]
    )
    return [scores[:, i] for i in range(4)]


def _bounds(cell: Cell) -> tuple[int, int]:
    """Follower bounds: those of the tier, unless the spec states followers itself."""
    if cell.rates[Quantity.FOLLOWERS].origin is Origin.SPEC:
        return 1, TIER_FOLLOWERS[Tier.MEGA][1]
    return TIER_FOLLOWERS[cell.tier]


def _followers(batch: Batch, cells: Sequence[Cell], scores: FloatArray) -> FloatArray:
    """Followers across the creators of a tier: two half log-normals within the tier's bounds."""
    estimates = [cell.rates[Quantity.FOLLOWERS] for cell in cells]
    below, above = (
        batch.repeated(np.log(np.array([[top] for top in tops]) / np.array([[max(base, 1.0)] for base in bases])) / Z90)
        for tops, bases in (
            ([e.typical for e in estimates], [e.low for e in estimates]),
            ([e.high for e in estimates], [e.typical for e in estimates]),
        )
    )
    floor, ceiling, typical = (
        batch.repeated(np.array([[float(value)] for value in values]))
        for values in (
            [_bounds(cell)[0] for cell in cells],
            [_bounds(cell)[1] for cell in cells],
            [estimate.typical for estimate in estimates],
        )
    )
    spread = np.where(scores > 0, above, below) * scores
    np.exp(spread, out=spread)
    spread *= typical
    return np.clip(spread, floor, ceiling, out=spread)


def _mean_one(batch: Batch, scores: FloatArray, log_sd: NDArray[np.float64]) -> FloatArray:
    """Log-normal factors with mean 1, one log-sd per segment."""
    out: FloatArray = scores * batch.repeated(log_sd)
    out -= batch.repeated(log_sd**2 / 2)
    np.exp(out, out=out)
    return out


def _monthly_factors(
    batch: Batch,
    cells: Sequence[Cell],
    posted: Sequence[NDArray[np.int64]],
    within: NDArray[np.float64],
    switches: Switches,
    streams: Streams,
) -> FloatArray:
    """Sum of the post factors of each month, [creator, month, draw]; 0 in months without a post."""
    sums = np.zeros((batch.creators, len(posted[0]), streams.chunk.draws), dtype=np.float32)
    for cell, rows, counts, log_sd in zip(cells, batch.slices, posted, within, strict=True):
        if not switches.post_spread:
            sums[rows] = counts[None, :, None]
            continue
        factors = streams.normals(Purpose.POSTS, cell.key, rows.stop - rows.start, int(counts.sum()))
        factors *= log_sd.astype(np.float32)
        factors -= (log_sd**2 / 2).astype(np.float32)
        np.exp(factors, out=factors)
        post = 0
        for month, count in enumerate(counts.tolist()):
            np.add.reduce(factors[:, post : post + count], axis=1, out=sums[rows, month])
            post += count
    return sums
