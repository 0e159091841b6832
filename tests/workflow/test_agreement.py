"""Agreements: who falls under which contract, codes and links, and examples that the contract engine computed."""

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from influence_cli.benchmarks.disclosures import RULES, rules_for
from influence_cli.contract.engine import owed
from influence_cli.contract.outcomes import OrderLines, Outcomes
from influence_cli.model.agreement import Agreement, AgreementTerms, Roster, RosterCreator, SpecTerms, TrackedBy
from influence_cli.model.campaign import Campaign, Phase, Platform, Tier
from influence_cli.model.contract import (
    Band,
    Bonus,
    Commission,
    CommissionMode,
    Condition,
    Contract,
    FeeUnit,
    FlatFee,
    PayUnit,
    Retainer,
    Right,
    RightsFee,
    UnitPay,
    Window,
)
from influence_cli.model.errors import SpecError, UsageError
from influence_cli.simulate.calendar import months, post_months
from influence_cli.workflow.agreeing import agree
from influence_cli.workflow.agreement_codes import personal_codes
from influence_cli.workflow.agreement_example import EXAMPLE_REFUNDED, example_of
from influence_cli.workflow.agreement_links import slug, with_parameters
from tests.builders import a_campaign, a_cell

LINKS = SpecTerms({}, "https://shop.example/serum", frozenset({TrackedBy.LINK, TrackedBy.CODE}))
PAID = Contract("paid", fee=FlatFee(30_000), commission=Commission((Band(0, 100_000),)), minimum_payout=2_500)
GIFTED = Contract("gifted", fee=FlatFee(5_000), gift=True)


def campaign() -> Campaign:
    cells = (
        a_cell(Tier.NANO, Platform.TIKTOK, contract=GIFTED),
        a_cell(Tier.MICRO, Platform.TIKTOK, contract=PAID),
        a_cell(Tier.MICRO, Platform.INSTAGRAM, contract=PAID, phase=Phase("second", 3, 8, (Tier.MICRO,))),
        a_cell(Tier.MICRO, Platform.INSTAGRAM, contract=GIFTED, share=0.0),
    )
    return a_campaign(cells, start=date(2026, 3, 2), discount=0.15)


def written(*creators: RosterCreator, contract: str | None = None) -> tuple[Agreement, ...]:
    return agree(campaign(), LINKS, version="1", contract=contract, roster=Roster("r.csv", creators))


def problems(*creators: RosterCreator, contract: str | None = None) -> list[str]:
    with pytest.raises(SpecError) as caught:
        written(*creators, contract=contract)
    return [str(problem) for problem in caught.value.problems]


def test_without_a_roster_there_is_one_agreement_per_contract() -> None:
    found = agree(campaign(), LINKS, version="1")
    assert [(one.contract.name, len(one.places), one.creator) for one in found] == [
        ("gifted", 2, None),
        ("paid", 2, None),
    ]
    (only,) = agree(campaign(), LINKS, version="1", contract="paid")
    assert only.contract == PAID
    assert only.code == "ANNA15"
    assert "utm_content={creator}" in only.link


def test_a_contract_nobody_has_is_refused_with_those_there_are() -> None:
    with pytest.raises(UsageError, match="expected one of 'gifted', 'paid'"):
        agree(campaign(), LINKS, version="1", contract="payd")


def test_dates_are_those_of_the_phase() -> None:
    (anna,) = written(RosterCreator(2, "Anna", platform=Platform.INSTAGRAM, tier=Tier.MICRO))
    (place,) = anna.places
    assert (place.phase, place.first_day, place.last_day) == ("second", date(2026, 3, 16), date(2026, 4, 26))


def test_a_creator_gets_the_usual_contract_of_the_place_and_another_only_by_name() -> None:
    anna = RosterCreator(2, "Anna", platform=Platform.INSTAGRAM, tier=Tier.MICRO)
    assert written(anna)[0].contract.name == "paid"
    assert written(anna, contract="gifted")[0].contract.name == "gifted"
    by_roster = RosterCreator(2, "Anna", platform=Platform.INSTAGRAM, tier=Tier.MICRO, contract="gifted")
    assert written(by_roster)[0].contract.name == "gifted"


def test_creators_without_a_contract_or_with_several_are_refused_together_with_their_lines() -> None:
    assert problems(
        RosterCreator(2, "Anna", tier=Tier.MEGA),
        RosterCreator(3, "Ben"),
        RosterCreator(5, "Cleo", contract="payd"),
        RosterCreator(6, "Dan", platform=Platform.YOUTUBE, tier=Tier.NANO),
    ) == [
        "r.csv:2:1: no-contract: the spec has no contract for mega creators; "
        "expected a tier and a platform that the spec books",
        "r.csv:3:1: several-contracts: 'Ben' may fall under 'gifted', 'paid'; "
        "expected a tier in the roster, a column contract, or --contract",
        "r.csv:5:1: no-contract: no tier has the contract 'payd'; expected one of gifted, paid",
        "r.csv:6:1: no-contract: the spec has no contract for nano creators on youtube; "
        "expected a tier and a platform that the spec books",
    ]


