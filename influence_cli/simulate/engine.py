"""The simulation: every draw of a campaign with given bookings, in chunks, on one thread or more."""

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from influence_cli.contract.outcomes import Month
from influence_cli.funnel.halo import remaining
from influence_cli.funnel.reach import deduplicated, exposure_value, log_missed
from influence_cli.funnel.value import contribution, kept_sales, lifetime_contribution, revenue
from influence_cli.metrics.formulas import repeat_factor
from influence_cli.model.campaign import Campaign, Cell, Goal, Platform, Quantity
from influence_cli.model.plan import Booking
from influence_cli.simulate.audience import Audience, sample_audience
from influence_cli.simulate.boost import PlanBoost, sample_boost
from influence_cli.simulate.calendar import months as campaign_months
from influence_cli.simulate.calendar import post_months
from influence_cli.simulate.layout import Batch, Layout, layout
from influence_cli.simulate.payouts import BatchOutcome, agreed_fee, batch_owed
from influence_cli.simulate.response import Response, sample_response
from influence_cli.simulate.streams import CHUNK, Chunk, Streams, chunks
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


_ONE_THREAD_FROM = 20_000
"""Creators from which chunks are computed one after the other, to bound memory."""


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
        overlap: Whether audiences of one platform overlap; without it reach is the sum.
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
    overlap: bool


