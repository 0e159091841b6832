"""Files of every kind become the same rows, and files that cannot be understood are refused in words."""

import csv
from hashlib import sha256
from io import BytesIO, StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from influence_cli.ingest import table
from influence_cli.ingest.findings import MOST_PROBLEMS, Findings
from influence_cli.ingest.table import TableReader
from influence_cli.model.errors import Problem, SpecError, UsageError


def read(content: bytes, encoding: str | None = None) -> tuple[list[str], list[tuple[int, list[str]]], list[Problem]]:
    findings = Findings("file.csv")
    reader = TableReader(findings, BytesIO(content), encoding)
    rows = [row for chunk in reader.chunks() for row in zip(chunk.lines, chunk.cells, strict=True)]
    return reader.header, rows, list(findings.listed())


def refused(content: bytes, encoding: str | None = None) -> tuple[str, str, str]:
    with pytest.raises(SpecError) as caught:
        read(content, encoding)
    problem = caught.value.problems[0]
    return problem.code, str(problem.place), str(problem)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_separators_line_ends_and_marks_do_no_harm(mark: str, separator: str, end: str) -> None:
    lines = ["", separator, f"name{separator} Total sales ", f'"a{separator}b"{separator}1', "", f"c{separator}"]
    header, rows, problems = read((mark + end.join(lines) + end).encode())
    assert header == ["name", "Total sales"]
    assert rows == [(4, [f"a{separator}b", "1"]), (6, ["c", ""])]
    assert problems == []


def test_lines_are_counted_through_cells_of_several_lines() -> None:
    _, rows, _ = read(b'a,b\n1,"x\ny\r\nz"\n2,w\n')
    assert rows == [(2, ["1", "x\ny\r\nz"]), (5, ["2", "w"])]


def test_a_header_in_quotes_does_not_hide_the_separator() -> None:
    assert read(b'"a,b,c,d";e\n1;2\n')[0] == ["a,b,c,d", "e"]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("n\u00e4me\n\u20ac\n", "windows-1252"),
        ("n\u00e4me\n\u20ac\n", "utf-16"),
        ("\ufeffn\u00e4me\n\u20ac\n", "utf-8"),
    ],
)
def test_a_stated_encoding_is_used(text: str, encoding: str) -> None:
    header, rows, _ = read(text.encode(encoding), encoding)
    assert (header, rows) == (["n\u00e4me"], [(2, ["\u20ac"])])


def test_short_rows_are_filled_and_long_ones_refused_unless_their_rest_is_empty() -> None:
    _, rows, problems = read(b"a,b\n1\n1,2,3\n1,2,,\n")
    assert rows == [(2, ["1", ""]), (4, ["1", "2"])]
    assert [(problem.place.line, problem.what) for problem in problems] == [(3, "3 cells stand below 2 headers")]


def test_a_last_line_that_ends_too_early_is_refused() -> None:
    _, rows, problems = read(b"a,b\n1,2\n1")
    assert rows == [(2, ["1", "2"])]
    assert [(problem.place.line, problem.code) for problem in problems] == [(3, "bad-row")]
    assert read(b"a,b\n1,2\n1,2")[2] == []


def test_text_behind_a_quote_is_a_problem_of_its_line_only() -> None:
    _, rows, problems = read(b'a,b\n"x"y,2\n3,4\n')
    assert rows == [(3, ["3", "4"])]
    assert [(problem.place.line, problem.code) for problem in problems] == [(2, "bad-row")]


@pytest.mark.parametrize(
    ("content", "code", "place", "words"),
    [
        (b"", "empty", "file.csv:1:1", "nothing is written here"),
        (b" ,;\n\n\t\n", "empty", "file.csv:1:1", "nothing is written here"),
        (b"a\n\xff\xfe\n", "not-utf8", "file.csv:2:1", "--encoding windows-1252"),
        ("a\r\nb\r\n\u00e4".encode() + b"\r\nM\xfcller\r\n", "not-utf8", "file.csv:4:1", "the byte 0xfc is not UTF-8"),
        ("a\n1\n".encode("utf-16-le"), "binary", "file.csv:1:1", "--encoding utf-16-le"),
        (b"a\nb\x00\n", "binary", "file.csv:2:1", "zero bytes"),
        (b'a,b\n1,2\n3,"4\n5,6\n', "bad-row", "file.csv:3:1", "a quotation mark is not closed"),
        (b'a,b\n3,"4\n5,6"x\n7,8\n', "bad-row", "file.csv:2:1", "a quotation mark is not closed"),
        (b'a,b\n3,"' + b"4\n" * 100_000, "bad-row", "file.csv:2:1", "longer than 131,072 characters"),
        (b'"a,b\n', "bad-row", "file.csv:1:1", "a quotation mark is not closed"),
        (b"," * 1_000 + b"a\n", "too-many", "file.csv:1:1", "at most 1,000"),
        (b"a\n" + b"x" * 3_000_000, "too-long", "file.csv:2:1", "a line is longer"),
    ],
)
def test_what_cannot_be_understood_is_refused_at_its_line(content: bytes, code: str, place: str, words: str) -> None:
    found = refused(content)
    assert found[:2] == (code, place)
    assert words in found[2]
    assert "\x1b" not in found[2]


def test_a_byte_far_down_a_large_file_has_its_line() -> None:
    lines = b"abcdefgh,\xc3\xa4\n" * 300_000
    assert refused(b"a,b\n" + lines + b"\xff,1\n")[1] == "file.csv:300002:1"


