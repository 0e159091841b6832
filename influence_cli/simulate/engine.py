"""The simulation: every draw of a campaign with given bookings, in chunks, on one thread or more."""

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from influence_cli.contract.outcomes import Month, Owed
from influence_cli.funnel.halo import remaining
from influence_cli.funnel.reach import deduplicated, exposure_value, log_missed
from influence_cli.funnel.value import contribution, kept_sales, lifetime_contribution, revenue
from influence_cli.metrics.formulas import repeat_factor
from influence_cli.model.campaign import Campaign, Cell, Platform, Quantity
from influence_cli.model.plan import Booking
from influence_cli.simulate.audience import sample_audience
from influence_cli.simulate.boost import Boosted, BoostRates, best_creators, boost, paid_appeal
from influence_cli.simulate.calendar import months as campaign_months
from influence_cli.simulate.calendar import post_months
from influence_cli.simulate.payouts import Sampled, batch_owed
from influence_cli.simulate.response import sample_response
from influence_cli.simulate.roster import Batch, Roster, roster
from influence_cli.simulate.streams import Chunk, Purpose, chunks
from influence_cli.simulate.unknowns import Pins, Unknowns

Array = NDArray[np.float64]

CELL_FIELDS = (
    "views",
    "engagements",
    "clicks",
    "leads",
    "orders",
    "revenue",
    "contribution",
    "lifetime_contribution",
    "payout",
    "gifts",
    "boost_spend",
    "boost_views",
    "boost_clicks",
    "boost_orders",
    "boost_revenue",
    "missed",
    "reach_sum",
    "reach_max",
)
"""Arrays [cell, draw] a simulation returns. Boost views, clicks and orders are part of views, clicks and orders."""


@dataclass(frozen=True, slots=True)
class Simulation:
    """What was simulated. Money in minor units, as float64 sums of whole numbers.

    Attributes:
        cells: Cells with creators, in the order of the arrays.
        counts: Creators per cell.
        months: Months of the campaign.
        fields: By name of :data:`CELL_FIELDS`, [cell, draw]. ``missed`` is the sum over creators of
            :func:`influence_cli.funnel.reach.log_missed`, ``reach_sum`` and ``reach_max`` the sum and maximum of
            the creators' own reach.
        audience: Audience size by platform, [draw].
        terms: Owed by contract name and term, [draw].
        paid: Paid out by month, [month, draw].
        carried: Unpaid at the end by contract name, [draw].
        below_minimum: Creators with an unpaid balance at the end, [draw].
    """

    cells: tuple[Cell, ...]
    counts: tuple[int, ...]
    months: tuple[Month, ...]
    fields: Mapping[str, Array]
    audience: Mapping[Platform, Array]
    terms: Mapping[tuple[str, str], Array]
    paid: Array
    carried: Mapping[str, Array]
    below_minimum: Array


@dataclass(frozen=True, slots=True)
class _Setting:
    """What all chunks share."""

    campaign: Campaign
    roster: Roster
    months: tuple[Month, ...]
    posts: tuple[NDArray[np.int64], ...]
    delivered: tuple[NDArray[np.int64], ...]
    pins: Pins


_Part = dict[tuple[str, ...], Array]
"""Results of a chunk by name; the last axis is the draw."""


