"""A journal as a table of postings and as a JSON document, for programs without a bookkeeping language."""

from collections.abc import Iterator

from influence_cli.report.layout.csv_text import Value, csv_text
from influence_cli.report.layout.json_text import Json, json_text
from influence_cli.report.ledger.journal import Journal, Posting, Transaction
from influence_cli.report.values import exact
from influence_cli.report.values.exact import exact_amount

JOURNAL = "influence/journal/1"
"""Name and version of the document; a key is only ever added within a version."""

COLUMNS = (
    "transaction",
    "date",
    "payee",
    "text",
    "account",
    "amount",
    "currency",
    "cost",
    "cost_currency",
    "creator",
    "run",
    "batch",
    "reference",
    "sha256",
)
"""Headings, in this order in every version 1 file."""


def journal_csv(found: Journal) -> str:
    """A row for each posting; the amounts (or costs) of a transaction sum to nothing, debits are positive."""
    return csv_text(COLUMNS, _rows(found))


def journal_json(found: Journal) -> str:
    """The journal as ``influence/journal/1``."""
    return json_text(
        {
            "schema": JOURNAL,
            "title": found.title,
            "currencies": [currency.code for currency in found.currencies],
            "accounts": [{"name": account.name, "stands_for": account.stands_for} for account in found.accounts],
            "transactions": [_transaction(transaction) for transaction in found.transactions],
            "balances": [
                {
                    "account": holding.account,
                    "amount": exact_amount(holding.amount, holding.currency),
                    "currency": holding.currency.code,
                }
                for holding in found.holdings
            ],
        }
    )


def _rows(found: Journal) -> Iterator[tuple[Value, ...]]:
    for number, transaction in enumerate(found.transactions, 1):
        facts = dict(transaction.facts)
        origin = tuple(facts.get(name, "") for name in ("creator", "run", "batch", "reference", "run-sha256"))
        for posting in transaction.postings:
            yield (
                number,
                transaction.day.isoformat(),
                transaction.payee,
                transaction.text,
                posting.account,
                exact.money(posting.amount, posting.currency),
                posting.currency.code,
                *_cost(posting),
                *origin,
            )


def _cost(posting: Posting) -> tuple[Value, Value]:
    if posting.cost is None or posting.cost_currency is None:
        return None, None
    return exact.money(posting.cost, posting.cost_currency), posting.cost_currency.code


def _transaction(transaction: Transaction) -> Json:
    return {
        "date": transaction.day.isoformat(),
        "payee": transaction.payee,
        "text": transaction.text,
        "facts": dict(transaction.facts),
        "postings": [_posting(posting) for posting in transaction.postings],
    }


def _posting(posting: Posting) -> Json:
    priced = posting.cost is not None and posting.cost_currency is not None
    return {
        "account": posting.account,
        "amount": exact_amount(posting.amount, posting.currency),
        "currency": posting.currency.code,
        "cost": exact_amount(posting.cost or 0, posting.cost_currency or posting.currency) if priced else None,
        "cost_currency": posting.cost_currency.code if posting.cost_currency is not None and priced else None,
    }