def test_a_link_names_campaign_platform_and_creator_and_a_link_of_ones_own_stays() -> None:
    anna, ben = written(
        RosterCreator(2, "Anna K", handle="anna.K", platform=Platform.TIKTOK, tier=Tier.MICRO),
        RosterCreator(3, "Ben", link="https://go.example/ben", platform=Platform.TIKTOK, tier=Tier.MICRO),
    )
    assert anna.link == (
        "https://shop.example/serum?utm_source=tiktok&utm_medium=influencer&utm_campaign=test&utm_content=anna-k"
    )
    assert ben.link == "https://go.example/ben"


def test_a_link_of_ones_own_needs_no_landing_page() -> None:
    shared = SpecTerms({}, "", LINKS.tracking)
    creators = (
        RosterCreator(2, "Anna", tier=Tier.NANO),
        RosterCreator(3, "Ben", tier=Tier.NANO, link="https://go.example/ben"),
    )
    anna, ben = agree(campaign(), shared, version="1", roster=Roster("r.csv", creators))
    assert anna.link == ""
    assert {gap.code for gap in anna.gaps} - {gap.code for gap in ben.gaps} == {"landing-page-missing"}


@pytest.mark.parametrize(
    ("names", "discount", "codes"),
    [
        (["Anna"], 0.15, ["ANNA15"]),
        (["Zoë"], 0.1, ["ZOE10"]),
        (["Łukasz Ørsted", "Weiß"], 0.2, ["LUKASZ20", "WEISS20"]),
        (["Anna Krüger", "Anna Bell", "Anna Berg", "Anna"], 0.15, ["ANNA15", "ANNAB15", "ANNA2-15", "ANNA3-15"]),
        (["Anna"], 0.125, ["ANNA12-5"]),
        (["Anna", "Anna"], 0.0, ["ANNA", "ANNA-2"]),
        (["李娜", "<b>"], 0.15, ["CREATOR15", "B15"]),
        (["../../etc/passwd x"], 0.15, ["ETCPASSWD15"]),
    ],
)
def test_codes_come_from_the_first_name_and_the_discount(names: list[str], discount: float, codes: list[str]) -> None:
    assert list(personal_codes([RosterCreator(2, name) for name in names], discount)) == codes


@given(
    st.lists(st.tuples(st.text(min_size=1, max_size=12), st.sampled_from(["", "ANNA15", "anna2-15"])), max_size=12),
    st.sampled_from([0.0, 0.15, 0.333]),
)
def test_no_two_derived_codes_are_the_same_and_all_can_be_typed(people: list[tuple[str, str]], discount: float) -> None:
    given_codes: set[str] = set()
    creators = []
    for name, code in people:
        creators.append(RosterCreator(2, name, code="" if code.upper() in given_codes else code))
        given_codes.add(code.upper())
    codes = personal_codes(creators, discount)
    assert len({code.upper() for code in codes}) == len(codes)
    assert all(code.isascii() and code.replace("-", "").isalnum() for code in codes)


@given(st.text(max_size=200))
def test_a_slug_is_safe_in_a_path_and_an_address(text: str) -> None:
    found = slug(text)
    assert set(found) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert len(found) <= 60
    assert not found.startswith("-")


def test_parameters_join_those_that_are_there() -> None:
    assert with_parameters("https://a.example", [("a", "b c&d")]) == "https://a.example?a=b%20c%26d"


METRICS = ["clicks", "orders", "views", "revenue", "boost_roas", "engagement_rate_by_followers"]
AMOUNTS = st.integers(1, 500_000)
CONTRACTS = st.builds(
    Contract,
    st.just("any"),
    fee=st.none() | st.builds(FlatFee, AMOUNTS, st.sampled_from(FeeUnit)),
    retainer=st.none() | st.builds(Retainer, AMOUNTS),
    commission=st.none()
    | st.builds(
        Commission,
        st.sampled_from([(Band(0, 100_000),), (Band(0, 50_000), Band(100_000, 125_000, 777))]),
        mode=st.sampled_from(CommissionMode),
        reset=st.sampled_from([Window.MONTH, Window.CAMPAIGN]),
    ),
    unit_pay=st.lists(st.builds(UnitPay, st.sampled_from(PayUnit), AMOUNTS), max_size=2).map(tuple),
    bonuses=st.lists(
        st.builds(
            Bonus,
            st.sampled_from(["bronze", "gold"]),
            AMOUNTS,
            st.tuples(
                st.builds(
                    Condition,
                    st.sampled_from(
                        ["clicks", "orders", "views", "revenue", "boost_roas", "engagement_rate_by_followers"]
                    ),
                    st.sampled_from([">=", ">"]),
                    st.sampled_from([0.05, 3, 1000, 4_999]),
                )
            ),
        ),
        max_size=2,
    ).map(tuple),
    rights=st.lists(
        st.builds(RightsFee, st.sampled_from(Right), st.integers(1, 365), share=st.integers(0, 500_000), fixed=AMOUNTS),
        max_size=2,
    ).map(tuple),
    minimum_guarantee=st.none() | AMOUNTS,
    cap_per_creator=st.none() | AMOUNTS,
    minimum_payout=st.integers(0, 10_000),
)


