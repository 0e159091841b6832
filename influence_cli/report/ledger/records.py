"""What is to be said about a ledger. Money is in minor units of the campaign's currency."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from influence_cli.model.money import Currency
from influence_cli.model.payout import Balance, Batch, InputFile, Line


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one creator stands in one campaign.

    Attributes:
        campaign: Name of the campaign.
        currency: Its currency.
        creator: Key of the payee.
        name: For people.
        balance: Sums over the whole journal.
    """

    campaign: str
    currency: Currency
    creator: str
    name: str
    balance: Balance


class RecordedRun(Protocol):
    """What a report says about a run, as the ledger's own record has it."""

    @property
    def number(self) -> int:
        """Number in the ledger, from 1."""

    @property
    def kind(self) -> str:
        """``payout``, or ``payment`` for the mark that a batch was paid."""

    @property
    def campaign(self) -> str:
        """Name of the campaign."""

    @property
    def period(self) -> str:
        """``2026-05``; of a payment, the period of its batch."""

    @property
    def currency(self) -> str:
        """Currency code of its entries."""

    @property
    def spec_sha256(self) -> str:
        """Hash of the spec; empty for payments."""

    @property
    def inputs(self) -> tuple[InputFile, ...]:
        """What was read."""

    @property
    def version(self) -> str:
        """Version of the program that recorded it."""

    @property
    def recorded_at(self) -> datetime:
        """When, in UTC."""

    @property
    def digest(self) -> str:
        """Its link of the hash chain."""


class Entry(Protocol):
    """What a report says about an entry of the journal, as the ledger's own record has it."""

    @property
    def number(self) -> int:
        """Number in the ledger, from 1."""

    @property
    def run(self) -> int:
        """Number of the run that recorded it."""

    @property
    def campaign(self) -> str:
        """Name of the campaign."""

    @property
    def period(self) -> str:
        """Period of the run."""

    @property
    def currency(self) -> str:
        """Currency code of the amount."""

    @property
    def line(self) -> Line:
        """What it says."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What is shown of a ledger; empty words leave nothing out."""

    campaign: str = ""
    creator: str = ""
    period: str = ""


@dataclass(frozen=True, slots=True)
class LedgerView:
    """A ledger, or what was chosen of it.

    Attributes:
        ledger: Name of the file.
        choice: What was chosen.
        standings: By campaign and creator; they are as of now, whatever period was chosen.
        batches: By number.
        runs: By number.
        names: Names of payees by key, in the order in which the ledger first met them.
        entries: The journal, or None where it was not asked for; read once.
        version: Version of this program.
    """

    ledger: str
    choice: Choice
    standings: tuple[Standing, ...]
    batches: tuple[Batch, ...]
    runs: Sequence[RecordedRun]
    names: Mapping[str, str]
    entries: Iterable[Entry] | None
    version: str


class Verification(Protocol):
    """What a report says about the check of a ledger, as the ledger's own record has it."""

    @property
    def path(self) -> str:
        """The file."""

    @property
    def findings(self) -> tuple[str, ...]:
        """What is wrong, in words; nothing where all is well."""

    @property
    def runs(self) -> int:
        """Runs read."""

    @property
    def campaigns(self) -> int:
        """Campaigns among them."""

    @property
    def orders(self) -> int:
        """Versions of orders read."""

    @property
    def entries(self) -> int:
        """Entries read."""

    @property
    def batches(self) -> int:
        """Batches read."""

    @property
    def balances(self) -> int:
        """Balances recomputed."""

    @property
    def digest(self) -> str:
        """Digest of the last run, or an empty string."""


@dataclass(frozen=True, slots=True)
class PaymentOrder:
    """Batches that are marked as paid, or would be.

    Attributes:
        ledger: Name of the file.
        batches: As they are afterwards: with reference and day.
        reference: What the payment is called.
        day: Day of the payment.
        dry_run: Whether nothing was marked.
    """

    ledger: str
    batches: tuple[Batch, ...]
    reference: str
    day: date
    dry_run: bool
