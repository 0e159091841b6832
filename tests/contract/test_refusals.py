"""What the engine refuses, and with which words; and what it says it needs."""

from datetime import date

import numpy as np
import pytest

from influence_cli.contract.engine import earned, needs, needs_order_lines, owed
from influence_cli.contract.needs import needs_order_ages, needs_order_days
from influence_cli.contract.outcomes import OrderLines, Outcomes
from influence_cli.contract.rated import rated_orders
from influence_cli.model.contract import (
    Band,
    Bonus,
    CollectiveBonus,
    Commission,
    CommissionMode,
    Condition,
    Contract,
    Deduction,
    FlatFee,
    PayUnit,
    RateChange,
    SalesBase,
    TaperStep,
    UnitPay,
    Window,
)

from .building import array, delivered, months, one_creator, one_creators_orders

TEN = (Band(0, 100_000),)


TWO = (*TEN, Band(100, 200_000))
LOWER = RateChange(date(2026, 1, 1), date(2026, 2, 1), 50_000)
EARLIER = RateChange(date(2026, 1, 1), date(2026, 1, 31), 60_000)


def rolling(mode: CommissionMode, days: int | None) -> Contract:
    return Contract("c", commission=Commission(TWO, mode=mode, reset=Window.ROLLING, rolling_days=days))


def bonus(metric: str, operator: str = ">=", threshold: float = 1.0, per: Window = Window.CAMPAIGN) -> Contract:
    return Contract("bonus", bonuses=(Bonus("bonus", 100, (Condition(metric, operator, threshold),), per=per),))


@pytest.mark.parametrize(
    ("contract", "missing"),
    [
        (Contract("c", commission=Commission(TEN)), "'discounts'"),
        (Contract("c", unit_pay=(UnitPay(PayUnit.LEAD, 1),)), "'leads'"),
        (bonus("engagement_rate_by_followers"), "'(engagements|followers)'"),
        (bonus("boost_roas"), "'boost_(revenue|spend)'"),
        (
            Contract("c", commission=Commission(TEN, mode=CommissionMode.PER_ORDER)),
            "per_order.*'order_lines', which these outcomes do not hold$",
        ),
        (Contract("c", commission=Commission(TEN, reset=Window.ORDER)), "reset order.*'order_lines'"),
        (Contract("c", commission=Commission(TEN, lasts_months=3)), "'order_lines'"),
        (Contract("c", commission=Commission(TEN, taper=(TaperStep(1, 1),))), "'order_lines'"),
        (Contract("c", commission=Commission(TEN, changes=(LOWER,))), "'order_lines'"),
    ],
)
def test_a_field_that_is_needed_and_missing_is_named(contract: Contract, missing: str) -> None:
    with pytest.raises(ValueError, match=missing):
        owed(contract, one_creator(gross_sales=[100]))


@pytest.mark.parametrize(
    ("contract", "message"),
    [
        (bonus("follwers"), "'follwers'; known: deliverables, views"),
        (bonus("clicks", "=="), "unknown operator '=='; known: >=, >, <=, <$"),
        (bonus("clicks", threshold=float("inf")), "finite"),
        (bonus("clicks", threshold=float("nan")), "finite"),
        (bonus("clicks", per=Window.ORDER), "window order is no span of months"),
        (bonus("clicks", per=Window.ROLLING), "window rolling is no span of months"),
        (Contract("c", bonuses=(Bonus("empty", 1, ()),)), "'empty' has no condition"),
        (Contract("c", commission=Commission(())), "start of 0"),
        (Contract("c", commission=Commission((Band(1, 1),))), "start of 0"),
        (Contract("c", commission=Commission((Band(0, 1), Band(5, 1), Band(5, 2)))), "must rise"),
        (rolling(CommissionMode.MARGINAL, 30), "for prospective commissions, not for marginal"),
        (rolling(CommissionMode.RETROACTIVE, 30), "not for retroactive"),
        (rolling(CommissionMode.PER_ORDER, 30), "not for per_order"),
        (rolling(CommissionMode.PROSPECTIVE, None), "at least one day, not None"),
        (rolling(CommissionMode.PROSPECTIVE, 0), "at least one day, not 0"),
        (Contract("c", commission=Commission(TWO, taper=(TaperStep(1, 1),))), "either several bands, or a taper"),
        (Contract("c", commission=Commission(TWO, changes=(LOWER,))), "or rate changes"),
        (Contract("c", commission=Commission(TEN, taper=(TaperStep(1, 1),), changes=(LOWER,))), "either several"),
        (Contract("c", commission=Commission(TEN, changes=(LOWER, EARLIER))), "order of their effective days"),
    ],
)
def test_terms_that_cannot_be_evaluated_are_refused(contract: Contract, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        owed(contract, one_creator(gross_sales=[100], clicks=[1]))


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"views": array([1, 2])}, "views has shape"),
        ({"views": np.zeros((1, 1))}, "views has shape|views must be int64"),
        ({"clicks": np.zeros((1, 1, 1))}, "clicks must be int64, not float64"),
        ({"followers": np.zeros((2, 1), dtype=np.int64)}, "followers has shape"),
        ({"agreed_fee": np.zeros(2, dtype=np.int64)}, "agreed_fee has shape"),
        ({"deliverables": np.ones((1, 2), dtype=np.int64)}, "deliverables must be"),
        ({"deliverables": np.ones((1, 1))}, "deliverables must be"),
        ({"months": ()}, "at least one month"),
        ({"draws": 0}, "at least one month and one draw"),
        ({"ended": 2}, "2 of 1 months cannot be over"),
        ({"ended": -1}, "-1 of 1 months cannot be over"),
        ({"closing": 2}, "2 of 1 months cannot be the campaign's"),
        ({"closing": 0}, "0 of 1 months cannot be the campaign's"),
    ],
)
def test_outcomes_of_the_wrong_shape_are_refused(fields: dict[str, object], message: str) -> None:
    complete: dict[str, object] = {"months": months(1), "deliverables": delivered([1])} | fields
    with pytest.raises(ValueError, match=message):
        Outcomes(**complete)  # type: ignore[arg-type]


