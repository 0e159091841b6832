"""Rosters as people export them: what is understood, and what is refused with its line."""

from decimal import Decimal
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from influence_cli.ingest.findings import MOST_PROBLEMS
from influence_cli.ingest.options import DecimalMark, ReadOptions
from influence_cli.ingest.roster import MOST_CREATORS, parse_roster, roster_input
from influence_cli.model.agreement import RosterCreator
from influence_cli.model.campaign import Platform, Tier
from influence_cli.model.errors import SpecError
from influence_cli.model.money import Currency

HEADER = "name,handle,email,platform,tier,contract,code,link,language\n"


def read(text: str | bytes) -> tuple[RosterCreator, ...]:
    return parse_roster("roster.csv", text.encode() if isinstance(text, str) else text).creators


def refused(text: str | bytes) -> list[tuple[str, str, str]]:
    """Code, place and words of everything that is wrong."""
    with pytest.raises(SpecError) as caught:
        read(text)
    return [(problem.code, str(problem.place), str(problem)) for problem in caught.value.problems]


def test_a_whole_line_is_understood() -> None:
    line = "Anna Krüger,@anna,anna@mail.example,Insta,Micro,hybrid,ANNA15,https://shop.example/a,de\n"
    (anna,) = read(HEADER + line)
    assert anna == RosterCreator(
        2,
        "Anna Krüger",
        "anna",
        "anna@mail.example",
        Platform.INSTAGRAM,
        Tier.MICRO,
        "hybrid",
        "ANNA15",
        "https://shop.example/a",
        "de",
    )


@pytest.mark.parametrize(
    "header", ["Full Name,E-mail", "FULL_NAME,e mail", "full-name, Email ", "\ufeffName,EMAIL", "\n\n,,\nCreator,Mail"]
)
def test_headers_match_without_case_spaces_and_punctuation(header: str) -> None:
    (anna,) = read(f"{header}\nAnna,a@b.example\n")
    assert (anna.name, anna.email) == ("Anna", "a@b.example")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_any_usual_separator_and_quotes_will_do(separator: str) -> None:
    (anna,) = read(f'name{separator}tier\r\n"Krüger{separator} Anna"{separator}nano\r\n')
    assert (anna.name, anna.tier) == (" ".join(f"Krüger{separator} Anna".split()), Tier.NANO)


def test_lines_are_counted_through_blank_ones_and_cells_of_several_lines() -> None:
    creators = read('name,language\n\nAnna,"en\n"\n,\nBen,de\n')
    assert [(creator.name, creator.line) for creator in creators] == [("Anna", 3), ("Ben", 6)]


def test_unknown_columns_are_named_and_ignored() -> None:
    roster = parse_roster("roster.csv", b"name,Shoe size,,tier,Notes\nAnna,38,,nano,nice\n")
    assert roster.unknown_columns == ("Shoe size", "Notes")
    assert roster.creators[0].tier is Tier.NANO


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+1", "-x", "@x", "<b>Anna</b>", "../../etc", "李娜"])
def test_a_name_may_be_anything_that_is_one_line_of_text(name: str) -> None:
    assert read(f"name\n{name}\n")[0].name == name


