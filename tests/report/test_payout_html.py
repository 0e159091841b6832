"""Statements for creators as pages that print to PDF."""

import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from influence_cli.model.payout import Payee, PayoutStatement
from influence_cli.report import (
    payout_html,
    payout_html_all,
    payout_html_parts,
    statement_file_name,
    statement_file_names,
)
from tests.report import payout_creators as people
from tests.report import payout_examples as examples

Golden = Callable[[str, str], None]
VOID = {"meta"}


class Reading(HTMLParser):
    """The text of a page, its elements, and whether each that was opened is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: set[str] = set()
        self.attributes: set[str] = set()
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1:] != ["style"]:
            self.texts.append(data)

    @property
    def text(self) -> str:
        return "".join(self.texts)


def read(page: str) -> Reading:
    found = Reading()
    found.feed(page)
    found.close()
    assert not found.open
    return found


def text(statement: PayoutStatement, place: int = 0) -> str:
    return " ".join(read(payout_html(statement, statement.creators[place])).text.split())


@pytest.fixture(params=examples.ALL)
def statement(request: pytest.FixtureRequest) -> PayoutStatement:
    found: PayoutStatement = examples.ALL[request.param]()
    return found


@pytest.mark.parametrize(("name", "place"), [("anna", 0), ("chloe", 2), ("dai", 3), ("emil", 4)])
def test_the_whole_page_of_a_creator(name: str, place: int, golden: Golden) -> None:
    some = examples.statement()
    golden(f"payout_{name}.html", payout_html(some, some.creators[place]))


def test_the_page_of_somebody_who_means_harm(golden: Golden) -> None:
    some = examples.hostile()
    golden("payout_hostile.html", payout_html(some, some.creators[0]))


def test_every_page_is_whole_and_holds_no_element_of_anyone_elses(statement: PayoutStatement) -> None:
    found = read(payout_html_all(statement))
    known = "html head meta title style body article header section footer h1 h2 p span bdi ul li"
    tables = "table thead tbody tr th td"
    assert found.elements <= {*known.split(), *tables.split()}
    assert found.attributes <= {"lang", "charset", "name", "content", "class", "scope", "colspan"}


def test_a_page_loads_nothing_from_elsewhere() -> None:
    page = payout_html_all(examples.hostile())
    assert not re.search(r"src=|href=|url\(|@import|<script", page)
    assert not re.search("[\x00-\x09\x0b-\x1f\u202e]", page)
    assert "&lt;b&gt;@team&lt;/b&gt;" in page


def test_it_says_what_is_paid_and_when_and_where_it_comes_from() -> None:
    page = text(examples.statement())
    assert "Dear Anna Miller, For May 2026 we pay you EUR 537.20 on 15 June 2026" in page
    for part in (
        "Balance brought forwardEUR 12.50",
        "Owed nowEUR 565.84",
        "Withheld for taxesEUR -28.29",
        "Payment feeEUR -0.35",
        "NetEUR 537.20",
        "EUR 6.25 is held and not paid yet: 1 order or post in hold until 24 June 2026 at the latest.",
        "refunded on 6 May 2026",
        "Run 4.",
        f"spec sha256 {'0f' * 32}",
    ):
        assert part in page


def test_the_lines_come_to_what_was_earned_and_what_is_held() -> None:
    sums = re.findall(r"Together(-?[\d,.]+\d)", text(examples.statement()))
    assert sums == ["553.34", "6.25"]


def test_what_waits_is_listed_with_what_it_waits_for(golden: Golden) -> None:
    page = text(examples.waiting())
    section = page[page.index("What waits, and until when") : page.index("So far")]
    for part in (
        "EUR 215.43 is held and not paid yet: 2 orders and posts in hold until 29 June 2026 at the latest",
        "What each would bring by itself if it counted now, in EUR.",
        "ORD-10006commissionuntil 2026-06-24260.0012.5%7.50",
        "ORD-10011commissionnot approved240.0012.5%5.00",
        "ORD-10012commissionnot delivered223.4512.5%2.93",
        "post:tiktok/2026-05-30feeTikTok video, until 2026-06-29200.00",
        "Together215.43",
    ):
        assert part in section
    golden("payout_waiting.html", payout_html(examples.waiting(), examples.waiting().creators[0]))


def test_nothing_waits_where_nothing_is_said_to() -> None:
    assert "What waits" not in text(examples.dry())


def test_another_currency_has_its_rate_with_day_and_source() -> None:
    page = text(examples.statement(), 3)
    assert "Exchange rateEUR 1 = JPY 163.20, 29 May 2026, ECB reference rate SentJPY 48,903" in page


def test_what_is_carried_has_its_reason() -> None:
    some = examples.statement()
    assert "EUR 18.00 is carried forward to your next payout: below the minimum payout of EUR 25.00." in text(some, 1)
    assert "EUR 65.00 is set off against your next payouts: refunds took back more than was earned." in text(some, 2)
    assert "For May 2026 no payment is due. EUR 40.00 is carried forward" in text(some, 4)


def test_a_reason_without_an_amount_is_a_sentence() -> None:
    still = replace(people.ben(), carried=0, reasons=("nothing was delivered",))
    assert "Nothing was delivered." in text(examples.statement(still))


@pytest.mark.parametrize("name", ["dry", "without_ledger"])
def test_a_draft_is_called_one(name: str) -> None:
    page = text(examples.ALL[name]())
    assert "draft, not recorded" in page
    assert "This is a draft" in page
    assert "draft" not in text(examples.unchanged())


def test_a_creator_reads_nothing_about_the_others() -> None:
    page = text(examples.statement(), 1)
    assert not [other for other in ("Anna", "Chlo", "Emil", "大輔", "SUMMER") if other in page]


@pytest.mark.parametrize("account", ["anna@example.com", "1234567"])
def test_addresses_and_short_accounts_are_not_shown(account: str) -> None:
    creator = people.anna()
    assert creator.payment is not None
    found = examples.statement(replace(creator, payment=replace(creator.payment, account=account)))
    assert account not in text(found)
    assert "ending in" not in text(found)


def test_of_an_account_only_the_end_is_shown() -> None:
    page = text(examples.statement())
    assert "to your account ending in 2051." in page
    assert "DE02" not in page


def test_all_statements_are_on_one_page_with_a_sheet_each() -> None:
    page = payout_html_all(examples.statement())
    assert page.count("<article>") == 5
    assert "article + article { break-before: page;" in page
    assert "size: A4;" in page
    assert "".join(payout_html_parts(examples.statement())) == page


def test_a_page_about_nobody_says_so() -> None:
    assert "no creator has earned anything" in read(payout_html_all(examples.empty())).text


def test_names_that_run_from_right_to_left_are_kept_apart() -> None:
    some = examples.hostile()
    assert "<bdi>\u0644\u064a\u0644\u0649 حسن</bdi>" in payout_html(some, some.creators[1])


def test_every_line_of_very_many_is_there() -> None:
    assert text(examples.columns(2_000)).count("ORD-") == 4_000


class TestFileNames:
    def names(self, *payees: tuple[str, str]) -> tuple[str, ...]:
        creators = (replace(people.ben(), payee=Payee(key, name, "ambassador")) for key, name in payees)
        return statement_file_names(examples.statement(*creators))

    def test_they_hold_the_period_and_the_name(self) -> None:
        assert statement_file_names(examples.statement()) == (
            "2026-05-anna-miller",
            "2026-05-ben",
            "2026-05-chloe-dubois-lefevre",
            "2026-05-dai",
            "2026-05-emil",
        )

    def test_the_same_names_are_numbered_whatever_else_there_is(self) -> None:
        found = self.names(("a", "Anna"), ("b", "anna"), ("c", "ANNA 2"), ("d", "Anna"), ("e", "大"), ("大", "大"))
        assert found == (
            "2026-05-anna",
            "2026-05-anna-2",
            "2026-05-anna-2-2",
            "2026-05-anna-3",
            "2026-05-e",
            "2026-05-creator",
        )

    @pytest.mark.parametrize("name", ["../../etc/passwd", "CON", "a/b\\c:d", "x" * 500, examples.HOSTILE, "", "\0"])
    def test_none_leaves_its_folder(self, name: str) -> None:
        (found,) = self.names(("key", name))
        assert re.fullmatch("2026-05-[a-z0-9-]{1,60}", found)

    def test_one_of_them_is_the_same_as_among_all(self) -> None:
        some = examples.plenty(50)
        names = statement_file_names(some)
        assert len(set(names)) == 50
        assert [statement_file_name(some, creator) for creator in some.creators] == list(names)

    def test_a_creator_of_another_statement_has_none(self) -> None:
        with pytest.raises(ValueError, match="anna"):
            statement_file_name(examples.statement(people.ben()), people.anna())
