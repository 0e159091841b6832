"""What a ledger says about itself: its runs, its entries, and whether it can be trusted."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from influence_cli.model.payout import InputFile, Line


class RunKind(StrEnum):
    """What added to the ledger: a period's payout, or the mark that a batch was paid."""

    PAYOUT = "payout"
    PAYMENT = "payment"


@dataclass(frozen=True, slots=True)
class RecordedRun:
    """One run as recorded; never changed afterwards.

    Attributes:
        number: Counted from 1 without gaps.
        kind: What it is.
        campaign: Name of the campaign.
        period: ``2026-05``; of a payment, the period of its batch.
        currency: Currency code of its entries.
        spec_sha256: Hash of the spec; empty for payments.
        inputs: What was read; nothing for payments.
        version: Version of the programme that recorded it.
        recorded_at: When, in UTC.
        digest: SHA-256 over the digest before it and everything it recorded.
    """

    number: int
    kind: RunKind
    campaign: str
    period: str
    currency: str
    spec_sha256: str
    inputs: tuple[InputFile, ...]
    version: str
    recorded_at: datetime
    digest: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the journal.

    Attributes:
        number: Counted from 1 without gaps over the whole ledger.
        run: Number of the run that recorded it.
        campaign: Name of the campaign.
        period: Period of the run.
        currency: Currency code of the amount.
        recorded_at: When, in UTC.
        line: What it says; the event of scheduled and paid ones is the number of their batch.
    """

    number: int
    run: int
    campaign: str
    period: str
    currency: str
    recorded_at: datetime
    line: Line


@dataclass(frozen=True, slots=True)
class Verification:
    """Whether a ledger holds what was recorded, and whether it adds up.

    Attributes:
        path: The file.
        findings: What is wrong, in words; nothing where all is well.
        runs: Runs read.
        campaigns: Campaigns among them.
        orders: Versions of orders read.
        entries: Entries read.
        batches: Batches read.
        balances: Balances recomputed.
        schema: Version of the tables.
        digest: Digest of the last run, or an empty string; written down elsewhere, it proves that nothing
            recorded up to now was changed later.
    """

    path: str
    findings: tuple[str, ...]
    runs: int
    campaigns: int
    orders: int
    entries: int
    batches: int
    balances: int
    schema: int
    digest: str

    @property
    def sound(self) -> bool:
        """Whether nothing was found."""
        return not self.findings