@dataclass(frozen=True, slots=True)
class _Setting:
    """What all chunks share."""

    campaign: Campaign
    layout: Layout
    months: tuple[Month, ...]
    delivered: tuple[NDArray[np.int64], ...]
    fees: tuple[int, ...]
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
        bookings: How many creators per cell; nobody at all is possible.
        draws: Number of draws, at least 1.
        seed: Seed.
        pins: Quantities held at a normal score everywhere.
        threads: Threads to use.
        progress: Called with (chunks done, chunks) in this thread.
    """
    setting = _setting(campaign, bookings, pins or {})
    if not setting.layout.cells:
        return _nobody(setting, draws)
    todo = chunks(draws, seed)
    whole: _Part = {}
    if sum(setting.layout.counts) > _ONE_THREAD_FROM:
        threads = 1
    for chunk, part in _simulated(setting, todo, min(threads, len(todo))):
        start = chunk.number * todo[0].draws
        for name, values in part.items():
            if name not in whole:
                whole[name] = np.zeros((*values.shape[:-1], draws))
            whole[name][..., start : start + chunk.draws] = values
        if progress is not None:
            progress(chunk.number + 1, len(todo))
    return _simulation(setting, whole)


def simulate_scenarios(
    campaign: Campaign, bookings: Sequence[Booking], scenarios: Sequence[Pins], *, draws: int, seed: int
) -> Simulation:
    """Simulate several scenarios on the same random numbers, side by side in the same arrays.

    Chance counts must be off (they would not be the same in every scenario).

    Args:
        campaign: The campaign.
        bookings: How many creators per cell.
        scenarios: Quantities held at a normal score, per scenario; market fees cannot be among them.
        draws: Draws per scenario, at most :data:`influence_cli.simulate.streams.CHUNK`.
        seed: Seed.

    Returns:
        The simulation; its draws are the first scenario's, then the second's, and so on.
    """
    if draws > CHUNK or campaign.settings.switches.counting_noise:
        raise ValueError("scenarios need few draws and no chance counts")
    held = {quantity for scenario in scenarios for quantity in scenario}
    pins = {
        quantity: np.repeat([float(scenario.get(quantity, np.nan)) for scenario in scenarios], draws)
        for quantity in held
    }
    setting = _setting(campaign, bookings, pins)
    chunk = Chunk(0, draws * len(scenarios), seed, repeats=len(scenarios))
    return _simulation(setting, _simulate_chunk(setting, chunk))


def _setting(campaign: Campaign, bookings: Sequence[Booking], pins: Pins) -> _Setting:
    arranged = layout(bookings)
    spans = campaign_months(campaign)
    posts = [post_months(spans, cell) for cell in arranged.cells]
    return _Setting(
        campaign,
        arranged,
        spans,
        tuple(np.bincount(p, minlength=len(spans)).astype(np.int64) for p in posts),
        tuple(agreed_fee(cell, pins) for cell in arranged.cells),
        pins,
    )


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
        cells=setting.layout.cells,
        counts=setting.layout.counts,
        months=setting.months,
        fields={name[0]: values for name, values in under("field").items()},
        audience={Platform(name[0]): values for name, values in under("audience").items()},
        terms={(name[0], name[1]): values for name, values in under("term").items()},
        paid=whole["paid",],
        carried={name[0]: values for name, values in under("carried").items()},
        below_minimum=whole["below_minimum",],
        overlap=setting.campaign.settings.switches.overlap,
    )


def _nobody(setting: _Setting, draws: int) -> Simulation:
    """A campaign without creators: nothing happens in any draw."""
    nothing: _Part = {("field", name): np.zeros((0, draws)) for name in CELL_FIELDS}
    return _simulation(
        setting, nothing | {("paid",): np.zeros((len(setting.months), draws)), ("below_minimum",): np.zeros(draws)}
    )


def _simulate_chunk(setting: _Setting, chunk: Chunk) -> _Part:
    campaign, cells, batches = setting.campaign, setting.layout.cells, setting.layout.batches
    streams = Streams(chunk)
    unknowns = Unknowns(campaign, cells, chunk, sampled=campaign.settings.switches.unknown_rates, pins=setting.pins)
    audiences = [
        sample_audience(batch, cells, setting.delivered, unknowns, campaign.settings.switches, streams)
        for batch in batches
    ]
    sizes = {platform: unknowns.platform(platform, Quantity.AUDIENCE_SIZE) for platform in unknowns.platforms}
    fields = {name: np.zeros((len(cells), chunk.draws)) for name in CELL_FIELDS}
    _add_reach(setting, sizes, audiences, fields)
    exposure = _exposure(setting, unknowns, sizes, fields)
    halo = _halo(setting, unknowns, sizes, fields)
    responses: Iterator[Response] = (
        sample_response(campaign, batch, cells, audience, unknowns, exposure, halo, streams)
        for batch, audience in zip(batches, audiences, strict=True)
    )
    boosted: PlanBoost | None = None
    if campaign.amplification is not None and campaign.amplification.budget > 0:
        # Who is boosted depends on everybody's clicks, so all responses are needed before the first payout.
        everyone = list(responses)
        boosted = sample_boost(campaign, setting.layout, unknowns, audiences, everyone, halo, streams)
        responses = iter(everyone)
    tally = _Tally(setting, chunk.draws, fields)
    refund_rate = unknowns.campaign(Quantity.REFUND_RATE)
    row = 0
    for batch, audience, response in zip(batches, audiences, responses, strict=True):
        rows = slice(row, row + batch.creators)
        spend, sold = (boosted.spend[rows], boosted.revenue[rows]) if boosted else (None, None)
        outcome = BatchOutcome(audience, response, refund_rate, spend, sold)
        tally.add(batch, audience, response, outcome)
        row = rows.stop
    if boosted:
        _add_boost(setting, unknowns, boosted, fields)
    list_sales = tally.list_sales + fields["boost_orders"] * unknowns.campaign(Quantity.AVERAGE_ORDER_VALUE)
    _add_money(setting, unknowns, list_sales, fields)
    audience_sizes: _Part = {("audience", str(platform)): size for platform, size in sizes.items()}
    return audience_sizes | tally.part() | {("field", name): values for name, values in fields.items()}


class _Tally:
    """Adds up batches: totals by cell into ``fields``, payouts by contract, term and month.

    Args:
        setting: What all chunks share.
        draws: Draws in the chunk.
        fields: Totals by name, [cell, draw]; added to.
    """

    def __init__(self, setting: _Setting, draws: int, fields: dict[str, Array]) -> None:
        self._setting = setting
        self._fields = fields
        self._draws = draws
        self._named: _Part = {}
        self._paid = np.zeros((len(setting.months), draws))
        self._below = np.zeros(draws)
        self.list_sales = np.zeros((len(setting.layout.cells), draws))

    def add(self, batch: Batch, audience: Audience, response: Response, outcome: BatchOutcome) -> None:
        """Add one batch."""
        fields, cells = self._fields, batch.cells
        views = audience.views.sum(axis=1)
        fields["views"][cells] += batch.summed(views)
        fields["engagements"][cells] += batch.summed(views * audience.engagement_per_view)
        fields["clicks"][cells] += batch.summed(response.clicks.sum(axis=1))
        fields["orders"][cells] += batch.summed(response.orders.sum(axis=1))
        if response.leads is not None:
            fields["leads"][cells] += batch.summed(response.leads.sum(axis=1))
        self.list_sales[cells] += batch.summed(response.list_sales.sum(axis=1))
        setting = self._setting
        result = batch_owed(setting.campaign, setting.months, batch, setting.delivered, setting.fees, outcome)
        fields["payout"][cells] += batch.summed(result.earned.sum(axis=1))
        name = batch.contract.name
        self._accumulate(("carried", name), result.carried.sum(axis=0))
        for term, lines in result.lines.items():
            self._accumulate(("term", name, term), lines.sum(axis=(0, 1)))
        self._paid += result.paid.sum(axis=0)
        self._below += (result.carried > 0).sum(axis=0)

    def part(self) -> _Part:
        """Payouts by name."""
        return self._named | {("paid",): self._paid, ("below_minimum",): self._below}

    def _accumulate(self, key: tuple[str, ...], values: NDArray[np.int64]) -> None:
        whole = np.broadcast_to(values, (self._draws,)).astype(np.float64)
        self._named[key] = self._named[key] + whole if key in self._named else whole


def _add_reach(
    setting: _Setting, sizes: Mapping[Platform, Array], audiences: Sequence[Audience], fields: dict[str, Array]
) -> None:
    size_of_cell = np.array([sizes[cell.platform] for cell in setting.layout.cells])
    for batch, audience in zip(setting.layout.batches, audiences, strict=True):
        size = batch.repeated(size_of_cell[batch.cells], np.float64)
        reach = np.minimum(audience.reach, size)
        fields["missed"][batch.cells] += batch.summed(log_missed(reach, size))
        fields["reach_sum"][batch.cells] += batch.summed(reach)
        for cell, rows in zip(batch.cells, batch.slices, strict=True):
            np.maximum(fields["reach_max"][cell], reach[rows].max(axis=0), out=fields["reach_max"][cell])


def _exposure(
    setting: _Setting, unknowns: Unknowns, sizes: Mapping[Platform, Array], fields: Mapping[str, Array]
) -> Array:
    """Worth of an exposure, [cell, draw]; 1 where overlap is off."""
    cells = setting.layout.cells
    worth = np.ones_like(fields["missed"])
    if not setting.campaign.settings.switches.overlap:
        return worth
    repeat_value = unknowns.campaign(Quantity.REPEAT_EXPOSURE_VALUE)
    for platform, size in sizes.items():
        rows = [i for i, cell in enumerate(cells) if cell.platform is platform]
        people = deduplicated(fields["missed"][rows].sum(axis=0), size)
        frequency = fields["reach_sum"][rows].sum(axis=0) / np.maximum(people, 1.0)
        worth[rows] = exposure_value(frequency, repeat_value)
    return worth


def _halo(setting: _Setting, unknowns: Unknowns, sizes: Mapping[Platform, Array], fields: Mapping[str, Array]) -> Array:
    """Factor on conversion, [cell, draw]: 1 + lift x share of the audience reached before x what is left of it."""
    campaign, cells = setting.campaign, setting.layout.cells
    phases = {cell.phase.name: cell.phase for cell in cells}
    if len(phases) == 1 or not campaign.settings.switches.halo:
        return np.ones_like(fields["missed"])
    everyone = np.add.reduce(list(sizes.values()))
    reached: dict[str, Array] = {}
    for name in phases:
        people = np.zeros_like(everyone)
        for platform, size in sizes.items():
            rows = [i for i, c in enumerate(cells) if c.platform is platform and c.phase.name == name]
            people = people + deduplicated(fields["missed"][rows].sum(axis=0), size)
        reached[name] = people / np.maximum(everyone, 1.0)
    lift = unknowns.campaign(Quantity.HALO_LIFT)
    factors: dict[str, Array] = {}
    for name, later in phases.items():
        warm = np.zeros_like(everyone)
        for other, earlier in phases.items():
            warm = warm + reached[other] * remaining(earlier, later, campaign.halo_half_life_weeks)
        factors[name] = 1.0 + lift * np.minimum(warm, 1.0)
    return np.array([factors[cell.phase.name] for cell in cells])


def _add_boost(setting: _Setting, unknowns: Unknowns, boosted: PlanBoost, fields: dict[str, Array]) -> None:
    """Add boosted views, clicks and orders to the cells' totals, and keep them apart as well."""
    row = 0
    for batch in setting.layout.batches:
        rows = slice(row, row + batch.creators)
        for name in ("spend", "views", "clicks", "orders", "revenue"):
            fields[f"boost_{name}"][batch.cells] += batch.summed(getattr(boosted, name)[rows])
        row = rows.stop
    for name in ("views", "clicks", "orders"):
        fields[name] += fields[f"boost_{name}"]
    if setting.campaign.goal is Goal.LEADS:
        fields["leads"] += fields["boost_orders"] / np.maximum(unknowns.campaign(Quantity.CLOSE_RATE), 1e-9)


