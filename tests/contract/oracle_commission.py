"""Commission worked out slowly: one creator, one order after the other."""

from dataclasses import dataclass

from influence_cli.model.contract import Commission, CommissionMode, Window

from .oracle_facts import CreatorFacts, MonthFacts, Sale, base_of, cents, windows

BY_TOTAL = (CommissionMode.MARGINAL, CommissionMode.RETROACTIVE)


@dataclass
class Worth:
    """What one order is worth; ``rate`` -1 where it lies in several bands."""

    base: int
    amount: int
    band: int
    rate: int


def commission_line(commission: Commission, months: list[MonthFacts], creator: CreatorFacts) -> list[int]:
    if rates_orders(commission):
        return [sum(worth.amount for worth in month) for month in worths(commission, months, creator)]
    line = [0] * len(months)
    for span in windows(commission.reset, months):
        volume = already = 0
        for m in span:
            if commission.lasts_months is None:
                volume += base_of(commission, creator.sales[m])
            else:
                volume += sum(base_of(commission, order) for order in creator.orders[m] if earns(commission, order))
            line[m] = on_total(commission, volume, commission.mode) - already
            already += line[m]
    return line


def worths(commission: Commission, months: list[MonthFacts], creator: CreatorFacts) -> list[list[Worth]]:
    """By month, in the order in which orders happened."""
    result = [[Worth(0, 0, 0, 0) for _ in orders] for orders in creator.orders]
    for window in order_windows(commission, months, creator):
        if rates_orders(commission):
            found = each_by_itself(commission, [creator.orders[m][i] for m, i in window])
        else:
            found = parts_of_a_total(commission, [creator.orders[m][i] for m, i in window])
        for (m, i), worth in zip(window, found, strict=True):
            order = creator.orders[m][i]
            worth.base = base_of(commission, order)
            if not earns(commission, order):
                worth.band = worth.rate = 0
            if len(commission.bands) == 1:
                worth.band = 0
            result[m][i] = worth
    return result


def rates_orders(commission: Commission) -> bool:
    of_its_own = bool(commission.taper or commission.changes)
    return commission.mode not in BY_TOTAL or commission.reset is Window.ORDER or of_its_own


def order_windows(
    commission: Commission, months: list[MonthFacts], creator: CreatorFacts
) -> list[list[tuple[int, int]]]:
    """Month and position of the orders of each window, in time order."""
    if commission.reset is Window.ROLLING:
        everything = [(m, i) for m, orders in enumerate(creator.orders) for i in range(len(orders))]
        return [sorted(everything, key=lambda place: (creator.orders[place[0]][place[1]]["day"], place))]
    spans = [
        [(m, i) for m in span for i in range(len(creator.orders[m]))] for span in windows(commission.reset, months)
    ]
    if commission.reset is Window.ORDER:
        return [[place] for span in spans for place in span]
    return spans


def earns(commission: Commission, order: Sale) -> bool:
    if commission.lasts_months is not None and order["age"] >= commission.lasts_months:
        return False
    return not commission.taper or order["age"] < sum(step.months for step in commission.taper)


def rate_of_its_own(commission: Commission, order: Sale) -> int | None:
    if commission.taper:
        age = order["age"]
        for step in commission.taper:
            if age < step.months:
                return step.rate
            age -= step.months
        return 0
    if commission.changes:
        rate = commission.bands[0].rate
        for change in commission.changes:
            if order["day"] >= change.effective.toordinal():
                rate = change.rate
        return rate
    return None


def each_by_itself(commission: Commission, orders: list[Sale]) -> list[Worth]:
    bands, found = commission.bands, []
    volume, entered = 0, set[int]()
    past: list[tuple[int, int]] = []
    for order in orders:
        amount = base_of(commission, order) if earns(commission, order) else 0
        volume += amount
        if commission.reset is Window.ROLLING and commission.rolling_days is not None:
            past.append((order["day"], amount))
            volume = sum(value for day, value in past if order["day"] - day < commission.rolling_days)
            entered = bands_entered(commission, volume - amount)
        reach = amount if commission.mode is CommissionMode.PER_ORDER else volume
        rate = rate_of_its_own(commission, order)
        if rate is None and commission.mode in BY_TOTAL:
            owed = on_total(commission, amount, commission.mode)
            found.append(Worth(0, owed, band_at(commission, amount) + 1, rate_between(commission, 0, amount)))
            continue
        rate = bands[band_at(commission, reach)].rate if rate is None else rate
        new = bands_entered(commission, reach) - entered
        entered |= new
        owed = cents(amount * rate, 10**6) + sum(bands[i].flat for i in new)
        found.append(Worth(0, owed, band_at(commission, reach) + 1, rate))
    return found


def parts_of_a_total(commission: Commission, orders: list[Sale]) -> list[Worth]:
    found: list[Worth] = []
    amounts = [base_of(commission, order) if earns(commission, order) else 0 for order in orders]
    last = band_at(commission, sum(amounts))
    for position, amount in enumerate(amounts):
        before = sum(amounts[:position])
        after = before + amount
        if commission.mode is CommissionMode.MARGINAL:
            worth = on_total(commission, after, commission.mode) - on_total(commission, before, commission.mode)
            found.append(Worth(0, worth, band_at(commission, after) + 1, rate_between(commission, before, after)))
            continue
        rate = commission.bands[last].rate
        flat = sum(commission.bands[i].flat for i in bands_entered(commission, after))
        flat -= sum(commission.bands[i].flat for i in bands_entered(commission, before))
        worth = cents(after * rate, 10**6) - cents(before * rate, 10**6) + flat
        found.append(Worth(0, worth, last + 1, rate))
    return found


def rate_between(commission: Commission, one: int, other: int) -> int:
    """The rate of the band between two totals: marginal bands, or a single total's own if it is retroactive."""
    if commission.mode is CommissionMode.RETROACTIVE:
        return commission.bands[band_at(commission, other)].rate
    low, high = min(one, other), max(one, other)
    if any(low < band.start < high for band in commission.bands[1:]):
        return -1
    return commission.bands[band_at(commission, low)].rate


def band_at(commission: Commission, volume: int) -> int:
    return max((i for i, band in enumerate(commission.bands) if volume >= band.start), default=0)


def bands_entered(commission: Commission, volume: int) -> set[int]:
    return {i for i, band in enumerate(commission.bands) if volume > 0 and volume >= band.start}


def on_total(commission: Commission, volume: int, mode: CommissionMode) -> int:
    bands = commission.bands
    flat = sum(bands[i].flat for i in bands_entered(commission, volume))
    if mode is not CommissionMode.MARGINAL or volume < 0:
        return cents(volume * bands[band_at(commission, volume)].rate, 10**6) + flat
    weighted = 0
    for i, band in enumerate(bands):
        end = volume if i + 1 == len(bands) else min(volume, bands[i + 1].start)
        weighted += max(end - band.start, 0) * band.rate
    return cents(weighted, 10**6) + flat