def test_order_lines_of_different_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match=r"tax must be int64 of shape \(2,\)"):
        OrderLines(np.array([0, 0]), np.array([1, 2]), tax=np.array([1]))


def test_order_lines_stand_in_one_row() -> None:
    square = np.zeros((2, 2), dtype=np.int64)
    with pytest.raises(ValueError, match=r"owner must be int64 of shape \(2,\)"):
        OrderLines(square, square)


@pytest.mark.parametrize(
    "commission",
    [
        Commission(TWO, mode=CommissionMode.PROSPECTIVE, reset=Window.ROLLING, rolling_days=30),
        Commission(TEN, changes=(LOWER,)),
    ],
)
def test_days_that_are_needed_must_be_there(commission: Commission) -> None:
    happened = one_creators_orders([100])
    lines = happened.order_lines
    assert lines is not None
    words = "^the commission needs the 'day' of order lines, which these do not hold$"
    with pytest.raises(ValueError, match=words):
        owed(Contract("c", commission=commission), happened)
    with pytest.raises(ValueError, match=words):
        rated_orders(commission, happened.months, 1, lines)


def test_single_orders_are_rated_only_for_a_commission_and_owners_that_make_sense() -> None:
    lines = OrderLines(np.array([3]), np.array([100]))
    with pytest.raises(ValueError, match="out of bounds"):
        rated_orders(Commission(TEN), months(1), 3, lines)
    with pytest.raises(ValueError, match="start of 0"):
        rated_orders(Commission(()), months(1), 4, lines)


@pytest.mark.parametrize("shape", [(3,), (1, 3, 1), (1, 1, 1, 1)])
def test_further_lines_that_do_not_fit_are_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="the line 'refunds' has shape"):
        earned(Contract("c"), one_creator(2), {"refunds": np.zeros(shape, dtype=np.int64)})


@pytest.mark.parametrize("name", ["day", "age"])
def test_days_and_ages_are_one_for_each_order(name: str) -> None:
    with pytest.raises(ValueError, match=rf"{name} must be int64 of shape \(2,\)"):
        OrderLines(np.array([0, 0]), np.array([1, 2]), **{name: np.array([1])})


def test_an_order_of_nobody_is_refused() -> None:
    happened = one_creators_orders([100])
    stray = OrderLines(np.array([7]), np.array([100]))
    terms = Contract("c", commission=Commission(TEN, mode=CommissionMode.PER_ORDER))
    with pytest.raises(ValueError, match="out of bounds"):
        owed(terms, Outcomes(happened.months, happened.deliverables, order_lines=stray))


def test_a_contract_names_what_it_reads() -> None:
    assert needs(Contract("fixed", fee=FlatFee(1))) == frozenset()
    gross = Commission(TEN, base=SalesBase.GROSS)
    assert needs(Contract("gross", commission=gross)) == {"gross_sales"}
    net = Commission(TEN, deductions=frozenset({Deduction.TAX, Deduction.REFUNDS}))
    assert needs(Contract("net", commission=net)) == {"gross_sales", "tax", "refunds"}
    assert needs(bonus("engagement_rate_by_followers")) == {"engagements", "followers"}
    assert needs(bonus("deliverables")) == frozenset()
    assert needs(bonus("revenue")) == {"gross_sales", "discounts", "refunds", "tax", "shipping"}
    goal = CollectiveBonus("goal", 1, (Condition("click_rate", ">=", 0.1),))
    units = tuple(UnitPay(unit, 1) for unit in PayUnit)
    both = Contract("both", unit_pay=units, collective_bonuses=(goal,))
    assert needs(both) == {"views", "clicks", "orders", "leads"}


@pytest.mark.parametrize("mode", CommissionMode)
@pytest.mark.parametrize("reset", [window for window in Window if window is not Window.ROLLING])
def test_single_orders_are_needed_where_each_is_rated(mode: CommissionMode, reset: Window) -> None:
    contract = Contract("c", commission=Commission(TEN, mode=mode, reset=reset))
    by_order = mode in (CommissionMode.PROSPECTIVE, CommissionMode.PER_ORDER) or reset is Window.ORDER
    assert needs_order_lines(contract) is by_order
    assert needs(contract) == (frozenset() if by_order else {"gross_sales", "discounts", "refunds", "tax", "shipping"})
    assert not needs_order_lines(Contract("fixed"))


@pytest.mark.parametrize(
    ("commission", "days", "ages"),
    [
        (Commission(TWO, mode=CommissionMode.PROSPECTIVE, reset=Window.ROLLING, rolling_days=30), True, False),
        (Commission(TEN, changes=(LOWER,)), True, False),
        (Commission(TEN, lasts_months=12), False, True),
        (Commission(TEN, taper=(TaperStep(6, 300_000),)), False, True),
    ],
)
def test_single_orders_are_needed_where_time_decides(commission: Commission, days: bool, ages: bool) -> None:
    contract = Contract("c", commission=commission)
    assert needs_order_lines(contract)
    assert needs(contract) == frozenset()
    assert needs_order_days(contract) is days
    assert needs_order_ages(contract) is ages


def test_days_and_ages_are_not_needed_without_terms_on_them() -> None:
    for contract in (Contract("fixed"), Contract("c", commission=Commission(TEN, mode=CommissionMode.PER_ORDER))):
        assert not needs_order_days(contract)
        assert not needs_order_ages(contract)
