"""The ledger: what was earned, scheduled and paid, in one SQLite file. Decides nothing about amounts."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from influence_cli.ledger.records import Entry, RecordedRun, RunKind, Verification
    from influence_cli.ledger.store import Ledger, open_ledger
    from influence_cli.ledger.verification import verify

__all__ = ["Entry", "Ledger", "RecordedRun", "RunKind", "Verification", "open_ledger", "verify"]

_MODULES = {
    "Entry": "records",
    "Ledger": "store",
    "RecordedRun": "records",
    "RunKind": "records",
    "Verification": "records",
    "open_ledger": "store",
    "verify": "verification",
}


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
