"""A journal in hledger's language.

Source of the syntax: the hledger manual (journal format: directives, tags, costs, balance assertions). A semicolon
starts a comment; a tag is a name, a colon, and a value that ends at a comma or at the line's end.
"""

from collections.abc import Iterator

from influence_cli.model.money import Currency
from influence_cli.report.ledger.as_beancount import amount_text, posting_text
from influence_cli.report.ledger.journal import Journal, Transaction
from influence_cli.report.values.sanitize import plain

_LONGEST = 200
_INDENT = "    "
_TO_COMMA = str.maketrans({",": " ", ";": " "})
_TO_BAR = str.maketrans({"|": "/", ";": ","})


def hledger_text(found: Journal) -> str:
    """Render a journal for hledger: commodities, accounts, transactions, balance assertions."""
    return "\n".join(_lines(found)) + "\n"


def _lines(found: Journal) -> Iterator[str]:
    yield f"; {plain(found.title, _LONGEST)}"
    yield ""
    for currency in found.currencies:
        yield f"commodity {_style(currency)}"
    yield ""
    for account in found.accounts:
        stands_for = f"  ; stands-for: {_tag(account.stands_for)}" if account.stands_for else ""
        yield f"account {account.name}{stands_for}"
    for transaction in found.transactions:
        yield ""
        yield from _transaction(transaction)
    if found.holdings:
        yield ""
        yield f"{found.checked} * what the ledger says is held, payable and scheduled"
        for holding in found.holdings:
            nothing = amount_text(0, holding.currency)
            yield f"{_INDENT}{holding.account}  {nothing} = {amount_text(holding.amount, holding.currency)}"


def _style(currency: Currency) -> str:
    """How amounts of a currency are written; a decimal mark is asked for even where there are no decimals.

    >>> _style(Currency("USD")), _style(Currency("JPY"))
    ('1000.00 USD', '1000. JPY')
    """
    return f"1000.{'0' * currency.digits} {currency.code}"


def _transaction(transaction: Transaction) -> Iterator[str]:
    payee, text = (_described(part) for part in (transaction.payee, transaction.text))
    yield f"{transaction.day} * {payee} | {text}"
    for name, value in transaction.facts:
        yield f"{_INDENT}; {name}: {_tag(value)}"
    yield from (f"{_INDENT}{posting_text(posting)}" for posting in transaction.postings)


def _described(text: str) -> str:
    """A part of a description: no comment, no second bar; a code in brackets could only stand first.

    >>> _described("(1) a; b | c")
    "'(1) a, b / c"
    """
    shown = plain(text, _LONGEST).translate(_TO_BAR)
    return f"'{shown}" if shown.startswith(("(", "*", "!")) else shown


def _tag(text: str) -> str:
    return " ".join(plain(text, _LONGEST).translate(_TO_COMMA).split())
