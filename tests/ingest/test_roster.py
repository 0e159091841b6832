"""Rosters as people export them: what is understood, and what is refused with its line."""

import pytest

from influence_cli.ingest.findings import MOST_PROBLEMS
from influence_cli.ingest.roster import MOST_CREATORS, parse_roster
from influence_cli.model.agreement import RosterCreator
from influence_cli.model.campaign import Platform, Tier
from influence_cli.model.errors import SpecError

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
    ("line", "code", "words"),
    [
        (",x,,,,,,,", "missing-key", "the name is missing"),
        ("Anna,,,Instagrm,,,,,", "unknown-platform", "did you mean 'instagram'?"),
        ("Anna,,,,macro,,,,", "unknown-tier", "expected one of nano, micro, mid, mega"),
        ("Anna,,no address,,,,,,", "bad-text", "is not an address"),
        ("Anna,,,,,,ANNA 15,,", "bad-text", "is not a code"),
        ("Anna,,,,,,=1+1,,", "bad-text", "is not a code"),
        ("Anna,,,,,,,javascript:alert(1),", "bad-text", "begins with https://"),
        ("Anna,,,,,,,https://u:p@evil.example,", "bad-text", "begins with https://"),
        ("Anna\x1b[31m,,,,,,,,", "bad-character", "control character"),
        ("Anna,,,,,,,,en,more", "bad-row", "10 cells stand below 9 headers"),
        (f"{'a' * 501},,,,,,,,", "bad-text", "at most 500"),
        ('"Anna,,,,,,,,', "bad-row", "a quotation mark is not closed"),
    ],
)
def test_a_line_that_cannot_be_read_is_refused_at_its_place(line: str, code: str, words: str) -> None:
    ((found, place, said),) = refused(f"{HEADER}Ben,,,,,,,,\n{line}\n")
    assert (found, place) == (code, "roster.csv:3:1")
    assert words in said
    assert "\x1b" not in said


def test_everything_that_is_wrong_is_said_at_once() -> None:
    found = refused(HEADER + "Anna,,,x,y,,,,\n,,,,,,,,de\n")
    assert [(code, place) for code, place, _ in found] == [
        ("unknown-platform", "roster.csv:2:1"),
        ("unknown-tier", "roster.csv:2:1"),
        ("missing-key", "roster.csv:3:1"),
    ]


@pytest.mark.parametrize(
    ("lines", "what"),
    [
        ("Anna,,,,,,MIA15,,\nBen,,,,,,mia15,,\n", "the code 'mia15' stands in line 2 already"),
        ("Anna,@a,,tiktok,,,,,\nBen,A,,TikTok,,,,,\n", "the handle 'A' stands in line 2 already"),
        ("Anna,,,,,,,https://a.example,\nBen,,,,,,,https://a.example,\n", "the link"),
    ],
)
def test_what_must_be_personal_stands_there_once(lines: str, what: str) -> None:
    ((code, place, said),) = refused(HEADER + lines)
    assert (code, place) == ("duplicate-item", "roster.csv:3:1")
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
        ("name\nAnna\n".encode("utf-16"), "not-utf8"),
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
