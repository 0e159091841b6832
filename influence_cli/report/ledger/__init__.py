"""What a ledger holds, for people, programs, banks and bookkeepers. A renderer is imported when asked for."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from influence_cli.report.ledger.as_beancount import beancount_text
    from influence_cli.report.ledger.as_csv import ledger_csv, ledger_csv_parts
    from influence_cli.report.ledger.as_hledger import hledger_text
    from influence_cli.report.ledger.as_json import ledger_json, ledger_json_parts, order_json, verification_json
    from influence_cli.report.ledger.as_markdown import ledger_markdown
    from influence_cli.report.ledger.as_table import ledger_table, order_table, verification_table
    from influence_cli.report.ledger.journal import ledger_journal
    from influence_cli.report.ledger.journal_data import journal_csv, journal_json
    from influence_cli.report.ledger.payment_files import (
        PaymentFile,
        bank_file,
        bank_problems,
        paypal_files,
        paypal_problems,
        unsent,
    )
    from influence_cli.report.ledger.prose import order_sentences
    from influence_cli.report.ledger.schema import (
        journal_json_schema,
        ledger_json_schema,
        order_json_schema,
        verification_json_schema,
    )

__all__ = [
    "PaymentFile",
    "bank_file",
    "bank_problems",
    "beancount_text",
    "hledger_text",
    "journal_csv",
    "journal_json",
    "journal_json_schema",
    "ledger_csv",
    "ledger_csv_parts",
    "ledger_journal",
    "ledger_json",
    "ledger_json_parts",
    "ledger_json_schema",
    "ledger_markdown",
    "ledger_table",
    "order_json",
    "order_json_schema",
    "order_sentences",
    "order_table",
    "paypal_files",
    "paypal_problems",
    "unsent",
    "verification_json",
    "verification_json_schema",
    "verification_table",
]

_MODULES = {
    "PaymentFile": "payment_files",
    "bank_file": "payment_files",
    "bank_problems": "payment_files",
    "beancount_text": "as_beancount",
    "hledger_text": "as_hledger",
    "journal_csv": "journal_data",
    "journal_json": "journal_data",
    "journal_json_schema": "schema",
    "ledger_csv": "as_csv",
    "ledger_csv_parts": "as_csv",
    "ledger_journal": "journal",
    "ledger_json": "as_json",
    "ledger_json_parts": "as_json",
    "ledger_json_schema": "schema",
    "ledger_markdown": "as_markdown",
    "ledger_table": "as_table",
    "order_json": "as_json",
    "order_json_schema": "schema",
    "order_sentences": "prose",
    "order_table": "as_table",
    "paypal_files": "payment_files",
    "paypal_problems": "payment_files",
    "unsent": "payment_files",
    "verification_json": "as_json",
    "verification_json_schema": "schema",
    "verification_table": "as_table",
}


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
