"""The rows of one campaign, out of an export that may hold those of several."""

from collections.abc import Iterator
from dataclasses import dataclass

from influence_cli.ingest.columns import Found
from influence_cli.ingest.findings import Findings
from influence_cli.ingest.options import EVERY_CAMPAIGN, ReadOptions
from influence_cli.ingest.table import Rows, TableReader
from influence_cli.ingest.words import folded, named, shown

COLUMN = "campaign"


@dataclass(frozen=True, slots=True)
class Part:
    """Some rows of the campaign.

    Attributes:
        rows: The rows.
        anew: Whether all rows before belong to another campaign after all, and are to be forgotten.
    """

    rows: Rows
    anew: bool = False


class CampaignRows:
    """A table's rows, of which those of other campaigns are passed over.

    The campaign is the stated one. Where none is stated, all rows are taken if they are of one campaign, else those
    of the spec's campaign; where it is not among them, nobody knows which are meant.

    Attributes:
        others: Rows that were passed over.
    """

    def __init__(self, findings: Findings, table: TableReader, found: Found, options: ReadOptions) -> None:
        """Prepare for the rows of a file."""
        self._findings = findings
        self._table = table
        self._at = found.at.get(COLUMN)
        # further lines of an order name its campaign only once
        self._id_at = found.at.get("order_id")
        self._stated = options.campaign
        self._own = options.own_campaign
        # what rows are taken of; None until the first row says it
        self._taken = None if self._stated is None else _key(self._stated)
        self._sure = self._stated is not None
        self._names: dict[str, str] = {}
        self._first: dict[str, int] = {}
        self._previous = ("", "")
        self._rows = 0
        self.others = 0

    def parts(self) -> Iterator[Part]:
        """The rows that are taken, some thousands at a time.

        Raises:
            SpecError: The file cannot be understood from some line on, or it is not known which campaign is meant.
        """
        for rows in self._table.chunks():
            yield Part(rows) if self._at is None or self._stated == EVERY_CAMPAIGN else self._part(rows, self._at)
        if not self._rows or self._taken in self._names:
            return
        lines, listed = list(self._first.values()), self._listed(self._names)
        if self._stated is not None:
            what = f"no row is of the campaign {shown(self._stated)}, only of {listed}"
            self._findings.error("other-campaign", lines[0], COLUMN, what, "the name of one of them")
        else:
            what = f"the rows are of several campaigns, none of them {shown(self._own)} as in the spec: {listed}"
            expected = f"--source-campaign with the one that is paid, or {shown(EVERY_CAMPAIGN)} for all"
            self._findings.error("other-campaign", lines[1], COLUMN, what, expected)
        self._findings.stop()

    def notes(self) -> tuple[str, ...]:
        """Which rows were taken, in words, where they are not all; once the file was read to its end."""
        if self._at is None and self._stated not in (None, EVERY_CAMPAIGN):
            return (f"there is no column of campaigns, so every row is taken as of {shown(self._stated or '')}",)
        if not self.others:
            return ()
        others = self._listed({key: name for key, name in self._names.items() if key != self._taken})
        count = f"{self.others:,} row{' of another campaign is' if self.others == 1 else 's of other campaigns are'}"
        why = "" if self._stated else ", as the campaign of the spec"
        return (f"{count} passed over ({others}); taken are those of {shown(self._names[self._taken or ''])}{why}",)

    def _part(self, rows: Rows, at: int) -> Part:
        keys = self._keys(rows, at)
        self._rows += len(keys)
        anew = self._decide(keys)
        taken = [row for row, key in enumerate(keys) if key == self._taken]
        if anew:
            self._findings.forget_cells()
            self.others = self._rows - len(keys)
        self.others += len(keys) - len(taken)
        if len(taken) == len(keys):
            return Part(rows, anew)
        return Part(Rows([rows.lines[row] for row in taken], [rows.cells[row] for row in taken]), anew)

    def _decide(self, keys: list[str]) -> bool:
        """Settle which campaign is taken; whether that is another one than before."""
        if self._sure:
            return False
        own, before = _key(self._own), self._taken
        if own and own in self._names:
            self._taken, self._sure = own, len(self._names) > 1
        elif len(self._names) == 1:
            self._taken = next(iter(self._names))
        else:
            # several, and none is the spec's so far
            self._taken = None
        return before is not None and before != self._taken

    def _keys(self, rows: Rows, at: int) -> list[str]:
        """What each row's campaign is compared by; names and first lines are kept."""
        texts = [cells[at] for cells in rows.cells]
        if self._id_at is not None and "" in texts:
            for row, cells in enumerate(rows.cells):
                order = cells[self._id_at]
                if not texts[row] and order and order == self._previous[0]:
                    texts[row] = self._previous[1]
                self._previous = order, texts[row]
        elif self._id_at is not None and texts:
            self._previous = rows.cells[-1][self._id_at], texts[-1]
        keys = {text: _key(text) for text in dict.fromkeys(texts)}
        for text, key in keys.items():
            if key not in self._names:
                self._names[key] = text.strip()
                self._first[key] = rows.lines[texts.index(text)]
        return [keys[text] for text in texts]

    def _listed(self, names: dict[str, str]) -> str:
        written = [name for name in names.values() if name]
        none = ["no campaign"] if "" in names else []
        return " and ".join([*([named(written)] if written else []), *none])


def _key(name: str) -> str:
    return folded(name) or name.strip()