MARKED = ["utf-8-sig", "utf-16", "utf-32"]
BIG_ENDIAN = {"utf-16-be": b"\xfe\xff", "utf-32-be": b"\x00\x00\xfe\xff"}


@pytest.mark.parametrize("stated", [None, "utf-8", "utf-16", "utf-32", "windows-1252", "utf-16-be"])
@pytest.mark.parametrize("written", [*MARKED, *BIG_ENDIAN])
def test_a_byte_order_mark_wins_over_what_is_stated(written: str, stated: str | None) -> None:
    content = BIG_ENDIAN.get(written, b"") + "n\u00e4me\n\u20ac\n".encode(written)
    assert read(content, stated) == (["n\u00e4me"], [(2, ["\u20ac"])], [])


@pytest.mark.parametrize("stated", ["utf-16", "UTF16", "utf-32"])
def test_an_encoding_that_needs_a_mark_is_not_that_of_a_file_without_one(stated: str) -> None:
    code, place, words = refused(b"a,b\n1,2\n", stated)
    assert (code, place) == ("bad-encoding", "file.csv:1:1")
    assert "the file has no byte order mark" in words
    assert "expected no --encoding for a file in UTF-8" in words


@pytest.mark.parametrize("stated", ["utf-16-le", "utf-16-be"])
def test_a_stated_encoding_is_that_of_files_without_a_mark(stated: str) -> None:
    assert read("n\u00e4me\n\u20ac\n".encode(stated), stated)[:2] == (["n\u00e4me"], [(2, ["\u20ac"])])


@pytest.mark.parametrize("written", [*MARKED, *BIG_ENDIAN])
def test_what_breaks_off_behind_a_mark_is_placed(written: str) -> None:
    content = BIG_ENDIAN.get(written, b"") + "a\n1\n\u20ac".encode(written)
    code, place, words = refused(content[:-1])
    assert (code, place) == ("bad-encoding", "file.csv:3:1")
    assert "begins with the byte order mark" in words


@settings(deadline=None)
@given(
    st.binary(max_size=80) | st.text(max_size=40).map(lambda text: text.encode("utf-16", "replace")),
    st.sampled_from(
        [None, "utf-16", "utf-16-le", "utf-32", "utf-7", "ascii", "cp1252", "iso2022_jp", "hz", "raw_unicode_escape"]
    ),
)
def test_any_bytes_in_any_encoding_are_read_or_refused_in_words(content: bytes, encoding: str | None) -> None:
    try:
        problems = read(content, encoding)[2]
    except SpecError as error:
        problems = list(error.problems)
    assert all(problem.place.line for problem in problems)


def test_a_stated_encoding_that_is_wrong_is_said() -> None:
    assert "is not ascii" in refused("a\n\u00e4\n".encode(), "ascii")[2]


@pytest.mark.parametrize("encoding", ["klingon", "hex", "rot13", "idna", "punycode", "undefined", "", "\x00"])
def test_an_encoding_that_is_none_is_refused(encoding: str) -> None:
    with pytest.raises(UsageError, match="is not an encoding of text"):
        read(b"a\n1\n", encoding)


def test_a_file_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "MOST_BYTES", 10)
    assert refused(b"a\n1\n2\n3\n4\n5\n")[0] == "too-long"


def test_what_was_read_has_its_hash_and_rows() -> None:
    content = b"a,b\n1,2\n\n,\n3,4,5\n"
    reader = TableReader(Findings("file.csv"), BytesIO(content))
    list(reader.chunks())
    found = reader.input("orders")
    assert (found.holds, found.name, found.sha256, found.rows) == ("orders", "file.csv", sha256(content).hexdigest(), 2)


def test_problems_beyond_the_first_hundred_are_counted() -> None:
    findings = Findings("file.csv")
    for line in range(30_000, 0, -1):
        findings.error("bad-row", line, "", "wrong")
    listed = findings.listed()
    assert (len(listed), listed[-1].what) == (MOST_PROBLEMS + 1, "29,900 more problems are not listed")
    assert len(findings) == 30_000


CELL = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]) | st.sampled_from(',;\t"\n'), max_size=8)


@settings(deadline=None)
@given(
    st.lists(st.lists(CELL, min_size=3, max_size=3).filter(lambda row: row[0].strip()), max_size=12),
    st.sampled_from(",;\t"),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
    st.booleans(),
)
def test_what_is_written_is_read(rows: list[list[str]], separator: str, end: str, quote_all: bool, mark: bool) -> None:
    text = StringIO(newline="")
    writer = csv.writer(
        text, delimiter=separator, lineterminator=end, quoting=csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL
    )
    writer.writerows([["x", "y", "z"], *rows])
    content = ("\ufeff" * mark + text.getvalue()).encode()
    header, found, problems = read(content)
    assert (header, problems) == (["x", "y", "z"], [])
    # the spaces before a cell are nobody's
    assert [[cell.strip() for cell in cells] for _, cells in found] == [[cell.strip() for cell in row] for row in rows]


@settings(deadline=None)
@given(st.binary(max_size=200) | st.text(alphabet='ab,;"\n\r\t=\x00\u00e4', max_size=80).map(str.encode))
def test_garbage_is_read_or_refused_in_words(content: bytes) -> None:
    try:
        header, rows, _ = read(content)
    except SpecError:
        return
    assert all(len(cells) == len(header) for _, cells in rows)
