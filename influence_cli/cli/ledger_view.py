"""What the commands of a ledger share: what was chosen of it, and what is shown of that."""

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from influence_cli import __version__
from influence_cli.cli.options import nearest
from influence_cli.model.errors import UsageError
from influence_cli.model.money import Currency
from influence_cli.report.ledger.records import Choice, LedgerView, Standing

if TYPE_CHECKING:
    from influence_cli.cli.files import Target
    from influence_cli.ledger import Ledger
    from influence_cli.model.payout import Balance, Batch

_FEW = 12
"""Most words that a message lists."""

_BESIDE = ("", "-wal", "-shm", "-journal")
"""Ends of the files a ledger is made of."""


def choose(ledger: "Ledger", campaign: str | None, creator: str | None, period: str | None) -> Choice:
    """Check what was chosen against what there is.

    Raises:
        UsageError: For a campaign or creator that is not in the ledger, or a period that is no month.
    """
    campaigns = ledger.campaigns()
    if campaign is not None and campaign not in campaigns:
        raise UsageError(f"--campaign: no {campaign!r} in {ledger.path}{_hint(campaign, campaigns)}")
    if period is not None and not re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", period):
        raise UsageError(f"--period {period}: not a month; expected one such as 2026-05")
    key = "" if creator is None else _key(creator, names_of(ledger, ledger.balances()), ledger.path)
    return Choice(campaign or "", key, period or "")


def view(ledger: "Ledger", choice: Choice, *, entries: bool) -> LedgerView:
    """What there is to show; the entries are read while they are rendered."""
    campaign = choice.campaign or None
    balances = ledger.balances()
    names = names_of(ledger, balances)
    runs = ledger.runs(campaign)
    currencies = {run.campaign: Currency(run.currency) for run in runs}
    standings = (
        Standing(of, currencies[of], creator, names[creator], balance)
        for (of, creator), balance in balances.items()
        if of in currencies and choice.creator in ("", creator)
    )
    chosen = tuple(sorted(standings, key=lambda one: (one.campaign, one.name.casefold(), one.creator)))
    concerned = {one.campaign for one in chosen}
    return LedgerView(
        ledger=os.path.basename(ledger.path),
        choice=choice,
        standings=chosen,
        batches=_batches(ledger.batches(campaign), choice),
        runs=tuple(
            run
            for run in runs
            if choice.period in ("", run.period) and (not choice.creator or run.campaign in concerned)
        ),
        names=names,
        entries=ledger.entries(campaign, choice.creator or None, choice.period or None) if entries else None,
        version=__version__,
    )


def names_of(ledger: "Ledger", balances: Mapping[tuple[str, str], "Balance"]) -> Mapping[str, str]:
    """Names of all creators by key, campaign by campaign in the order in which they were first recorded."""
    known = {key: payee.name for campaign in ledger.campaigns() for key, payee in ledger.payees(campaign).items()}
    return known | {creator: creator for _, creator in balances if creator not in known}


def refuse_ledger(targets: Iterable["Target"], ledger: str) -> None:
    """Keep a ledger from being written over.

    Raises:
        UsageError: For a target that is the ledger, or a file that belongs to it.
    """
    own = [os.path.realpath(ledger) + end for end in _BESIDE]
    for target in targets:
        if target.real in own or any(_same(target.real, path) for path in own):
            raise UsageError(f"{target.shown}: cannot write: this is the ledger itself; name another file")


def _same(first: str, second: str) -> bool:
    try:
        return os.path.samefile(first, second)
    except (OSError, ValueError):
        return False


def _batches(found: Sequence["Batch"], choice: Choice) -> tuple["Batch", ...]:
    chosen = (
        replace(batch, payments=tuple(each for each in batch.payments if choice.creator in ("", each.creator)))
        for batch in found
        if choice.period in ("", batch.period)
    )
    return tuple(batch for batch in chosen if batch.payments)


def _key(creator: str, names: Mapping[str, str], path: str) -> str:
    """The key of a creator who is called by it, or by a name that nobody else has."""
    if creator in names:
        return creator
    called = [key for key, name in names.items() if name.casefold() == creator.casefold()]
    if len(called) > 1:
        raise UsageError(f"--creator: {len(called)} creators are called {creator!r}; expected a key: {_listed(called)}")
    if not called:
        raise UsageError(f"--creator: no {creator!r} in {path}{_hint(creator, tuple(names))}")
    return called[0]


def _hint(word: str, valid: Sequence[str]) -> str:
    if not valid:
        return ", which holds nothing yet"
    hint = nearest(word, list(valid))
    return hint if len(valid) <= _FEW or "did you mean" in hint else "; `influence ledger show` lists them"


def _listed(words: Sequence[str]) -> str:
    return ", ".join(words[:_FEW]) + (" ..." if len(words) > _FEW else "")
