"""What JSON documents about payouts share: decided amounts, exchange rates, files that were read; and their schema."""

from influence_cli.model.payout import ExchangeRate, InputFile
from influence_cli.report.layout.json_text import Json
from influence_cli.report.layout.schema_parts import Schema, an_object, text, whole


def exchange_json(rate: ExchangeRate) -> Json:
    """An exchange rate with its day and its source."""
    return {
        "currency": rate.currency.code,
        "rate": f"{rate.rate:f}",
        "day": rate.day.isoformat(),
        "source": rate.source,
    }


def input_json(found: InputFile) -> Json:
    """A file that was read."""
    return {"holds": found.holds, "name": found.name, "sha256": found.sha256, "rows": found.rows}


def decided_money_schema() -> Schema:
    """An amount that is always known."""
    return {
        "type": "string",
        "pattern": r"^-?[0-9]+(\.[0-9]+)?$",
        "description": "Decimal string with the currency's decimals.",
    }


def day_schema(description: str) -> Schema:
    """A calendar day."""
    return {"type": "string", "format": "date", "description": description}


def exchange_schema() -> Schema:
    """Describe what `exchange_json` makes."""
    return an_object(
        {
            "currency": text("ISO 4217 code."),
            "rate": {
                "type": "string",
                "pattern": r"^[0-9]+(\.[0-9]+)?$",
                "description": "Units of this currency for one unit of the campaign's.",
            },
            "day": day_schema("Day of the rate."),
            "source": text("Where the rate is from, as stated in the spec."),
        }
    )


def input_schema() -> Schema:
    """Describe what `input_json` makes."""
    return an_object(
        {
            "holds": text("orders, posts ..."),
            "name": text("Name of the file."),
            "sha256": text("Hash of its bytes."),
            "rows": whole("Rows that were read."),
        }
    )
