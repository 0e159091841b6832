"""A worked example in words; every amount in it is the contract engine's."""

from influence_cli.model.agreement import ExampleOutcome, WorkedExample
from influence_cli.model.money import Currency, in_words
from influence_cli.report.agreement.document import Section
from influence_cli.report.agreement.phrases import listed
from influence_cli.report.values.labels import platform_label
from influence_cli.report.values.sanitize import plain

_COUNTS = {
    "followers": "followers",
    "views": "views",
    "engagements": "engagements",
    "clicks": "link clicks",
    "leads": "leads",
    "orders": "orders",
}
_AMOUNTS = {
    "gross_sales": "of gross sales",
    "discounts": "of discounts",
    "refunds": "of refunds",
    "tax": "of tax",
    "shipping": "of shipping",
}
_TERMS = {
    "fee": "Fee",
    "retainer": "Retainer",
    "usage_rights": "Usage rights",
    "whitelisting": "Whitelisting",
    "exclusivity": "Exclusivity",
    "commission": "Commission",
    "cpm": "Pay per 1,000 views",
    "cpc": "Pay per click",
    "cpa": "Pay per order",
    "cpl": "Pay per lead",
    "guarantee": "Top-up to the guarantee",
    "cap": "Taken off by the cap",
}


def example(found: WorkedExample, currency: Currency) -> Section:
    """What the contract comes to on a stated outcome, term by term, and when it would be paid."""
    rows = [(_TERMS.get(name) or f"Bonus '{plain(name)}'", in_words(amount, currency)) for name, amount in found.lines]
    rows.append(("Earned", in_words(found.earned, currency)))
    return Section(
        "example",
        "Worked example",
        (_supposed(found.outcome, currency),),
        headings=("Term", f"Amount in {currency.code}"),
        rows=tuple(rows),
        notes=(
            _paid(found, currency),
            "An example, not a forecast: it looks at one creator alone, and without the hold.",
        ),
    )


def _supposed(outcome: ExampleOutcome, currency: Currency) -> str:
    place = outcome.place
    posts = "deliverable" if place.deliverables == 1 else "deliverables"
    where = platform_label(place.platform)
    who = f"a {place.tier} creator on {where} who delivers {place.deliverables:,} {posts} in time"
    counts = [f"{value:,} {_COUNTS[name]}" for name, value in outcome.counts if name in _COUNTS]
    amounts = [f"{in_words(value, currency)} {_AMOUNTS[name]}" for name, value in outcome.amounts if name in _AMOUNTS]
    brings = f", with {listed(counts + amounts)} in {outcome.month}" if counts or amounts else ""
    return f"Suppose {who}{brings}."


def _paid(found: WorkedExample, currency: Currency) -> str:
    months = [f"{in_words(amount, currency)} for {month}" for month, amount in found.paid]
    text = f"Paid: {listed(months)}." if months else "Nothing is paid out."
    return f"{text} Carried: {in_words(found.carried, currency)}." if found.carried else text