@pytest.mark.parametrize(
    ("line", "code", "column", "words"),
    [
        (",x,,,,,,,", "missing-key", 1, "the name is missing"),
        ("Anna,,,Instagrm,,,,,", "unknown-platform", 4, "did you mean 'instagram'?"),
        ("Anna,,,,macro,,,,", "unknown-tier", 5, "expected one of nano, micro, mid, mega"),
        ("Anna,,no address,,,,,,", "bad-text", 3, "is not an address"),
        ("Anna,,,,,,ANNA 15,,", "bad-text", 7, "is not a code"),
        ("Anna,,,,,,=1+1,,", "bad-text", 7, "is not a code"),
        ("Anna,,,,,,,javascript:alert(1),", "bad-text", 8, "begins with https://"),
        ("Anna,,,,,,,https://u:p@evil.example,", "bad-text", 8, "begins with https://"),
        ("Anna\x1b[31m,,,,,,,,", "bad-character", 1, "control character"),
        ("Anna,,,,,,,,en,more", "bad-row", 1, "10 cells stand below 9 headers"),
        (f"{'a' * 501},,,,,,,,", "bad-text", 1, "at most 500"),
        ('"Anna,,,,,,,,', "bad-row", 1, "a quotation mark is not closed"),
    ],
)
def test_a_line_that_cannot_be_read_is_refused_at_its_place(line: str, code: str, column: int, words: str) -> None:
    ((found, place, said),) = refused(f"{HEADER}Ben,,,,,,,,\n{line}\n")
    assert (found, place) == (code, f"roster.csv:3:{column}")
    assert words in said
    assert "\x1b" not in said


def test_everything_that_is_wrong_is_said_at_once() -> None:
    found = refused(HEADER + "Anna,,,x,y,,,,\n,,,,,,,,de\n")
    assert [(code, place) for code, place, _ in found] == [
        ("unknown-platform", "roster.csv:2:4"),
        ("unknown-tier", "roster.csv:2:5"),
        ("missing-key", "roster.csv:3:1"),
    ]


@pytest.mark.parametrize(
    ("lines", "column", "what"),
    [
        ("Anna,,,,,,MIA15,,\nBen,,,,,,mia15,,\n", 7, "the code 'mia15' stands in line 2 already"),
        ("Anna,@a,,tiktok,,,,,\nBen,A,,TikTok,,,,,\n", 2, "the handle 'A' stands in line 2 already"),
        ("Anna,,,,,,,https://a.example,\nBen,,,,,,,https://a.example,\n", 8, "the link"),
    ],
)
def test_what_must_be_personal_stands_there_once(lines: str, column: int, what: str) -> None:
    ((code, place, said),) = refused(HEADER + lines)
    assert (code, place) == ("duplicate-item", f"roster.csv:3:{column}")
    assert what in said


def test_one_handle_on_two_platforms_is_two_places() -> None:
    assert len(read(HEADER + "Anna,a,,tiktok,,,,,\nAnna,a,,youtube,,,,,\n")) == 2


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"name\n", "empty"),
        (b"handle\nanna\n", "missing-key"),
        (b"name,creator\nAnna,Ben\n", "duplicate-key"),
        (b"name\nAnn\xe9\n", "not-utf8"),
        ("name\nAnna\n".encode("utf-16-le"), "binary"),
        (b"name\nAn\x00na\n", "binary"),
    ],
)
def test_a_file_that_is_no_roster_is_refused(content: bytes, code: str) -> None:
    assert [found for found, _, _ in refused(content)] == [code]


def test_many_problems_are_counted_and_too_many_creators_refused() -> None:
    found = refused(HEADER + "Anna,,,x,,,,,\n" * (MOST_PROBLEMS + 5))
    assert len(found) == MOST_PROBLEMS + 1
    assert found[-1][0] == "too-many-problems"
    ((code, place, _),) = refused("name\n" + "Anna\n" * (MOST_CREATORS + 1))
    assert (code, place) == ("too-many", f"roster.csv:{MOST_CREATORS + 2}:1")


def test_what_is_agreed_with_a_creator_is_read() -> None:
    (anna,) = read(
        "name,id,flat fee,currency,withholding,tax form,minimum payout,IBAN,PayPal email,followers\n"
        'Anna,7,"1,250.50",usd,24%,W-8BEN,25,DE89 3704 0044 0532 0130 00,a@x.example,1.2m\n'
    )
    assert (anna.id, anna.fee, anna.currency, anna.withholding) == ("7", Decimal("1250.50"), "USD", 240_000)
    assert (anna.tax_form, anna.minimum_payout, anna.followers) == (True, Decimal(25), 1_200_000)
    assert anna.account == "DE89 3704 0044 0532 0130 00"


