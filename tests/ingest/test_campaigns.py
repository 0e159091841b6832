"""Exports that hold several campaigns: whose rows are taken, and what is said of the others."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from influence_cli.ingest import table
from influence_cli.ingest.options import EVERY_CAMPAIGN, ReadOptions
from influence_cli.ingest.orders import OrdersFile
from influence_cli.ingest.words import folded
from influence_cli.model.errors import SpecError
from tests.ingest.reading import EUROS, clicks, orders, posts, totals

SERUM = replace(EUROS, own_campaign="Serum 2026")
HEADER = "order_id,code,date,gross,campaign\n"


def sold(*campaigns: str, options: ReadOptions = SERUM) -> OrdersFile:
    return orders(HEADER + "".join(f"{n},X{n},2026-05-01,1,{name}\n" for n, name in enumerate(campaigns)), options)


def ids(file: OrdersFile) -> Sequence[str]:
    return list(file.orders.ids)


def test_one_campaign_is_taken_whatever_it_is_called() -> None:
    file = sold("Glow", "glow", "GLOW!")
    assert (ids(file), file.notes, file.refused) == (["0", "1", "2"], (), 0)
    assert ids(sold("", "")) == ["0", "1"]


@pytest.mark.parametrize("campaigns", [("serum-2026", "Glow", "x", "SERUM 2026"), ("Glow", "Serum2026", "", "")])
def test_of_several_the_one_of_the_spec_is_taken_and_it_is_said(campaigns: tuple[str, ...]) -> None:
    file = sold(*campaigns)
    wanted = [str(n) for n, name in enumerate(campaigns) if folded(name) == "serum2026"]
    assert ids(file) == wanted
    assert [label.who for label in file.orders.labels] == [f"X{n}" for n in wanted]
    assert (file.passed, file.refused) == (4 - len(wanted), 0)
    assert file.notes[0].startswith(f"{4 - len(wanted)} rows of other campaigns are passed over ('Glow'")
    assert file.notes[0].endswith("as the campaign of the spec")


def test_of_several_none_of_which_is_the_specs_nobody_knows() -> None:
    with pytest.raises(SpecError) as caught:
        sold("Glow", "Glow", "Spring", "")
    (problem,) = caught.value.problems
    assert str(problem) == (
        "orders.csv:4:5: other-campaign: campaign: the rows are of several campaigns, none of them 'Serum 2026' as in "
        "the spec: 'Glow', 'Spring' and no campaign; "
        "expected --source-campaign with the one that is paid, or '*' for all"
    )


def test_a_stated_campaign_is_taken() -> None:
    file = sold("Glow", "Serum 2026", "g-l-o-w", options=replace(SERUM, campaign="GLOW"))
    assert ids(file) == ["0", "2"]
    assert file.notes == ("1 row of another campaign is passed over ('Serum 2026'); taken are those of 'Glow'",)


def test_a_stated_campaign_that_is_not_there_is_a_problem() -> None:
    with pytest.raises(SpecError, match="no row is of the campaign 'Gleam', only of 'Glow', 'Serum'"):
        sold("Glow", "Serum", options=replace(SERUM, campaign="Gleam"))


def test_all_campaigns_are_taken_where_that_is_stated() -> None:
    file = sold("Glow", "Spring", "", options=replace(SERUM, campaign=EVERY_CAMPAIGN))
    assert (ids(file), file.notes) == (["0", "1", "2"], ())


def test_a_file_without_the_column_is_taken_whole_and_it_is_said() -> None:
    file = orders("order_id,code,date,gross\nA,X,2026-05-01,1\n", replace(SERUM, campaign="Glow"))
    assert (ids(file), len(file.notes)) == (["A"], 1)
    assert file.notes[0] == "there is no column of campaigns, so every row is taken as of 'Glow'"


def test_what_is_wrong_with_rows_of_other_campaigns_is_nobodys_concern() -> None:
    text = HEADER + "A,X,never,x,Glow\nB,X,2026-05-01,1,Glow,more\n" * 2 + "C,X,2026-05-01,y,Serum 2026\n"
    for filler in ("", "D,X,2026-05-01,1,Glow\n" * 9_000):
        file = orders(text.replace("C,", filler + "C,"), SERUM)
        lines = [(problem.code, problem.place.line) for problem in file.problems]
        assert lines == [("bad-row", 3), ("bad-row", 5), ("bad-number", 6 + filler.count("\n"))]


def test_further_lines_of_an_order_are_of_its_campaign() -> None:
    text = "order_id,code,date,gross,campaign\nA,X,2026-05-01,1,Serum 2026\nA,,,,\nB,X,2026-05-01,1,Glow\nB,,,,\n"
    file = orders(text, SERUM)
    assert (ids(file), file.passed, file.problems) == (["A"], 3, ())


def test_a_campaign_of_links_is_no_campaign_of_the_export() -> None:
    file = orders("order_id,code,date,gross,utm_campaign\nA,X,2026-05-01,1,spring\nB,X,2026-05-01,1,\n", SERUM)
    assert (ids(file), file.unknown_columns) == (["A", "B"], ("utm_campaign",))


@pytest.mark.parametrize(
    ("parse", "header", "row"),
    [
        (posts, "campaign,creator,date,views", "{},A{},2026-05-01,1"),
        (clicks, "campaign,creator,date,clicks", "{},A{},2026-05-01,1"),
        (totals, "campaign,creator,month,orders", "{},A{},2026-05,1"),
    ],
)
def test_results_are_those_of_the_campaign(parse, header: str, row: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "ROWS_AT_ONCE", 1)
    lines = [row.format(*parts) for parts in (("Glow", 1), ("Glow", 1), ("serum 2026", 2), ("Glow", 3))]
    file = parse("\n".join([header, *lines, ""]), SERUM)
    assert [result.who for result in file.results] == ["A2"]
    assert (file.passed, file.refused, file.problems) == (3, 0, ())
    assert len(file.notes) == 1
    with pytest.raises(SpecError, match="--source-campaign"):
        parse("\n".join([header, row.format("Glow", 1), row.format("Spring", 2), ""]), SERUM)


NAMES = st.lists(st.sampled_from(["Glow", "glow", "Serum 2026", "serum2026", "Spring", ""]), max_size=12)


@settings(deadline=None)
@given(NAMES, st.integers(1, 4))
def test_where_a_file_is_parted_changes_nothing(names: list[str], at_once: int) -> None:
    def outcome(read: Callable[[], OrdersFile]) -> object:
        try:
            file = read()
        except SpecError as error:
            return str(error)
        return ids(file), file.orders.labels, file.passed, file.refused, file.notes

    with pytest.MonkeyPatch.context() as patch:
        whole = outcome(lambda: sold(*names))
        patch.setattr(table, "ROWS_AT_ONCE", at_once)
        assert outcome(lambda: sold(*names)) == whole
    kinds = {folded(name) for name in names}
    if "serum2026" in kinds:
        expected = [str(n) for n, name in enumerate(names) if folded(name) == "serum2026"]
        assert whole[0] == expected  # type: ignore[index]
    assert isinstance(whole, str) == (len(kinds) > 1 and "serum2026" not in kinds)
