"""What a plan says in sentences. Plain English for someone who never read a statistics book."""

import math

from influence_cli.model.campaign import Quantity
from influence_cli.model.errors import Problem
from influence_cli.model.plan import PlanResult, RiskSplit
from influence_cli.report.plan.rows import booked, tally, without_source
from influence_cli.report.values.labels import platform_label, quantity_label
from influence_cli.report.values.numbers import NOT_AVAILABLE, day, percent
from influence_cli.report.values.sanitize import SENTENCE_LIMIT, plain


def subtitle(result: PlanResult) -> str:
    """When, where and what for."""
    campaign = result.campaign
    weeks = f"{campaign.weeks} week" + ("" if campaign.weeks == 1 else "s")
    when = f"from {day(campaign.start)}, {weeks}" if campaign.start else weeks
    platforms = dict.fromkeys(platform_label(cell.platform) for cell in campaign.cells)
    return "; ".join(filter(None, (when, ", ".join(platforms), f"goal: {campaign.goal}")))


def risk(split: RiskSplit | None) -> str:
    """Which part of the spread booking more creators removes."""
    if split is None or not math.isfinite(split.tiers):
        return "ROI does not vary in this plan: there is no spread to split."
    return (
        f"{percent(split.tiers)} of the spread of ROI is what nobody knows about these tiers: booking more "
        f"creators does not remove it. {percent(split.creators)} is how creators differ and "
        f"{percent(split.posts)} how posts differ and chance: booking more removes both."
    )


def fees_as_agreed(result: PlanResult) -> str:
    """What the spread leaves out where a fee follows the market; empty where every fee is stated."""
    if not any(booking.cell.market_fee_share > 0 for booking in booked(result)):
        return ""
    said = (
        "Fees that follow the market are taken as agreed at its typical fee: dearer or cheaper creators are not "
        "part of the spread"
    )
    if any(row.quantity is Quantity.FEE_PER_DELIVERABLE for row in result.tornado):
        said += f"; what they would change is the row '{quantity_label(Quantity.FEE_PER_DELIVERABLE)}' above"
    return f"{said}."


def where_numbers_come_from(result: PlanResult) -> str:
    """How many numbers come from the spec, from results, from sources, from nobody."""
    counted = tally(result.assumptions)
    parts = [f"{counted.spec} from the spec"]
    if counted.learned:
        parts.append(f"{counted.learned} learned from your results")
    parts.append(f"{counted.sourced} from sourced benchmarks")
    parts.append(f"{counted.assumed} assumed without a public source")
    every = len(result.assumptions)
    return f"{every} number{' carries' if every == 1 else 's carry'} this plan: {', '.join(parts)}."


def assumed(result: PlanResult) -> str:
    """The quantities without a source, with how many numbers each stands for; empty if every one has a source."""
    found = without_source(result.assumptions)
    return ", ".join(
        quantity_label(quantity) + (f" ({len(scopes)})" if len(scopes) > 1 else "")
        for quantity, scopes in found.items()
    )


def warning(problem: Problem) -> str:
    """A warning with what to do, why, and where the rule comes from."""
    parts = [f"{plain(problem.what, SENTENCE_LIMIT)}."]
    if problem.expected:
        parts.append(f"Expected {plain(problem.expected, SENTENCE_LIMIT)}.")
    if problem.reason:
        parts.append(f"Why: {plain(problem.reason, SENTENCE_LIMIT).rstrip('.')}.")
    if problem.source:
        parts.append(f"Source: {plain(problem.source, SENTENCE_LIMIT).rstrip('.')}.")
    return " ".join(parts)


def break_even(result: PlanResult) -> str:
    """Where 0% lies if it lies outside the histogram; an empty string if it lies inside."""
    edges = result.roi_histogram[0]
    if not edges or not all(map(math.isfinite, edges)):
        return f"ROI is {NOT_AVAILABLE}: nothing was spent in any run."
    if edges[0] > 0:
        return "Break-even (0%) lies below the range shown."
    if edges[-1] < 0:
        return "Break-even (0%) lies above the range shown."
    return ""