@pytest.mark.parametrize(
    ("cell", "there"),
    [("received", True), ("Yes", True), ("W-9", True), ("", False), ("expired", False), ("no", False)],
)
def test_a_tax_form_is_there_or_missing(cell: str, there: bool) -> None:
    assert read(f"name,tax form,paypal\nAnna,{cell},a@x.example\n")[0].tax_form is there


def test_what_a_roster_does_not_say_stays_unknown() -> None:
    (anna,) = read("name,fee,withholding,followers\nAnna,,,\n")
    assert (anna.tax_form, anna.fee, anna.withholding, anna.followers, anna.account) == (None, None, None, None, "")


@pytest.mark.parametrize(
    ("header", "cell", "words"),
    [
        ("fee", "$500", "a formula or no number|is not a number"),
        ("fee", "1.250", "may mean 1250 or 1.250"),
        ("fee", "-5", "is negative"),
        ("withholding", "24", "is above 1 and has no per cent sign"),
        ("tax form", "recieved", "did you mean 'received'"),
        ("currency", "Euro", "is not a currency"),
        ("followers", "many", "is not a number"),
    ],
)
def test_what_is_agreed_must_be_readable(header: str, cell: str, words: str) -> None:
    ((_, place, said),) = refused(f"name,{header}\nAnna,{cell}\n")
    assert place == "roster.csv:2:2"
    assert any(word in said for word in words.split("|"))


def test_stated_options_hold_for_a_roster() -> None:
    options = ReadOptions("UTC", Currency("EUR"), decimal=DecimalMark.COMMA, encoding="windows-1252")
    roster = parse_roster("r.csv", "name;fee\nJ\u00f6rg;1.250,50 \u20ac\n".encode("windows-1252"), options)
    assert (roster.creators[0].name, roster.creators[0].fee) == ("J\u00f6rg", Decimal("1250.50"))
    with pytest.raises(SpecError, match="is in USD, and the campaign is in EUR"):
        parse_roster("r.csv", b"name;fee\nA;5 USD\n", options)


def test_an_id_stands_there_once() -> None:
    ((code, _, said),) = refused("id,name\na7,Anna\nA7,Ben\n")
    assert (code, "the id 'A7' stands in line 2 already" in said) == ("duplicate-item", True)


def test_creators_of_dashboards_and_platforms_are_a_roster() -> None:
    (anna,) = read("influencer_id,name,category,gender,follower_count,platform\n7,Anna,food,f,140000,Instagram\n")
    assert (anna.id, anna.followers, anna.platform) == ("7", 140_000, Platform.INSTAGRAM)
    ben, cleo = read(
        "email,uid,instagram,tiktok,youtube\nb@x.example,1,ben,bentok,\nc@x.example,2,,,https://www.youtube.com/@cleo\n"
    )
    assert (ben.name, ben.handle, ben.platform, ben.id) == ("ben", "ben", Platform.INSTAGRAM, "1")
    assert (cleo.name, cleo.handle, cleo.platform) == ("cleo", "cleo", Platform.YOUTUBE)
    (dan,) = read("influencer_id,first_name,last_name\n9,Dan,Dorn\n")
    assert dan.name == "Dan Dorn"


def test_what_was_read_of_a_roster_has_its_hash() -> None:
    content = b"name\nAnna\n"
    found = roster_input(parse_roster("roster.csv", content), content)
    assert (found.holds, found.name, found.rows, found.sha256) == (
        "roster",
        "roster.csv",
        1,
        sha256(content).hexdigest(),
    )


@settings(deadline=None)
@given(st.binary(max_size=120) | st.text(alphabet='Aa,;"\n\t@=-.1', max_size=60).map(str.encode))
def test_garbage_is_a_roster_or_refused(content: bytes) -> None:
    try:
        creators = read(b"name,handle,fee,tax form\n" + content)
    except SpecError:
        return
    assert all(creator.name for creator in creators)
