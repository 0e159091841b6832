"""Money as whole minor units, and the one rounding rule: half-up.

Source of the rule: half-up to the minor unit is what payout platforms publish (dub's sale-earnings tests).
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

PPM = 1_000_000
"""Parts per million in one whole: contract rates are integers of this unit."""

_DIGITS = {"JPY": 0, "KRW": 0, "VND": 0, "CLP": 0, "ISK": 0, "PYG": 0, "UGX": 0, "XAF": 0, "XOF": 0} | {
    "KWD": 3,
    "BHD": 3,
    "OMR": 3,
    "JOD": 3,
    "TND": 3,
}


@dataclass(frozen=True, slots=True)
class Currency:
    """An ISO 4217 currency and how many decimals its minor unit has.

    Source: ISO 4217, minor unit column.
    """

    code: str

    @property
    def digits(self) -> int:
        """Decimals of the minor unit (2 for most currencies)."""
        return _DIGITS.get(self.code, 2)

    @property
    def minor(self) -> int:
        """Minor units in one major unit (100 for most currencies)."""
        return int(10**self.digits)


def to_minor(amount: Decimal | int | float, currency: Currency) -> int:
    """Turn an amount in major units into whole minor units, half-up.

    >>> to_minor(Decimal("2.675"), Currency("USD"))
    268
    >>> to_minor(500, Currency("JPY"))
    500
    """
    exact = amount if isinstance(amount, Decimal) else Decimal(str(amount))
    return int((exact * currency.minor).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def from_minor(cents: int | float, currency: Currency, more_decimals: int = 0) -> Decimal:
    """Turn minor units (a mean may be fractional) into an exact amount with the currency's decimals, half-up.

    >>> str(from_minor(123450, Currency("USD")))
    '1234.50'
    """
    exact = Decimal(cents) if isinstance(cents, int) else Decimal(repr(float(cents)))
    step = Decimal(1).scaleb(-currency.digits - more_decimals)
    return (exact / currency.minor).quantize(step, rounding=ROUND_HALF_UP)


def percent(ppm: int) -> str:
    """A rate or share of parts per million as an exact per cent.

    >>> percent(100_000), percent(125), percent(75_000), percent(0)
    ('10%', '0.0125%', '7.5%', '0%')
    """
    return f"{(Decimal(ppm) / (PPM // 100)).normalize():f}%"


def in_words(cents: int | float, currency: Currency) -> str:
    """An amount for a sentence: thousands separated, decimals only where there are any.

    >>> in_words(1_234_500, Currency("USD"))
    '12,345 USD'
    >>> in_words(150, Currency("EUR"))
    '1.50 EUR'
    """
    amount = from_minor(cents, currency)
    whole = amount == amount.to_integral_value()
    return f"{amount:,.0f} {currency.code}" if whole else f"{amount:,} {currency.code}"
