"""What a spec says to a payout run: the rules of payment, and the first day that no run can do without."""

from decimal import Decimal

from influence_cli.model.errors import Problem, SpecError
from influence_cli.model.payout import PayoutRules
from influence_cli.spec.faults import fault
from influence_cli.spec.findings import Findings
from influence_cli.spec.mend import overlap
from influence_cli.spec.nodes import Path
from influence_cli.spec.reading import Reading
from influence_cli.spec.resolve_money import Purse
from influence_cli.spec.resolve_payouts import payout_rules

_START: Path = ("campaign", "start")


def rules_of(found: Reading) -> PayoutRules:
    """The rules of payment.

    Raises:
        SpecError: The spec is wrong, or does not say when the campaign begins; carries every error found.
    """
    errors = (*found.errors, *_missing_start(found))
    campaign, spec, document = found.campaign, found.spec, found.document
    if errors or campaign is None or spec is None or document is None:
        raise SpecError(tuple(sorted(errors, key=lambda problem: (problem.place, problem.code, problem.path))))
    # the spec was resolved without errors, and so were its payouts: nothing new is found here
    return payout_rules(spec, Purse(campaign.currency, Decimal(str(campaign.usd_rate)), Findings(document)))


def _missing_start(found: Reading) -> tuple[Problem, ...]:
    """An error where the spec has no first day, rather than one that cannot be read."""
    spec, document = found.spec, found.document
    if spec is None or document is None or spec.campaign.start is not None:
        return ()
    if any(overlap(problem.path, "campaign.start") for problem in found.errors if problem.path):
        return ()
    what = "payouts need the campaign's first day"
    return (fault("missing-key", document.place(_START), _START, what, "start: 2026-03-02, for example"),)
