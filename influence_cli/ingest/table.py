"""A stream of bytes to a header and rows of cells, each with the line it begins in."""

import codecs
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from io import StringIO
from itertools import chain
from typing import BinaryIO, NoReturn

from influence_cli.ingest.findings import BROKEN_ROW, Findings
from influence_cli.ingest.words import shown
from influence_cli.model.errors import UsageError
from influence_cli.model.payout import InputFile

MOST_BYTES = 2_000_000_000
LONGEST_LINE = 1_000_000
MOST_COLUMNS = 1_000
ROWS_AT_ONCE = 4_000
_BLOCK = 1 << 20

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""Byte order marks; longer ones first where one begins with another."""

_NEED_MARK = ("utf-16", "utf-32")
_QUOTED = re.compile('"[^"]*"')
_SEPARATORS = ",;\t"
_SAMPLE = "a,\n" * 40
"""Text that an encoding of text leaves as it is; those of network names do not take so much."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Some rows in the order of the file, each with as many cells as there are headers, and their lines."""

    lines: list[int]
    cells: list[list[str]]


class TableReader:
    """A CSV file that is read once, from its beginning to its end.

    Commas, semicolons and tabs separate cells, whichever the header has most of; blank lines do no harm, and cells
    in quotes may hold line breaks. A byte order mark says what the encoding is, whatever is stated.

    Attributes:
        header: Headers as written, without the spaces around them.
        header_line: The line they stand in.
    """

    def __init__(
        self, findings: Findings, stream: BinaryIO, encoding: str | None = None, *, whole_rows: bool = True
    ) -> None:
        """Read up to the header.

        Args:
            findings: Takes what is wrong with rows.
            stream: The bytes.
            encoding: Their encoding where they have no byte order mark, or None for UTF-8.
            whole_rows: Whether a last line that ends too early is refused, because the file may be cut off.

        Raises:
            SpecError: Nothing is written there, or it is no text.
            UsageError: The encoding is not known.
        """
        self._findings = findings
        self._stream = stream
        self._encoding = _encoding(encoding)
        self._stated = encoding
        self._marked = False
        self._whole_rows = whole_rows
        self._hash = sha256()
        self._rows = 0
        self._cut_off = False
        source = self._lines()
        self._before, first = _first_line(source)
        if not first:
            findings.fatal("empty", 1, "", "nothing is written here", "a line of headers")
        separator = max(_SEPARATORS, key=_QUOTED.sub("", first).count)
        self._csv = csv.reader(chain((first,), source), delimiter=separator, strict=True, skipinitialspace=True)
        self.header_line = self._before + 1
        self.header = self._header()

    def chunks(self) -> Iterator[Rows]:
        """The rows that hold something, some thousands at a time; those with too many cells are left out as problems.

        Raises:
            SpecError: The file cannot be understood from some line on.
        """
        rows, width, before = self._csv, len(self.header), self._before
        line = before + rows.line_num + 1
        lines: list[int] = []
        found: list[list[str]] = []
        while True:
            try:
                for cells in rows:
                    if cells and (cells[0].strip() or "".join(cells).strip()):
                        self._rows += 1
                        if len(cells) == width or self._fits(line, cells):
                            lines.append(line)
                            found.append(cells)
                    line = before + rows.line_num + 1
                    if len(found) >= ROWS_AT_ONCE:
                        yield Rows(lines, found)
                        lines, found = [], []
                        self._findings.settle()
                break
            except csv.Error as error:
                self._broken(line, error)
                self._rows += 1
                line = before + rows.line_num + 1
        if found:
            yield Rows(lines, found)
        self._findings.settle()

    def input(self, holds: str) -> InputFile:
        """What was read, once it was read to its end."""
        return InputFile(holds, self._findings.name, self._hash.hexdigest(), self._rows)

    def _header(self) -> list[str]:
        try:
            header = [cell.strip() for cell in next(self._csv)]
        except csv.Error as error:
            self._broken(self.header_line, error)
            self._findings.stop()
            raise
        if len(header) > MOST_COLUMNS:
            what = f"there are {len(header):,} columns"
            self._findings.fatal("too-many", self.header_line, "", what, f"at most {MOST_COLUMNS:,}")
        while header and not header[-1]:
            header.pop()
        return header

    def _fits(self, line: int, cells: list[str]) -> bool:
        """Whether the cells beyond the headers are empty, which are taken away; adds those that are not written."""
        width = len(self.header)
        if len(cells) < width and self._cut_off and self._whole_rows:
            what = "the last line ends too early, so the file may be cut off"
            self._findings.error(BROKEN_ROW, line, "", what, f"{width} cells, or the end of a line")
            return False
        cells += [""] * (width - len(cells))
        if any(cell.strip() for cell in cells[width:]):
            what = f"{len(cells)} cells stand below {width} headers"
            self._findings.error(BROKEN_ROW, line, "", what, "quotes around cells that hold a separator")
            return False
        del cells[width:]
        return True

    def _broken(self, line: int, error: csv.Error) -> None:
        """A row whose quotes are wrong: one line is refused, but where it goes on over lines, nothing is sure."""
        if "limit" in str(error):
            most = csv.field_size_limit()
            what = f"a cell is longer than {most:,} characters; perhaps its quotation mark is not closed"
        else:
            what = "a quotation mark is not closed, or text stands behind it"
        expected = 'cells such as Anna or "Krüger, Anna"'
        if self._before + self._csv.line_num > line or "end of data" in str(error):
            self._findings.fatal(BROKEN_ROW, line, "", what, expected)
        self._findings.error(BROKEN_ROW, line, "", what, expected)

    def _lines(self) -> Iterator[str]:
        """Lines with their ends: line feed, carriage return, or both."""
        block = self._stream.read(_BLOCK)
        mark = self._byte_order_mark(block)
        decoder = codecs.getincrementaldecoder(self._encoding)()
        size = count = 0
        rest = ""
        while True:
            size += len(block)
            if size > MOST_BYTES:
                what = "the file is larger than 2 GB"
                self._findings.fatal("too-long", count + 1, "", what, "one file per month, for example")
            self._hash.update(block)
            try:
                text = decoder.decode(block[mark:], final=not block)
            except UnicodeError as error:
                self._undecodable(count, rest, error)
            mark = 0
            if "\x00" in text:
                line = count + _breaks(rest + text[: text.index("\x00")]) + 1
                what = "the file holds zero bytes, so it is not text"
                expected = "a CSV file in UTF-8, or --encoding utf-16-le if it is UTF-16"
                self._findings.fatal("binary", line, "", what, expected)
            lines = StringIO(rest + text, newline="").readlines()
            rest = ""
            # a carriage return at the end may be followed by its line feed
            if block and lines and not lines[-1].endswith("\n"):
                rest = lines.pop()
            if len(rest) > LONGEST_LINE:
                line = count + len(lines) + 1
                what = f"a line is longer than {LONGEST_LINE:,} characters"
                self._findings.fatal("too-long", line, "", what, "a CSV file with a line for each row")
            # what has no end of line comes alone and last
            self._cut_off = not block and bool(lines) and not lines[-1].endswith(("\n", "\r"))
            yield from lines
            count += len(lines)
            if not block:
                return
            block = self._stream.read(_BLOCK)

    def _byte_order_mark(self, block: bytes) -> int:
        """Go by the mark at the beginning of a file; its length, 0 where there is none."""
        for mark, encoding in _MARKS:
            if block.startswith(mark):
                self._encoding, self._marked = encoding, True
                return len(mark)
        if block and self._encoding in _NEED_MARK:
            what = f"the file has no byte order mark, so it is not {self._encoding}"
            expected = f"no --encoding for a file in UTF-8, or --encoding {self._encoding}-le"
            self._findings.fatal("bad-encoding", 1, "", what, expected)
        return 0

    def _undecodable(self, count: int, rest: str, error: UnicodeError) -> NoReturn:
        """Refuse bytes that are no text, in the line that they stand in.

        Args:
            count: Lines before.
            rest: The beginning of the line after them.
            error: What the codec says; those of some encodings do not say where.
        """
        line, wrong = count + 1, "a byte"
        if isinstance(error, UnicodeDecodeError):
            good = error.object[: error.start].decode(self._encoding, errors="ignore")
            line += _breaks(rest + good)
            wrong = f"the byte {error.object[error.start]:#04x}"
        if self._marked:
            what = f"{wrong} is not {self._encoding}, and the file begins with the byte order mark of it"
            self._findings.fatal("bad-encoding", line, "", what, "a file saved as CSV UTF-8")
        if self._stated is None:
            expected = "a file saved as CSV UTF-8, or its encoding, such as --encoding windows-1252"
            self._findings.fatal("not-utf8", line, "", f"{wrong} is not UTF-8", expected)
        self._findings.fatal("bad-encoding", line, "", f"{wrong} is not {self._stated}", "another --encoding")


def _encoding(stated: str | None) -> str:
    """The codec for an encoding.

    Raises:
        UsageError: It is not known, or writes no plain text.
    """
    if stated is None:
        return "utf-8"
    try:
        codec = codecs.lookup(stated).name
        codecs.getincrementaldecoder(codec)
        plain = codec.startswith(("utf-16", "utf-32")) or (_SAMPLE.encode(codec) == _SAMPLE.encode("ascii"))
    except (LookupError, UnicodeError, ValueError):
        plain = False
    if not plain:
        raise UsageError(f"--encoding: {shown(stated)} is not an encoding of text; for example windows-1252 or utf-16")
    return codec


def _first_line(lines: Iterator[str]) -> tuple[int, str]:
    """How many blank lines come first, and the first that holds something, or an empty string."""
    before = 0
    for line in lines:
        if line.strip(' ,;\t\r\n"'):
            return before, line
        before += 1
    return before, ""


def _breaks(text: str) -> int:
    return text.count("\n") + text.count("\r") - text.count("\r\n")
