"""Results, payees, input files and exchange rates as JSON texts, and back: one form for equal records."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from decimal import Decimal

from influence_cli.model.money import Currency
from influence_cli.model.payout import Approval, ExchangeRate, InputFile, Payee, Result, ResultKind


def _text(content: object) -> str:
    return json.dumps(content, separators=(",", ":"), sort_keys=True, default=_plain)


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is not kept in a ledger")


def result_body(result: Result) -> str:
    """A result as text; what is not stated is left out."""
    return _text({name: value for name, value in asdict(result).items() if value is not None})


def result_from(body: str) -> Result:
    """The result of a text.

    Raises:
        ValueError: If the text is no result; TypeError and KeyError likewise.
    """
    content = json.loads(body)
    content["kind"] = ResultKind(content["kind"])
    content["approval"] = Approval(content["approval"])
    content["day"] = date.fromisoformat(content["day"])
    return Result(**content)


def payee_body(payee: Payee) -> str:
    """A payee as text; what is not stated is left out."""
    return _text({name: value for name, value in asdict(payee).items() if value is not None})


def payee_from(body: str) -> Payee:
    """The payee of a text.

    Raises:
        ValueError: If the text is no payee; TypeError and KeyError likewise.
    """
    content = json.loads(body)
    content["labels"] = tuple(content["labels"])
    content["codes"] = tuple(content["codes"])
    return Payee(**content)


def inputs_body(inputs: Sequence[InputFile]) -> str:
    """What was read, as text."""
    return _text([asdict(item) for item in inputs])


def inputs_from(body: str) -> tuple[InputFile, ...]:
    """What was read, from a text.

    Raises:
        ValueError: If the text is something else; TypeError and KeyError likewise.
    """
    return tuple(InputFile(**item) for item in json.loads(body))


def exchange_body(exchange: ExchangeRate | None) -> str:
    """An exchange rate as text; empty for none."""
    if exchange is None:
        return ""
    return _text(
        {
            "currency": exchange.currency.code,
            "rate": str(exchange.rate),
            "day": exchange.day,
            "source": exchange.source,
        }
    )


def exchange_from(body: str) -> ExchangeRate | None:
    """The exchange rate of a text.

    Raises:
        ValueError: If the text is something else; TypeError, KeyError and ArithmeticError likewise.
    """
    if not body:
        return None
    content = json.loads(body)
    return ExchangeRate(
        Currency(content["currency"]), Decimal(content["rate"]), date.fromisoformat(content["day"]), content["source"]
    )
