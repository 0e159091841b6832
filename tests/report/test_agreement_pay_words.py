"""Pay that changes with time, in the words of an agreement."""

from dataclasses import replace

import pytest

from influence_cli.model.agreement import Agreement, SpecTerms
from influence_cli.model.campaign import Campaign
from influence_cli.report import agreement_document, agreements_markdown, markdown_template
from influence_cli.spec import Source, load_agreements
from influence_cli.workflow import agree

SPEC = """\
campaign: {{name: Serum, brand: Lumière, start: 2026-03-02, weeks: 26, markets: [DE], tracking: [code]}}
budget: 40k
product: {{price: 60, margin: 58%}}
contracts: {{c: {{fee: 100, commission: {{{commission}}}, payment: {{{payment}}}}}}}
"""


def no_files(path: str) -> bytes:
    raise FileNotFoundError(path)


def load(commission: str, payment: str) -> tuple[Campaign, SpecTerms]:
    text = SPEC.format(commission=commission, payment=payment)
    parsed, shared = load_agreements(Source("spec.yaml", text.encode()), no_files)
    return parsed.campaign, shared


def agreement(commission: str, payment: str = "hold: 30") -> Agreement:
    campaign, shared = load(commission, payment)
    (found,) = agree(campaign, shared, version="test")
    return found


def worded(commission: str, payment: str) -> Agreement:
    """The terms in an agreement whose worked example is that of a plain contract."""
    campaign, shared = load(commission, payment)
    return replace(agreement("rate: 10%"), contract=campaign.cells[0].contract, terms=shared.contracts["c"])


def said(section: str, commission: str, payment: str = "hold: 30") -> tuple[str, ...]:
    return next(
        found.items for found in agreement_document(worded(commission, payment)).sections if found.key == section
    )


NET = "net sales traced to the creator (after discounts, refunds, tax and shipping)"


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        ("rate: 10%", (f"Commission: 10% of {NET}.",)),
        (
            "rate: 10%, lasts: 1 year",
            (
                f"Commission: 10% of {NET}.",
                "End: an order 12 months or more after the customer's first order earns no commission.",
            ),
        ),
        (
            "rate: 10%, lasts: 1, since: start",
            (
                f"Commission: 10% of {NET}.",
                "End: an order 1 month or more after the first day of the campaign earns no commission.",
            ),
        ),
        (
            "taper: [{months: 6, rate: 30%}, {months: 6, rate: 7.5%}]",
            (
                f"Commission on {NET}, at a rate that depends on the time since the customer's first order.",
                "For the first 6 months: 30%.",
                "For the next 6 months: 7.5%.",
                "After 12 months: no commission.",
            ),
        ),
        (
            "rate: 20%, changes: [{announced: 2026-04-01, rate: 15%}, {announced: 2026-06-01, rate: 18%}, "
            "{announced: 2026-07-01, rate: 18%}], notice: 30 days",
            (
                f"Commission: 20% of {NET}.",
                "From 1 May 2026 on: 15%, a cut announced on 1 April 2026 with a notice of 30 days.",
                "From 1 June 2026 on: 18%, a raise that holds at once.",
                "From 1 July 2026 on: 18%, the same rate as before.",
                "Each order is paid at the rate of its day, whatever the rate is later.",
            ),
        ),
        (
            "rate: 20%, changes: [{announced: 2026-04-01, rate: 15%}], notice: 0",
            (
                f"Commission: 20% of {NET}.",
                "From 1 April 2026 on: 15%, a cut announced on 1 April 2026 without notice.",
                "Each order is paid at the rate of its day, whatever the rate is later.",
            ),
        ),
        (
            "mode: prospective, reset: rolling, days: 90, bands: [{from: 0, rate: 8%}, {from: 5k, rate: 12%}]",
            (
                f"Commission on {NET}: each order is paid at the rate of the band reached with it, and earlier orders "
                "keep their rate; the total of an order is that of the last 90 days, the day of the order included.",
                "From 0 USD on: 8%.",
                "From 5,000 USD on: 12%.",
            ),
        ),
        (
            "mode: marginal, reset: month, lasts: 6, bands: [{from: 0, rate: 8%}, {from: 5k, rate: 12%, flat: 50}]",
            (
                f"Commission on {NET}: each part of the sales is paid at the rate of the band it lies in; the total "
                "starts again every calendar month.",
                "From 0 USD on: 8%.",
                "From 5,000 USD on: 12%, and 50 USD once on reaching it.",
                "End: an order 6 months or more after the customer's first order earns no commission.",
            ),
        ),
    ],
)
def test_a_commission_is_written_out(terms: str, words: tuple[str, ...]) -> None:
    assert said("performance_pay", terms) == words


@pytest.mark.parametrize(
    ("payment", "words"),
    [
        ("hold: 30 days", "what an order earns can be paid 30 days after the order, what a deliverable earns 30 days"),
        ("hold: 1, hold_from: delivery", "what an order earns can be paid 1 day after it reached the customer, what a"),
    ],
)
def test_the_hold_says_what_it_begins_with(payment: str, words: str) -> None:
    (hold,) = [text for text in said("payment", "rate: 10%", payment) if text.startswith("Hold: ")]
    assert words in hold
    assert "A refund within this time cancels" in hold


@pytest.mark.parametrize(
    "terms",
    [
        "rate: 10%, lasts: 12",
        "taper: [{months: 6, rate: 10%}, {months: 6, rate: 5%}]",
        "taper: [{months: 6, rate: 10%}, {months: 6, rate: 5%}], since: start",
        "rate: 10%, changes: [{announced: 2026-06-01, rate: 5%}], notice: 30 days",
        "mode: prospective, reset: rolling, days: 90, bands: [{from: 0, rate: 10%}, {from: 500k, rate: 12%}]",
    ],
)
def test_the_worked_example_is_that_of_a_first_order_in_the_first_month(terms: str) -> None:
    """New customers of the first weeks are paid at the first rate, whatever comes later."""
    assert agreement(terms).example.lines == agreement("rate: 10%").example.lines


def test_a_document_with_every_term_reads_in_one_go() -> None:
    found = worded(
        "rate: 10%, lasts: 12, changes: [{announced: 2026-04-01, rate: 12%}]", "hold: 30, hold_from: delivery"
    )
    text = agreements_markdown([found, replace(found, brand="")], markdown_template())
    assert text.count("From 1 April 2026 on: 12%") == 2