def simulate(
    campaign: Campaign,
    bookings: Sequence[Booking],
    *,
    draws: int,
    seed: int,
    pins: Pins | None = None,
    threads: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> Simulation:
    """Simulate a campaign.

    The same seed, spec and version give the same numbers, whatever the number of threads; booking one more creator
    in a cell leaves what was drawn for the others as it was.

    Args:
        campaign: The campaign.
        bookings: How many creators per cell.
        draws: Number of draws, at least 1.
        seed: Seed.
        pins: Quantities held at a normal score everywhere.
        threads: Threads to use.
        progress: Called with (chunks done, chunks) in this thread.
    """
    arranged = roster(bookings)
    spans = campaign_months(campaign)
    posts = tuple(post_months(campaign, cell) for cell in arranged.cells)
    setting = _Setting(
        campaign,
        arranged,
        spans,
        posts,
        tuple(np.bincount(p, minlength=len(spans)).astype(np.int64) for p in posts),
        pins or {},
    )
    todo = chunks(draws, seed)
    whole: _Part = {}
    for chunk, part in _simulated(setting, todo, min(threads, len(todo))):
        start = chunk.number * todo[0].draws
        for name, values in part.items():
            if name not in whole:
                whole[name] = np.zeros((*values.shape[:-1], draws))
            whole[name][..., start : start + chunk.draws] = values
        if progress is not None:
            progress(chunk.number + 1, len(todo))
    return _simulation(setting, whole)


def _simulated(setting: _Setting, todo: Sequence[Chunk], threads: int) -> Iterator[tuple[Chunk, _Part]]:
    """Chunks with their results, in order; at most a few are in memory at once."""
    if threads <= 1:
        for chunk in todo:
            yield chunk, _simulate_chunk(setting, chunk)
        return
    pool = ThreadPoolExecutor(max_workers=threads)
    try:
        waiting: deque[tuple[Chunk, Future[_Part]]] = deque()
        for chunk in todo:
            waiting.append((chunk, pool.submit(_simulate_chunk, setting, chunk)))
            if len(waiting) > threads:
                first, future = waiting.popleft()
                yield first, future.result()
        while waiting:
            first, future = waiting.popleft()
            yield first, future.result()
    finally:
        # On Ctrl-C the chunks not begun are dropped; the running ones end within a moment.
        pool.shutdown(wait=True, cancel_futures=True)


def _simulation(setting: _Setting, whole: _Part) -> Simulation:
    def under(kind: str) -> dict[tuple[str, ...], Array]:
        return {name[1:]: values for name, values in whole.items() if name[0] == kind}

    return Simulation(
        cells=setting.roster.cells,
        counts=setting.roster.counts,
        months=setting.months,
        fields={name[0]: values for name, values in under("field").items()},
        audience={Platform(name[0]): values for name, values in under("audience").items()},
        terms={(name[0], name[1]): values for name, values in under("term").items()},
        paid=whole["paid",],
        carried={name[0]: values for name, values in under("carried").items()},
        below_minimum=whole["below_minimum",],
    )


def _simulate_chunk(setting: _Setting, chunk: Chunk) -> _Part:
    campaign, cells = setting.campaign, setting.roster.cells
    switches = campaign.settings.switches
    unknowns = Unknowns(campaign, chunk, sampled=switches.unknown_rates, pins=setting.pins)
    audiences = [
        sample_audience(cell, count, posts, unknowns, switches, chunk)
        for cell, count, posts in zip(cells, setting.roster.counts, setting.posts, strict=True)
    ]
    sizes = {cell.platform: unknowns.platform(cell, Quantity.AUDIENCE_SIZE) for cell in cells}
    reaches = [
        np.minimum(audience.reach, sizes[cell.platform]) for cell, audience in zip(cells, audiences, strict=True)
    ]
    missed = np.array([log_missed(r, sizes[c.platform]).sum(axis=0) for c, r in zip(cells, reaches, strict=True)])
    reach_sum = np.array([reach.sum(axis=0) for reach in reaches])
    exposure = _exposure(setting, unknowns, sizes, missed, reach_sum)
    halo = _halo(setting, unknowns, sizes, missed)
    responses = [
        sample_response(
            campaign, cell, audience, unknowns, exposure[cell.platform], halo[i], chunk,
            single_orders=setting.roster.single_orders[i],
        )
        for i, (cell, audience) in enumerate(zip(cells, audiences, strict=True))
    ]  # fmt: skip
    part: _Part = {("audience", str(platform)): size for platform, size in sizes.items()}
    fields = {name: np.zeros((len(cells), chunk.draws)) for name in CELL_FIELDS}
    fields["missed"], fields["reach_sum"] = missed, reach_sum
    fields["reach_max"] = np.array([reach.max(axis=0) for reach in reaches])
    for i, (audience, response) in enumerate(zip(audiences, responses, strict=True)):
        views = audience.views.sum(axis=1)
        fields["views"][i] = views.sum(axis=0, dtype=np.float64)
        fields["engagements"][i] = np.einsum("cd,cd->d", views, audience.engagement_per_view, dtype=np.float64)
        fields["clicks"][i] = response.clicks.sum(axis=(0, 1))
        fields["orders"][i] = response.orders.sum(axis=(0, 1))
        if response.leads is not None:
            fields["leads"][i] = response.leads.sum(axis=(0, 1))
    list_sales = np.array([r.list_sales.sum(axis=(0, 1)) for r in responses])
    sampled = Sampled(audiences, responses, None, None)
    if campaign.amplification is not None and campaign.amplification.budget > 0:
        sampled = _boost(setting, unknowns, sampled, halo, chunk)
        list_sales = list_sales + _add_boost(setting, unknowns, sampled, fields)
    _add_money(setting, unknowns, list_sales, fields)
    _add_payouts(setting, unknowns, sampled, chunk, fields, part)
    part.update({("field", name): values for name, values in fields.items()})
    return part


def _exposure(
    setting: _Setting,
    unknowns: Unknowns,
    sizes: Mapping[Platform, Array],
    missed: Array,
    reach_sum: Array,
) -> dict[Platform, Array]:
    """Worth of an exposure by platform, [draw]; 1 where overlap is off."""
    if not setting.campaign.settings.switches.overlap:
        return {platform: np.ones_like(size) for platform, size in sizes.items()}
    repeat_value = unknowns.campaign(Quantity.REPEAT_EXPOSURE_VALUE)
    worth = {}
    for platform, size in sizes.items():
        rows = [i for i, cell in enumerate(setting.roster.cells) if cell.platform is platform]
        people = deduplicated(missed[rows].sum(axis=0), size)
        worth[platform] = exposure_value(reach_sum[rows].sum(axis=0) / np.maximum(people, 1.0), repeat_value)
    return worth


def _halo(setting: _Setting, unknowns: Unknowns, sizes: Mapping[Platform, Array], missed: Array) -> list[Array]:
    """Factor on conversion per cell, [draw]: 1 + lift x share of the audience reached before x what is left of it."""
    campaign, cells = setting.campaign, setting.roster.cells
    everyone = np.add.reduce(list(sizes.values()))
    lift = unknowns.campaign(Quantity.HALO_LIFT)
    phases = {cell.phase.name: cell.phase for cell in cells}
    reached: dict[str, Array] = {}
    for name in phases:
        people = np.zeros_like(everyone)
        for platform, size in sizes.items():
            rows = [i for i, c in enumerate(cells) if c.platform is platform and c.phase.name == name]
            people = people + deduplicated(missed[rows].sum(axis=0), size)
        reached[name] = people / np.maximum(everyone, 1.0)
    factors: dict[str, Array] = {}
    for name, later in phases.items():
        warm = np.zeros_like(everyone)
        for other, earlier in phases.items():
            left = remaining(earlier, later, campaign.halo_half_life_weeks)
            if left > 0 and campaign.settings.switches.halo:
                warm = warm + reached[other] * left
        factors[name] = 1.0 + lift * np.minimum(warm, 1.0)
    return [factors[cell.phase.name] for cell in cells]


def _boost(setting: _Setting, unknowns: Unknowns, sampled: Sampled, halo: Sequence[Array], chunk: Chunk) -> Sampled:
    """Choose and boost; orders of boosted posts are counts, revenue is what they pay after discount and refunds."""
    campaign, roster_ = setting.campaign, setting.roster
    amplification = campaign.amplification
    if amplification is None:
        return sampled

    def per_creator(values: Sequence[Array]) -> Array:
        return np.concatenate(
            [np.broadcast_to(v, (n, chunk.draws)) for v, n in zip(values, roster_.counts, strict=True)]
        )

    log_sds = [unknowns.fixed(c.rates[Quantity.CLICK_LOG_SD], Quantity.CLICK_LOG_SD) for c in roster_.cells]
    clicks = np.concatenate([r.clicks.sum(axis=1) for r in sampled.responses]).astype(np.float64)
    views = np.concatenate([a.views.sum(axis=1) for a in sampled.audiences]).astype(np.float64)
    rates = BoostRates(
        cpm=per_creator([unknowns.platform(c, Quantity.BOOST_CPM) for c in roster_.cells]),
        click_rate=per_creator([unknowns.platform(c, Quantity.BOOST_CLICK_RATE) for c in roster_.cells]),
        appeal=per_creator([paid_appeal(a.click_factor, sd) for a, sd in zip(sampled.audiences, log_sds, strict=True)]),
        conversion_rate=per_creator(
            [
                unknowns.cell(c, Quantity.CONVERSION_RATE) * campaign.audience_match * h * _closing(setting, unknowns)
                for c, h in zip(roster_.cells, halo, strict=True)
            ]
        ),
    )
    boosted = boost(amplification.budget, best_creators(clicks, views, amplification.top_share), rates)
    if campaign.settings.switches.counting_noise:
        counted = chunk.stream(Purpose.BOOST, "campaign").poisson(boosted.orders).astype(np.float64)
        boosted = Boosted(boosted.spend, boosted.views, boosted.clicks, counted)
    sales = boosted.orders * unknowns.campaign(Quantity.AVERAGE_ORDER_VALUE)
    kept = kept_sales(sales, unknowns.campaign(Quantity.REFUND_RATE), campaign.product.tax_rate)
    return Sampled(sampled.audiences, sampled.responses, boosted, revenue(kept, campaign.product.discount))


def _closing(setting: _Setting, unknowns: Unknowns) -> Array | float:
    return unknowns.campaign(Quantity.CLOSE_RATE) if setting.campaign.goal == "leads" else 1.0


def _add_boost(setting: _Setting, unknowns: Unknowns, sampled: Sampled, fields: dict[str, Array]) -> Array:
    """Add the boost to the cells' totals; returns its sales at list price, [cell, draw]."""
    if sampled.boosted is None or sampled.boost_revenue is None:
        return np.zeros_like(fields["views"])
    starts = np.concatenate(([0], np.cumsum(setting.roster.counts)))[:-1]
    boosted = sampled.boosted
    for name, values in (
        ("boost_spend", boosted.spend),
        ("boost_views", boosted.views),
        ("boost_clicks", boosted.clicks),
        ("boost_orders", boosted.orders),
        ("boost_revenue", sampled.boost_revenue),
    ):
        fields[name] = np.add.reduceat(values, starts, axis=0)
    for name in ("views", "clicks", "orders"):
        fields[name] += fields[f"boost_{name}"]
    if setting.campaign.goal == "leads":
        fields["leads"] += fields["boost_orders"] / np.maximum(unknowns.campaign(Quantity.CLOSE_RATE), 1e-9)
    return fields["boost_orders"] * unknowns.campaign(Quantity.AVERAGE_ORDER_VALUE)


def _add_money(setting: _Setting, unknowns: Unknowns, list_sales: Array, fields: dict[str, Array]) -> None:
    campaign, product = setting.campaign, setting.campaign.product
    kept = kept_sales(list_sales, unknowns.campaign(Quantity.REFUND_RATE), product.tax_rate)
    margin = unknowns.campaign(Quantity.GROSS_MARGIN)
    repeats = np.array(
        [
            repeat_factor(
                unknowns.cell(cell, Quantity.REPEAT_PURCHASE_RATE),
                product.repeat_every_months,
                product.horizon_months,
                product.discount_rate,
            )
            for cell in setting.roster.cells
        ]
    )
    viral = unknowns.campaign(Quantity.VIRAL_COEFFICIENT)
    fields["revenue"] = revenue(kept, product.discount)
    fields["contribution"] = contribution(kept, margin, product.discount)
    fields["lifetime_contribution"] = lifetime_contribution(kept, margin, product.discount, repeats, viral)
    for i, (cell, count) in enumerate(zip(setting.roster.cells, setting.roster.counts, strict=True)):
        if cell.contract.gift:
            fields["gifts"][i] = count * (campaign.product.gift_cost + campaign.product.gift_shipping)


def _add_payouts(
    setting: _Setting,
    unknowns: Unknowns,
    sampled: Sampled,
    chunk: Chunk,
    fields: dict[str, Array],
    part: _Part,
) -> None:
    paid = np.zeros((len(setting.months), chunk.draws))
    below = np.zeros(chunk.draws)
    for batch in setting.roster.batches:
        result = batch_owed(
            setting.campaign, setting.months, setting.delivered, setting.roster, batch,
            sampled, unknowns, setting.pins, chunk.draws,
        )  # fmt: skip
        name = batch.contract.name
        _accumulate(part, ("carried", name), result.carried.sum(axis=0), chunk.draws)
        for term, lines in result.lines.items():
            _accumulate(part, ("term", name, term), lines.sum(axis=(0, 1)), chunk.draws)
        paid += result.paid.sum(axis=0)
        below += (result.carried > 0).sum(axis=0)
        _payout_by_cell(batch, result, fields)
    part["paid",] = paid
    part["below_minimum",] = below


def _payout_by_cell(batch: Batch, result: Owed, fields: dict[str, Array]) -> None:
    row = 0
    for rows in batch.rows:
        count = rows.stop - rows.start
        fields["payout"][rows.cell] += result.earned[row : row + count].sum(axis=(0, 1))
        row += count


def _accumulate(part: _Part, key: tuple[str, ...], values: NDArray[np.int64], draws: int) -> None:
    whole = np.broadcast_to(values, (draws,)).astype(np.float64)
    part[key] = part[key] + whole if key in part else whole
