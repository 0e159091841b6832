"""What a reader of a comparison must know to read it right."""

from collections.abc import Iterable, Iterator, Sequence

from influence_cli.model.campaign import Campaign, Quantity
from influence_cli.model.comparison import Alternative, Candidate, SavedPlan, letter
from influence_cli.model.money import in_words
from influence_cli.workflow.changes import Run

_MOST_CELLS = 3


def notes(
    plans: Sequence[Candidate | SavedPlan], alternatives: Sequence[Alternative], run: Run, reference: int
) -> tuple[str, ...]:
    """Sentences, without a final full stop, on what differs between plans besides the plan.

    Args:
        plans: What was compared, in order.
        alternatives: What became of each.
        run: How they were simulated.
        reference: Place of the one all are held against.
    """
    campaigns = [(at, plan.campaign) for at, plan in enumerate(plans) if isinstance(plan, Candidate)]
    return (
        *_on_reference(alternatives, reference),
        *_on_campaigns(campaigns),
        *_on_settings(campaigns, run),
        *(
            note
            for at, (plan, found) in enumerate(zip(plans, alternatives, strict=True))
            if isinstance(plan, SavedPlan)
            for note in _on_saved(letter(at), plan, found, campaigns)
        ),
    )


def _on_reference(alternatives: Sequence[Alternative], reference: int) -> Iterator[str]:
    if reference:
        first = alternatives[0]
        why = "has no feasible plan" if first.infeasible else "was not simulated with the others"
        yield f"{letter(0)} {why}, so the differences are those to {letter(reference)}"


def _on_campaigns(campaigns: Sequence[tuple[int, Campaign]]) -> Iterator[str]:
    goals = {at: campaign.goal for at, campaign in campaigns}
    if len(set(goals.values())) > 1:
        each = ", ".join(f"{letter(at)} {goal}" for at, goal in goals.items())
        yield f"The plans have different goals ({each}): each was made for its own, all are shown in the same metrics"
    if len({_product(campaign) for _, campaign in campaigns}) > 1:
        yield (
            "The specs sell different products (price, margin or costs of the product differ): the differences are "
            "those of the products as well as of the plans"
        )
    sets = {at: campaign.benchmark_set for at, campaign in campaigns}
    if len(set(sets.values())) > 1:
        each = ", ".join(f"{letter(at)} {name}" for at, name in sets.items())
        yield f"The specs stand on different benchmark sets ({each})"


def _product(campaign: Campaign) -> object:
    prices = (
        (found.low, found.typical, found.high)
        for quantity in (Quantity.AVERAGE_ORDER_VALUE, Quantity.GROSS_MARGIN)
        if (found := campaign.quantities.get(quantity)) is not None
    )
    return (campaign.product, *prices)


def _on_settings(campaigns: Sequence[tuple[int, Campaign]], run: Run) -> Iterator[str]:
    other = [letter(at) for at, campaign in campaigns if campaign.settings.seed != run.seed]
    if other:
        yield f"All are simulated on seed {run.seed}, also {_listed(other)}, whose spec has another one"
    if any(campaign.settings.draws != run.draws for _, campaign in campaigns):
        yield f"All are simulated with {run.draws:,} draws, the smallest number that one of them asks for or needs"
    if len({campaign.settings.switches for _, campaign in campaigns}) > 1:
        yield "The specs turn different parts of the outcome model on and off (simulation.switches)"


def _on_saved(
    name: str, plan: SavedPlan, found: Alternative, campaigns: Sequence[tuple[int, Campaign]]
) -> Iterator[str]:
    if not found.simulated:
        yield (
            f"The decision of {name} cannot be simulated with the others: {found.unsimulated}. Its numbers are those "
            "of its file, and a difference to it is one of statistics, without an interval"
        )
        return
    host = next((letter(at) for at, campaign in campaigns if campaign.spec_sha256 == found.spec_sha256), "the spec")
    yield f"{name} is the saved decision under the contracts and assumptions of {host}, in the same runs"
    now = {cell.key: cell.deliverables for cell in found.cells}
    moved = [cell for cell in plan.cells if cell.creators and now.get(cell.key) != cell.deliverables]
    if moved:
        each = _listed(f"{cell.key} {cell.deliverables}, now {now.get(cell.key)}" for cell in moved[:_MOST_CELLS])
        more = f" and {len(moved) - _MOST_CELLS} more" if len(moved) > _MOST_CELLS else ""
        yield f"Creators of {name} deliver as many pieces as the spec says now, not as was saved ({each}{more})"
    over = found.statistics["cost"].mean - found.budget
    if over > 0:
        yield f"{name} is expected to cost {in_words(round(over), plan.currency)} more than the budget of {host} has"


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words)
