"""Deals in the terminal: whole texts, and what must hold for any of them."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from influence_cli.model.deal import DealResult
from influence_cli.report.deal.as_table import deal_table
from influence_cli.report.deal.grids import thinned
from tests.report import deals

Golden = Callable[[str, str], None]


@pytest.fixture(params=deals.ALL)
def result(request: pytest.FixtureRequest) -> DealResult:
    found: DealResult = deals.ALL[request.param]()
    return found


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("name", ["one", "many"])
def test_the_whole_report(name: str, width: int, golden: Golden) -> None:
    golden(f"deal_table_{name}_{width}.txt", deal_table(deals.ALL[name](), width=width))


@pytest.mark.parametrize("name", ["hostile", "assuming", "outside"])
def test_unusual_reports(name: str, golden: Golden) -> None:
    golden(f"deal_table_{name}_80.txt", deal_table(deals.ALL[name]()))


def test_the_quiet_report_is_the_recommendation(golden: Golden) -> None:
    golden("deal_table_quiet_80.txt", deal_table(deals.result(), quiet=True))


@pytest.mark.parametrize("width", [80, 97, 120, 300])
def test_no_line_is_wider_than_the_page(result: DealResult, width: int) -> None:
    assert max(map(len, deal_table(result, width=width).splitlines())) <= min(width, 120)


def test_color_changes_nothing_but_headings(result: DealResult) -> None:
    plain, colored = deal_table(result), deal_table(result, color=True)
    assert "\x1b" not in plain
    assert colored.replace("\x1b[1m", "").replace("\x1b[0m", "") == plain
    assert colored != plain


def test_marks_stand_where_the_deals_are() -> None:
    text = deal_table(deals.result())
    profit = text[text.index("BRAND PROFIT") : text.index("CREATOR PAY")]
    market, less = (next(line for line in profit.splitlines() if f" {share} " in line) for share in ("100%", "50%"))
    assert market.split()[2].endswith("R")
    assert [cell[-1] for cell in market.split()[2:]].count("Y") == 1
    assert all(cell.endswith("x") for cell in less.split()[2:])


def test_a_present_deal_out_of_range_has_no_mark() -> None:
    text = deal_table(deals.outside())
    sweeps = text[text.index("BRAND PROFIT") : text.index("R recommended")]
    assert "Y" not in sweeps.replace("CREATOR PAY", "")
    assert "lies outside of what was tried" in " ".join(text.split())


def test_it_is_said_when_the_deal_is_already_the_best() -> None:
    best = deals.sweep()
    text = deal_table(deals.result(replace(best, present=best.recommended, break_even_lift=None)))
    assert "It is the deal you have." in text
    assert "pays for itself" not in text


def said(result: DealResult) -> str:
    return " ".join(deal_table(result).split())


def test_that_means_alone_decide_nothing_is_said_unless_effort_is_assumed() -> None:
    assert "A deal only moves money: profit and pay come to USD 1,404 on average in every deal" in said(deals.result())
    assert "only moves money" not in said(deals.assuming())
    assert "every acceptable deal is" in said(deals.indifferent())
    assert "every acceptable deal is" not in said(deals.assuming())


def test_an_assumed_effort_is_called_the_users_own() -> None:
    assert "Your assumption: orders rise by 5% for each 10 points of commission" in said(deals.assuming())
    assert "is not assumed" in said(deals.result())


def test_how_the_market_fee_must_be_earned_is_said() -> None:
    assert "at least the market fee on average" in said(deals.result())
    assert "at least the market fee with a chance of at least 80%" in said(deals.assuming())


@pytest.mark.parametrize("count", [1, 2, 13, 40])
@pytest.mark.parametrize("most", [2, 5, 8])
def test_thinning_keeps_what_is_wanted_and_stays_within_its_room(count: int, most: int) -> None:
    wanted = {0, count - 1}
    places = thinned(count, most, wanted)
    assert wanted <= set(places)
    assert len(places) <= max(most, len(wanted))
    assert places == sorted(places)
