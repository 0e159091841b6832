"""A journal in beancount's language, which ``bean-check`` reads.

Source of the syntax: the beancount language reference (directives, metadata, prices, balance assertions, options).
"""

from collections.abc import Iterator

from influence_cli.model.money import Currency
from influence_cli.report.ledger.journal import Holding, Journal, Posting, Transaction
from influence_cli.report.values.exact import exact_amount
from influence_cli.report.values.sanitize import plain

_LONGEST = 200


def beancount_text(found: Journal) -> str:
    """Render a journal for beancount: options, commodities, accounts, transactions, balance assertions."""
    return "\n".join(_lines(found)) + "\n"


def amount_text(minor: int, currency: Currency) -> str:
    """An amount as bookkeeping programs read it: all decimals, no thousands.

    >>> amount_text(-120050, Currency("USD")), amount_text(500, Currency("JPY"))
    ('-1200.50 USD', '500 JPY')
    """
    return f"{exact_amount(minor, currency)} {currency.code}"


def _lines(found: Journal) -> Iterator[str]:
    yield f'option "title" {_quoted(found.title)}'
    for currency in found.main:
        yield f'option "operating_currency" "{currency.code}"'
    # Without it a currency that has no decimals would have no tolerance for the last digit of a division.
    yield 'option "inferred_tolerance_default" "*:0.0001"'
    yield ""
    for currency in found.currencies:
        yield f"{found.opened} commodity {currency.code}"
    yield ""
    for account in found.accounts:
        yield f"{found.opened} open {account.name}"
        if account.stands_for:
            yield f"  stands-for: {_quoted(account.stands_for)}"
    for transaction in found.transactions:
        yield ""
        yield from _transaction(transaction)
    yield ""
    for holding in found.holdings:
        # Without a tolerance of its own a balance may be wrong by two of its last digits.
        yield f"{found.checked} balance {holding.account}  {_exactly(holding)}"


def _exactly(holding: Holding) -> str:
    return f"{exact_amount(holding.amount, holding.currency)} ~ 0 {holding.currency.code}"


def _transaction(transaction: Transaction) -> Iterator[str]:
    yield f"{transaction.day} * {_quoted(transaction.payee)} {_quoted(transaction.text)}"
    for name, value in transaction.facts:
        yield f"  {name}: {_quoted(value)}"
    yield from (f"  {posting_text(posting)}" for posting in transaction.postings)


def posting_text(posting: Posting) -> str:
    """An account with its amount, and what that costs in the other postings' currency; the same for hledger."""
    text = f"{posting.account}  {amount_text(posting.amount, posting.currency)}"
    if posting.cost is None or posting.cost_currency is None:
        return text
    return f"{text} @@ {amount_text(abs(posting.cost), posting.cost_currency)}"


def _quoted(text: str) -> str:
    r"""A string of the language.

    >>> print(_quoted('say "hi" \\ now'))
    "say \"hi\" \\ now"
    """
    shown = plain(text, _LONGEST).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{shown}"'