def _add_money(setting: _Setting, unknowns: Unknowns, list_sales: Array, fields: dict[str, Array]) -> None:
    product = setting.campaign.product
    kept = kept_sales(list_sales, unknowns.campaign(Quantity.REFUND_RATE), product.tax_rate)
    margin = unknowns.campaign(Quantity.GROSS_MARGIN)
    repeats = repeat_factor(
        unknowns.cells(Quantity.REPEAT_PURCHASE_RATE),
        product.repeat_every_months,
        product.horizon_months,
        product.discount_rate,
    )
    viral = unknowns.campaign(Quantity.VIRAL_COEFFICIENT)
    fields["revenue"] = revenue(kept, product.discount)
    fields["contribution"] = contribution(kept, margin, product.discount)
    fields["lifetime_contribution"] = lifetime_contribution(kept, margin, product.discount, repeats, viral)
    for i, (cell, count) in enumerate(zip(setting.layout.cells, setting.layout.counts, strict=True)):
        if cell.contract.gift:
            fields["gifts"][i] = count * (product.gift_cost + product.gift_shipping)


def campaign_values(campaign: Campaign, quantities: Sequence[Quantity], draws: int, seed: int) -> dict[Quantity, Array]:
    """What :func:`simulate` uses for quantities of the whole campaign, [draw] each.

    Args:
        campaign: The campaign.
        quantities: Which ones.
        draws: Number of draws, at least 1.
        seed: Seed.
    """
    sampled = campaign.settings.switches.unknown_rates
    parts = [Unknowns(campaign, campaign.cells[:1], chunk, sampled=sampled, pins={}) for chunk in chunks(draws, seed)]
    return {quantity: np.concatenate([part.campaign(quantity) for part in parts]) for quantity in quantities}
