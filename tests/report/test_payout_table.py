"""Payout statements in the terminal: whole texts, and what must hold for any of them."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest
from rich.cells import cell_len

from influence_cli.model.payout import OPENS, Balance, PayoutStatement
from influence_cli.report.layout.grid import Grid
from influence_cli.report.payout import figures, grids, line_grids
from influence_cli.report.payout.as_markdown import payout_markdown
from influence_cli.report.payout.as_table import MOST_LINES, payout_table
from influence_cli.report.words.explain import explain_metric
from tests.report import payout_creators as people
from tests.report import payout_examples as examples

Golden = Callable[[str, str], None]


@pytest.fixture(params=examples.ALL)
def statement(request: pytest.FixtureRequest) -> PayoutStatement:
    found: PayoutStatement = examples.ALL[request.param]()
    return found


@pytest.fixture(scope="module")
def plenty() -> PayoutStatement:
    return examples.plenty()


def said(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("width", [80, 120])
def test_the_whole_statement_line_by_line(width: int, golden: Golden) -> None:
    text = payout_table(examples.statement(), width=width, details=True)
    golden(f"payout_table_details_{width}.txt", text)


@pytest.mark.parametrize(
    "name", ["recorded", "dry", "empty", "hostile", "unchanged", "huge", "yen", "dinar", "two_days"]
)
def test_statements_at_eighty_columns(name: str, golden: Golden) -> None:
    golden(f"payout_table_{name}_80.txt", payout_table(examples.ALL[name]()))


def test_ten_thousand_creators(plenty: PayoutStatement, golden: Golden) -> None:
    golden("payout_table_plenty_80.txt", payout_table(plenty))


def test_the_quiet_statement_is_the_answer_and_what_to_do(golden: Golden) -> None:
    golden("payout_table_quiet_80.txt", payout_table(examples.statement(), quiet=True))


@pytest.mark.parametrize("details", [False, True])
@pytest.mark.parametrize("width", [40, 80, 97, 120, 300])
def test_no_line_is_wider_than_the_page(statement: PayoutStatement, width: int, details: bool) -> None:
    text = payout_table(statement, width=width, details=details)
    assert max(map(cell_len, text.splitlines())) <= min(max(width, 80), 120)


def test_color_changes_no_character(statement: PayoutStatement) -> None:
    plain, colored = payout_table(statement, details=True), payout_table(statement, details=True, color=True)
    assert "\x1b" not in plain
    bare = re.sub(r"\x1b\[[0-9;]*m", "", colored)
    assert [line.rstrip() for line in bare.splitlines()] == plain.splitlines()
    assert colored != plain


def test_nothing_from_outside_steers_the_terminal() -> None:
    text = payout_table(examples.hostile(), width=120, details=True)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]", text)
    assert "[red]Sale[/red]" in text


def test_the_examples_keep_their_own_books(statement: PayoutStatement) -> None:
    """What is brought forward and what the lines add is what is paid and what is carried."""
    for creator in statement.creators:
        opened = sum(line.amount for line in creator.lines if line.kind in OPENS)
        found = figures.standing(creator)
        assert found.earned == opened
        assert creator.before.open + opened == found.owed + found.carried


def test_what_is_shown_and_the_line_of_the_others_come_to_the_total(plenty: PayoutStatement) -> None:
    grid = grids.creators(plenty, 78)
    *single, others, together = grid.rows
    assert (len(single), others[0], together[0]) == (20, "and 9,980 others", "Together")
    for place in range(1, len(grid.columns)):
        cells = [round(float(row[place].replace(",", "")) * 100) for row in grid.rows]
        assert sum(cells[:-1]) == cells[-1]
    assert single[0][0] == "Creator 10000"


def test_twenty_creators_are_all_shown_in_their_order() -> None:
    names = [row[0] for row in grids.creators(examples.plenty(20), 78).rows]
    assert names == [*(f"Creator {number}" for number in range(1, 21)), "Together"]


@pytest.mark.parametrize(("count", "words"), [(21, "1 other:"), (22, "2 others:")])
def test_why_the_others_are_not_paid_is_summed_up(count: int, words: str) -> None:
    text = said(payout_table(examples.plenty(count)))
    carried = sum(range(1, count - 19)) / 100
    assert f"{words} EUR {carried:.2f} carried forward: below the minimum payout of EUR 25.00." in text


def test_of_very_many_reasons_the_rarest_are_put_together() -> None:
    some = examples.plenty(40)
    creators = tuple(replace(each, reasons=(f"reason {place}",)) for place, each in enumerate(some.creators))
    text = said(payout_table(replace(some, creators=creators)))
    assert "10 others: EUR 0.55 carried forward: other reasons." in text


def test_what_is_set_off_is_told_apart_from_what_is_carried() -> None:
    some = examples.plenty(30)
    creators = tuple(
        replace(each, carried=-each.carried, after=Balance(open=-each.carried)) if each.carried < 4 else each
        for each in some.creators
    )
    text = said(payout_table(replace(some, creators=creators)))
    assert "7 others: EUR 0.49 carried forward: below the minimum" in text
    assert "3 others: EUR -0.06 set off against later payouts: below the minimum" in text


def test_orders_of_nobody_are_told_where_there_is_no_creator() -> None:
    text = payout_table(replace(examples.empty(), unattributed=examples.statement().unattributed))
    assert "UNATTRIBUTED" in text
    assert "919.99" in text


def test_lines_that_are_left_out_are_counted_with_their_sums() -> None:
    text = said(payout_table(examples.columns(MOST_LINES + 200), details=True))
    assert "ORD-99" in text
    assert "ORD-100 " not in text
    assert "And 200 more lines: they change what is owed by EUR 1,798.00. JSON, CSV and XLSX list every line." in text


def test_held_lines_that_are_left_out_are_summed_by_themselves() -> None:
    lines = people.anna().lines
    _, notes = line_grids.lines(lines, people.EUR, 78, most=1)
    assert notes[-1] == (
        "And 9 more lines: they change what is owed by EUR 153.34 and what is held by EUR 6.25. "
        "JSON, CSV and XLSX list every line."
    )
    assert line_grids.lines(lines[:2], people.EUR, 78, most=1)[1][-1].startswith("And 1 more line: ")


@pytest.mark.parametrize("width", [80, 120])
def test_what_waits_event_by_event(width: int, golden: Golden) -> None:
    golden(f"payout_table_waiting_{width}.txt", payout_table(examples.waiting(), width=width, details=True))


def test_what_waits_is_shown_only_with_details_and_where_something_does() -> None:
    assert "WAITING" not in payout_table(examples.waiting())
    assert "WAITING" not in payout_table(examples.dry(), details=True)


def test_of_very_much_that_waits_the_rest_is_summed_up() -> None:
    grid, notes = line_grids.waiting(examples.columns(300).creators[0].held_lines, people.EUR, 78, most=100)
    assert len(grid.rows) == 102
    assert (grid.rows[-2][0], grid.rows[-2][-2]) == ("and 200 others", "1,798.00")
    assert (grid.rows[-1][0], grid.rows[-1][-2]) == ("Together", "2,697.00")
    assert notes == ("JSON, CSV and XLSX list every line.",)


def test_nothing_is_summed_up_where_one_waits() -> None:
    grid, notes = line_grids.waiting(people.emil().held_lines, people.EUR, 78, most=100)
    assert (len(grid.rows), grid.has_total, notes) == (1, False, ())
    assert grid.rows[0][-2:] == ("9.00", "not approved")


def test_a_scheduled_line_has_the_number_of_its_batch() -> None:
    def scheduled(statement: PayoutStatement) -> list[str]:
        lines = map(str.split, payout_table(statement, details=True).splitlines())
        return [words[1] for words in lines if "scheduled" in words[1:3] and words[0] == "2026-05"]

    assert scheduled(examples.waiting()) == ["3", "4"]
    assert scheduled(examples.dry()) == ["scheduled"]


def test_hashes_are_cut_where_they_would_fill_the_page() -> None:
    text = said(payout_table(examples.statement()))
    assert f"orders.csv, 1,240 rows, sha256 {'ab' * 6} " in text
    assert text.endswith(f"spec sha256 {'0f' * 6}")
    assert f"sha256 {'ab' * 32}" in payout_markdown(examples.statement())


def test_a_statement_for_which_there_is_no_room_says_what_is_missing() -> None:
    text = payout_table(examples.huge())
    assert "No room for Carried, Scheduled: every other format has it." in text
    assert text.count("46,116,860,184,273,879.04") > 4
    assert "No room for Base and Rate: every other format has them." in payout_table(examples.huge(), details=True)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("recorded", "Recorded as run 4 in creators.db."),
        ("dry", "Dry run: nothing was written to creators.db."),
        ("without_ledger", "Not recorded: this run has no ledger"),
        ("unchanged", "creators.db knew everything already (run 4): nothing was added, nobody is paid twice."),
    ],
)
def test_whether_it_is_recorded_is_said_first(name: str, words: str) -> None:
    assert words in said("\n".join(payout_table(examples.ALL[name]()).splitlines()[3:5]))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("recorded", "Pay batch 3 and mark it as paid: influence ledger pay creators.db --batch 3 --reference TEXT."),
        ("dry", "Run it again without --dry-run to record it; nothing is to be paid before that."),
        ("without_ledger", "Run it again with --ledger FILE before you pay"),
        ("unchanged", "Earlier payments are not marked as paid: influence ledger pay creators.db --reference TEXT."),
    ],
)
def test_what_to_do_next_depends_on_it(name: str, words: str) -> None:
    text = said(payout_table(examples.ALL[name]()))
    assert words in text[text.index("NEXT") :]


def test_a_batch_that_is_paid_is_not_to_be_paid_again() -> None:
    found = examples.statement()
    assert found.batches
    text = payout_table(replace(found, batches=(replace(found.batches[0], reference="SEPA-1"),)))
    assert "Pay batch" not in text


def test_nothing_is_left_to_do_where_nothing_is_owed() -> None:
    assert "NEXT" not in payout_table(examples.empty())


def test_who_bears_the_fee_is_said() -> None:
    assert "Creators bear the fee of each payment." in payout_table(examples.statement())
    assert "The brand bears the fee of each payment." in payout_table(examples.dry())
    assert "Sending it costs the brand EUR 0.35 on top." in payout_table(examples.dry())
    assert "the fee of each payment" not in payout_table(examples.yen())


def test_the_name_of_a_ledger_is_quoted_for_the_shell() -> None:
    assert "influence ledger pay 'my ledger.db' --batch 3" in said(
        payout_table(examples.statement(ledger="my ledger.db"))
    )


def test_a_creator_without_lines_has_none() -> None:
    assert "No lines." in payout_table(examples.unchanged(), details=True)


def test_a_balance_of_nothing_is_not_explained() -> None:
    still = replace(people.ben(), lines=(), after=Balance(), carried=0, reasons=(), by_term=())
    text = payout_table(examples.statement(still, totals=()))
    assert "WHY" not in text
    assert "Nothing was earned in this run" in text


def printed() -> list[str]:
    """Every word of the statement's own: titles of sections, headings, names of rows, kinds of entries."""
    shown = payout_table(examples.statement(), details=True) + payout_table(examples.plenty(30))
    sections = {line.split("  ")[0] for line in shown.splitlines() if re.match(r"[A-Z]{3}[A-Z ]+(  |$)", line)}
    names = {creator.payee.name.upper() for creator in examples.statement().creators}
    some = examples.statement()
    tables: Iterable[Grid] = (
        grids.creators(some, 100),
        grids.totals(some),
        grids.payments(some, 100),
        grids.unattributed(some),
        grids.left_out(some),
        *(line_grids.lines(creator.lines, some.currency, 200, 20)[0] for creator in some.creators),
        *(line_grids.waiting(creator.held_lines, some.currency, 200, 20)[0] for creator in some.creators),
    )
    headings = {column.heading.removesuffix(" EUR") for grid in tables for column in grid.columns}
    entries = {line.kind.value for creator in some.creators for line in creator.lines} | {"paid"}
    facts = {"Brought forward", "Withheld for taxes", "Payment fee", "Exchange rate", "So far", "Together"}
    return sorted((sections - names) | headings | entries | facts)


@pytest.mark.parametrize("word", printed())
def test_every_word_of_a_statement_is_explained(word: str) -> None:
    assert len(explain_metric(word).splitlines()) >= 2


@pytest.mark.parametrize(
    ("word", "both"),
    [
        ("held", ("Held for bonuses (held)", "Held (held_amount)")),
        ("carried", ("Carried (carried)", "Carried (carried_forward)")),
        ("base", ("Base fee (base)", "Base (base_amount)")),
        ("fee", ("Fee (fee)", "Payment fee (payment_fee)")),
        ("month", ("Month (month)", "Payout calendar (calendar)")),
        ("scheduled", ("Scheduled (scheduled)", "Scheduled (scheduled_before)")),
    ],
)
def test_words_with_two_meanings_have_both_explained(word: str, both: tuple[str, str]) -> None:
    told = explain_metric(word)
    assert all(title in told for title in both)