def order_lines(stated: dict[str, int], month: int) -> OrderLines:
    """Orders of one size, of which the last are refunded in full."""
    count = stated["orders"]
    kept = np.full(count, month, dtype=np.int64)
    parts = {
        name: np.full(count, stated[name] // count, dtype=np.int64)
        for name in ("gross_sales", "discounts", "tax", "shipping")
    }
    refunds = np.zeros(count, dtype=np.int64)
    refunds[-EXAMPLE_REFUNDED:] = stated["refunds"] // EXAMPLE_REFUNDED
    return OrderLines(kept, refunds=refunds, **parts)


@settings(max_examples=150, deadline=None)
@given(contract=CONTRACTS, start=st.none() | st.just(date(2026, 2, 16)), discount=st.sampled_from([0.0, 0.15]))
def test_the_example_is_what_the_engine_owes_to_the_cent(
    contract: Contract, start: date | None, discount: float
) -> None:
    """The outcome is put together again from what the document states, and paid by the engine."""
    cell = a_cell(contract=contract)
    plan = a_campaign((cell,), start=start, discount=discount)
    (agreement,) = agree(plan, SpecTerms({}), version="1")
    example = agreement.example
    cell = plan.cells[0]
    spans = months(plan)
    posts = post_months(spans, cell)
    assert sum(amount for _, amount in example.lines) == example.earned
    assert sum(amount for _, amount in example.paid) + example.carried == example.earned
    by_order = contract.commission is not None and contract.commission.mode in (
        CommissionMode.PROSPECTIVE,
        CommissionMode.PER_ORDER,
    )
    stated = dict(example.outcome.counts) | dict(example.outcome.amounts)
    month = [span.label for span in spans].index(example.outcome.month)
    orders = order_lines(stated, month) if by_order else None
    fields: dict[str, Any] = {}
    for name, value in stated.items():
        if name in ("followers", "boost_revenue", "boost_spend"):
            fields[name] = np.array([[value]], dtype=np.int64)
        else:
            fields[name] = np.zeros((1, len(spans), 1), dtype=np.int64)
            fields[name][0, month, 0] = value
    delivered = np.bincount(posts, minlength=len(spans)).astype(np.int64)[None, :]
    found = owed(contract, Outcomes(spans, delivered, order_lines=orders, **fields))
    assert [(name, int(values.sum())) for name, values in found.lines.items()] == list(example.lines)
    assert int(found.earned.sum()) == example.earned
    assert int(found.carried.sum()) == example.carried


def test_an_example_by_hand() -> None:
    """Three posts at 300.00 and 10% of 40 orders of 57.80 less 2 refunded: 38 x 57.80 x 10% = 219.64."""
    plan = a_campaign((a_cell(contract=PAID),), start=date(2026, 3, 2), discount=0.15)
    example = agree(plan, LINKS, version="1")[0].example
    assert example.lines == (("fee", 90_000), ("commission", 21_964))
    assert EXAMPLE_REFUNDED == 2
    assert dict(example.outcome.amounts)["refunds"] == 2 * 5_780


def test_an_example_reaches_the_bonuses_of_a_single_creator() -> None:
    bonus = Bonus("clicks", 20_000, (Condition("clicks", ">", 5_000),))
    cell = a_cell(contract=Contract("b", fee=FlatFee(1), bonuses=(bonus,)))
    plan = a_campaign((cell,))
    found = example_of(plan, plan.cells[0], agree(plan, LINKS, version="1")[0].places[0])
    assert dict(found.outcome.counts)["clicks"] == 5_001
    assert dict(found.lines)["clicks"] == 20_000


@pytest.mark.parametrize(
    ("markets", "rules", "unknown"),
    [
        (("US",), ["US"], ()),
        (("UK", "GB"), ["GB"], ()),
        (("DE", "FR", "IT"), ["DE", "FR", "IT"], ()),
        (("AT", "ES", "PL"), ["EU"], ()),
        (("US", "BR"), ["US"], ("BR",)),
        ((), [], ()),
    ],
)
def test_each_market_has_its_rule(markets: tuple[str, ...], rules: list[str], unknown: tuple[str, ...]) -> None:
    found, left = rules_for(markets)
    assert ([rule.market for rule in found], left) == (rules, unknown)


def test_every_rule_has_a_source() -> None:
    assert all(rule.source and rule.rules and rule.authority for rule in RULES)


def test_terms_of_a_contract_are_those_of_its_name() -> None:
    terms = AgreementTerms(approval_rounds=3)
    found = agree(campaign(), SpecTerms({"paid": terms}), version="1", contract="paid")
    assert found[0].terms == terms
