"""One payout from files to statement, with the ledger held while it is worked out."""

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from typing import Protocol

from influence_cli import __version__
from influence_cli.ledger import Ledger, open_ledger
from influence_cli.model.agreement import SpecTerms
from influence_cli.model.campaign import Campaign
from influence_cli.model.payout import PayoutRules, PayoutStatement
from influence_cli.payout.facts import LedgerState, Run
from influence_cli.workflow.paying import PayoutFiles, pay


class Staging(Protocol):
    """Writes a statement's files beside their places; they take them when the block ends well."""

    def staged(self, statement: PayoutStatement) -> AbstractContextManager[None]:
        """The files of a statement."""


def run_payout(
    campaign: Campaign,
    terms: SpecTerms,
    rules: PayoutRules,
    files: PayoutFiles,
    period: str,
    *,
    contract: str | None,
    ledger: str | None,
    dry_run: bool,
    sink: Staging,
) -> PayoutStatement:
    """Work out a payout, write its files and record it.

    The ledger is held from the first question to the commit, so that two runs cannot pay the same order. The
    files are complete on the disk before the ledger changes, and take their places after it has.

    Raises:
        InfluenceError: As ``pay``; the ledger or a file cannot be written, and then nothing was.
    """

    def worked_out(state: LedgerState) -> tuple[PayoutStatement, Run]:
        statement, run = pay(campaign, terms, rules, files, state, period, version=__version__, contract=contract)
        return replace(statement, ledger=ledger or ""), run

    if ledger is None:
        statement, _ = worked_out(LedgerState())
        with sink.staged(statement):
            return statement
    if dry_run:
        statement, _ = worked_out(_state_for_reading(ledger, campaign, files))
        with sink.staged(statement):
            return statement
    return _recorded(ledger, campaign, files, worked_out, sink)


def _state_for_reading(path: str, campaign: Campaign, files: PayoutFiles) -> LedgerState:
    if _is_new(path):
        return LedgerState()
    with open_ledger(path, write=False, create=False) as ledger, ledger.transaction():
        return _state(ledger, campaign, files)


def _is_new(path: str) -> bool:
    """Whether there is no ledger yet, or only the empty file of a run that was stopped while it made one."""
    import os

    return not os.path.lexists(path) or (os.path.isfile(path) and not os.path.getsize(path))


def _state(ledger: Ledger, campaign: Campaign, files: PayoutFiles) -> LedgerState:
    keys = [result.key for result in files.results]
    return ledger.state(campaign.name, files.orders.ids, keys, currency=campaign.currency.code)


def _recorded(
    path: str,
    campaign: Campaign,
    files: PayoutFiles,
    worked_out: Callable[[LedgerState], tuple[PayoutStatement, Run]],
    sink: Staging,
) -> PayoutStatement:
    # What cannot be paid is said before a new ledger is made for it.
    first = worked_out(LedgerState()) if _is_new(path) else None
    with open_ledger(path, write=True, create=True) as ledger, ExitStack() as files_in_place:
        with ledger.transaction():
            if first is None or ledger.campaigns():
                first = worked_out(_state(ledger, campaign, files))
            statement, run = first
            number = ledger.record(run, at=datetime.now(UTC))
            statement = replace(statement, recorded=number > 0, run=number)
            if statement.batches:
                statement = replace(statement, batches=ledger.batches(campaign.name)[-len(statement.batches) :])
            files_in_place.enter_context(sink.staged(statement))
        return statement
