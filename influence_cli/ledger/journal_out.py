"""What the journal comes to: balances, sums by term, and the entries themselves."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime

from influence_cli.ledger.bodies import inputs_from
from influence_cli.ledger.facts_out import RUNS
from influence_cli.ledger.records import Entry, RecordedRun, RunKind
from influence_cli.ledger.sealing import CHUNK
from influence_cli.ledger.words import words_of
from influence_cli.model.payout import OPENS, REFUNDS, Balance, EntryKind, Line

_OPENS = ", ".join(f"'{kind}'" for kind in OPENS)

_BALANCE = f"""
sum(CASE kind WHEN '{EntryKind.HELD}' THEN amount WHEN '{EntryKind.RELEASED}' THEN -amount ELSE 0 END),
sum(CASE WHEN kind IN ({_OPENS}) THEN amount WHEN kind = '{EntryKind.SCHEDULED}' THEN -amount ELSE 0 END),
sum(CASE kind WHEN '{EntryKind.SCHEDULED}' THEN amount WHEN '{EntryKind.PAID}' THEN -amount ELSE 0 END),
sum(CASE kind WHEN '{EntryKind.PAID}' THEN amount ELSE 0 END)
"""
"""Columns of a balance: held, open, scheduled, paid."""


def balances(connection: sqlite3.Connection, campaign: str | None) -> Mapping[tuple[str, str], Balance]:
    """Balances by campaign and creator, sorted by both; of one campaign, or of all."""
    condition, values = ("", ()) if campaign is None else (f"WHERE run IN ({RUNS})", (campaign,))
    words = words_of(connection)
    campaigns = dict(connection.execute("SELECT number, campaign FROM runs").fetchall())
    found: dict[tuple[str, str], Balance] = {}
    rows = connection.execute(f"SELECT run, creator, {_BALANCE} FROM entries {condition} GROUP BY run, creator", values)
    for run, creator, *sums in rows:
        key = (campaigns[run], words[creator])
        before = found.get(key, _NOTHING)
        found[key] = Balance(
            before.held + sums[0], before.open + sums[1], before.scheduled + sums[2], before.paid + sums[3]
        )
    return dict(sorted(found.items()))


_NOTHING = Balance()


def owed_elsewhere(connection: sqlite3.Connection, campaign: str, currency: str) -> Mapping[str, int]:
    """What is owed and not paid in the other campaigns of the same currency, by creator; only what is not 0."""
    rows = connection.execute(
        f"""SELECT words.word, sum(CASE WHEN entries.kind = '{EntryKind.PAID}' THEN -amount ELSE amount END)
        FROM entries JOIN words ON words.number = entries.creator
        WHERE entries.kind IN ({_OPENS}, '{EntryKind.PAID}')
        AND entries.run IN (SELECT number FROM runs WHERE campaign <> ? AND currency = ?)
        GROUP BY entries.creator""",
        (campaign, currency),
    )
    return {creator: amount for creator, amount in rows if amount}


def posted(connection: sqlite3.Connection, campaign: str) -> Mapping[tuple[str, str, str, str], int]:
    """Sums of the entries that open, by creator, contract, term and month; only what is not 0."""
    words = words_of(connection)
    rows = connection.execute(
        f"""SELECT creator, contract, term, month, sum(amount) FROM entries
        WHERE run IN ({RUNS}) AND kind IN ({_OPENS}) GROUP BY creator, contract, term, month""",
        (campaign,),
    )
    return {(words[a], words[b], words[c], words[d]): amount for a, b, c, d, amount in rows if amount}


def taken_back(connection: sqlite3.Connection, campaign: str) -> Mapping[tuple[str, str], int]:
    """What refunds took back, by creator and event."""
    words = words_of(connection)
    rows = connection.execute(
        f"""SELECT creator, event, sum(amount) FROM entries
        WHERE run IN ({RUNS}) AND kind = '{EntryKind.REVERSED}'
        AND term = (SELECT number FROM words WHERE word = '{REFUNDS}') GROUP BY creator, event""",
        (campaign,),
    )
    return {(words[creator], event): amount for creator, event, amount in rows}


def paid_elsewhere(connection: sqlite3.Connection, campaign: str, events: Sequence[str]) -> Mapping[str, str]:
    """Those of the events that another campaign owes something for, and this one nothing; and that campaign."""
    others = connection.execute("SELECT count(*) FROM runs WHERE campaign <> ?", (campaign,)).fetchone()[0]
    if not (others and events):
        return {}
    rows = connection.execute(
        f"""SELECT event, runs.campaign FROM entries JOIN runs ON runs.number = entries.run
        WHERE entries.kind IN ({_OPENS}) AND event <> ''
        GROUP BY event, runs.campaign HAVING sum(amount) <> 0"""
    ).fetchall()
    asked = set(events) - {event for event, name in rows if name == campaign}
    return {event: name for event, name in rows if event in asked}


def last_run(connection: sqlite3.Connection, campaign: str) -> tuple[str, str, str]:
    """Period, currency and hash of the spec of the campaign's last payout run; empty without one."""
    found = connection.execute(
        "SELECT period, currency, spec_sha256 FROM runs WHERE campaign = ? AND kind = ? ORDER BY number DESC LIMIT 1",
        (campaign, RunKind.PAYOUT.value),
    ).fetchone()
    return found or ("", "", "")


def runs(connection: sqlite3.Connection, campaign: str | None) -> tuple[RecordedRun, ...]:
    """The runs in the order in which they were recorded; of one campaign, or of all."""
    rows = connection.execute(
        """SELECT number, kind, campaign, period, currency, spec_sha256, inputs, version, recorded_at, digest
        FROM runs JOIN seals ON seals.run = runs.number WHERE ? IS NULL OR campaign = ? ORDER BY number""",
        (campaign, campaign),
    )
    return tuple(
        RecordedRun(
            number,
            RunKind(kind),
            name,
            period,
            currency,
            spec,
            inputs_from(inputs),
            version,
            moment_from(recorded_at),
            digest,
        )
        for number, kind, name, period, currency, spec, inputs, version, recorded_at, digest in rows
    )


def moment_from(text: str) -> datetime:
    """The moment of a stored text, in UTC.

    >>> moment_from("2026-06-01T08:00:00+00:00")
    datetime.datetime(2026, 6, 1, 8, 0, tzinfo=datetime.timezone.utc)
    """
    return datetime.fromisoformat(text).astimezone(UTC)


def entries(
    connection: sqlite3.Connection, campaign: str | None, creator: str | None, period: str | None
) -> Iterator[Entry]:
    """The entries in the order in which they were recorded; those of a campaign, creator and period of a run."""
    known = {run.number: run for run in runs(connection, campaign) if period in (None, run.period)}
    words = words_of(connection)
    wanted = [number for number, word in words.items() if word == creator]
    condition = "1" if creator is None else f"creator = {wanted[0]}" if wanted else "0"
    cursor = connection.execute(
        f"""SELECT number, run, kind, creator, contract, term, month, event, day, band, base, rate, amount, note
        FROM entries WHERE {condition} ORDER BY number"""
    )
    while chunk := cursor.fetchmany(CHUNK):
        for number, run, kind, who, contract, term, month, event, day, *rest in chunk:
            if run not in known:
                continue
            line = Line(
                EntryKind(kind),
                words[who],
                words[contract],
                words[term],
                words[month],
                event,
                None if day is None else date.fromordinal(day),
                *rest,
            )
            header = known[run]
            yield Entry(number, run, header.campaign, header.period, header.currency, header.recorded_at, line)
