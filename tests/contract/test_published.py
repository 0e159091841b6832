"""Payouts that others have worked out and published."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from influence_cli.contract.engine import owed
from influence_cli.contract.outcomes import OrderLines
from influence_cli.contract.rated import rated_orders
from influence_cli.model.contract import (
    Band,
    Commission,
    CommissionMode,
    Contract,
    Deduction,
    FlatFee,
    Right,
    RightsFee,
    SalesBase,
    TaperStep,
    Window,
)

from .building import earned, line, one_creator, one_creators_orders, paid

CASES: dict[str, list[dict[str, Any]]] = yaml.safe_load(
    Path(__file__).with_name("published_payouts.yaml").read_text(encoding="utf-8")
)


def cents(amount: float) -> int:
    return round(amount * 100)


def all_cents(amounts: Sequence[float]) -> list[int]:
    return [cents(amount) for amount in amounts]


def commission(case: dict[str, Any], mode: str) -> Commission:
    bands = tuple(
        Band(cents(band["from"]), round(band["rate"] * 1_000_000), cents(band.get("flat", 0))) for band in case["bands"]
    )
    return Commission(bands, base=SalesBase.GROSS, mode=CommissionMode(mode))


def flat_rate(rate: float, *deductions: Deduction) -> Commission:
    return Commission((Band(0, round(rate * 1_000_000)),), deductions=frozenset(deductions))


def cases(group: str) -> list[Any]:
    return [
        pytest.param(entry, case, id=f"{entry['source']}-{number}")
        for entry in CASES[group]
        for number, case in enumerate(entry.get("cases", [entry]))
    ]


@pytest.mark.parametrize(("entry", "case"), cases("commission_on_totals"))
def test_commission_on_totals(entry: dict[str, Any], case: dict[str, Any]) -> None:
    contract = Contract("tiers", commission=commission(entry, case["mode"]))
    result = owed(contract, one_creator(gross_sales=[cents(case["volume"])]))
    assert earned(result) == [cents(case["published"])]


@pytest.mark.parametrize(("entry", "case"), cases("commission_on_orders"))
def test_commission_on_orders(entry: dict[str, Any], case: dict[str, Any]) -> None:
    contract = Contract("tiers", commission=commission(entry, entry["mode"]))
    by_month = [[cents(order)] for order in case["orders"]]
    assert line(owed(contract, one_creators_orders(*by_month)), "commission") == all_cents(case["published"])
    at_once = owed(contract, one_creators_orders([cents(order) for order in case["orders"]]))
    assert line(at_once, "commission") == [cents(sum(case["published"]))]


@pytest.mark.parametrize(("entry", "case"), cases("commission_by_event"))
def test_flat_amounts_of_bands(entry: dict[str, Any], case: dict[str, Any]) -> None:
    contract = Contract("graduated", commission=commission(entry, entry["mode"]))
    result = owed(contract, one_creator(3, gross_sales=all_cents(case["events"])))
    assert line(result, "commission") == all_cents(case["published"])


@pytest.mark.parametrize(("entry", "case"), cases("commission_over_months"))
@pytest.mark.parametrize("reset", [Window.MONTH, Window.QUARTER, Window.CAMPAIGN, Window.NEVER])
def test_commission_over_many_months(entry: dict[str, Any], case: dict[str, Any], reset: Window) -> None:
    months, price = entry["months"], cents(entry["per_month"])
    taper = tuple(TaperStep(step["months"], round(step["rate"] * 1_000_000)) for step in case.get("taper", ()))
    terms = Commission(
        (Band(0, round(case.get("rate", 0) * 1_000_000)),),
        base=SalesBase.GROSS,
        reset=reset,
        lasts_months=case.get("lasts_months"),
        taper=taper,
    )
    age = np.arange(months)
    lines = OrderLines(age, np.full(months, price), age=age)
    happened = replace(one_creator(months, gross_sales=[price] * months), order_lines=lines)
    result = owed(Contract("monthly", commission=terms), happened)
    assert sum(earned(result)) == cents(case["published"])
    assert rated_orders(terms, happened.months, 1, lines).amount.sum() == cents(case["published"])


@pytest.mark.parametrize(("entry", "case"), cases("half_up_to_the_cent"))
def test_half_up_to_the_cent(entry: dict[str, Any], case: dict[str, Any]) -> None:
    contract = Contract("share", commission=flat_rate(case["rate"]))
    result = owed(contract, one_creator(gross_sales=[case["amount_cents"]]))
    assert earned(result) == [case["published_cents"]]


@pytest.mark.parametrize(("entry", "case"), cases("fees_and_rights"))
def test_fees_and_rights(entry: dict[str, Any], case: dict[str, Any]) -> None:
    contract = Contract(
        "quote",
        fee=FlatFee(cents(case["per_deliverable"])),
        rights=(
            RightsFee(Right.USAGE_RIGHTS, 90, fixed=cents(case["usage_rights"])),
            RightsFee(Right.EXCLUSIVITY, 30, fixed=cents(case["exclusivity"])),
        ),
    )
    result = owed(contract, one_creator(deliverables=[case["deliverables"]]))
    assert line(result, "fee") == [cents(case["published"]["deliverables"])]
    assert paid(result) == [cents(case["published"]["total"])]


@pytest.mark.parametrize(("entry", "case"), cases("minimum_payout"))
def test_minimum_payouts_and_netted_refunds(entry: dict[str, Any], case: dict[str, Any]) -> None:
    terms = flat_rate(case["rate"], Deduction.REFUNDS)
    contract = Contract("affiliate", commission=terms, minimum_payout=cents(case["minimum"]))
    sales, refunds = all_cents(case["sales"]), all_cents(case["refunds"])
    result = owed(contract, one_creator(3, gross_sales=sales, refunds=refunds))
    assert earned(result) == all_cents(case["derived"]["earned"])
    assert paid(result) == all_cents(case["derived"]["paid"])
    assert result.carried.tolist() == [[cents(case["derived"]["carried"])]]
