"""Names of accounts in double-entry journals: from names in any script to words that every program takes.

Source of the rule: beancount's language syntax; each part of an account starts with a capital letter or a digit,
then come letters, digits and dashes. hledger takes those, too.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from itertools import chain

_LONGEST = 40
_SHORTEST_HASH = 6

BANK = "Assets:Bank"
WITHHOLDING = "Liabilities:Withholding-Tax"
FEES = "Expenses:Payment-Fees"
FEES_KEPT = "Income:Payment-Fees"
EXCHANGE = "Expenses:Exchange-Differences"

_EXPENSES = "Expenses:Creators"
_HELD = "Liabilities:Creators:Held"
_PAYABLE = "Liabilities:Creators:Payable"
_SCHEDULED = "Liabilities:Creators:Scheduled"


def component(text: str) -> str:
    """The part of an account's name for a text: ASCII letters, digits and dashes; empty where there are none.

    >>> component("Anna Krüger"), component("=HYPERLINK(1)"), component("刘伟")
    ('Anna-Kruger', 'HYPERLINK-1', '')
    """
    letters = unicodedata.normalize("NFKD", text)
    ascii_only = "".join(letter for letter in letters if not unicodedata.combining(letter))
    word = re.sub("[^A-Za-z0-9]+", "-", ascii_only).strip("-")[:_LONGEST].strip("-")
    return word[:1].upper() + word[1:]


def components(texts: Iterable[str], empty: str) -> dict[str, str]:
    """A part of an account's name for each text, no two the same whatever their case.

    The first of several that would be the same keeps the plain word, the others end in a part of their hash, so
    that a name never changes when another text is added behind.

    Args:
        texts: In the order in which they were first met.
        empty: What to call a text that has no letter or digit of ASCII.

    >>> components(["anna", "刘伟", "Anna!"], "Creator")
    {'anna': 'Anna', '刘伟': 'Creator-6c3dcb', 'Anna!': 'Anna-3fecb8'}
    """
    found: dict[str, str] = {}
    taken: set[str] = set()
    for text in dict.fromkeys(texts):
        word = component(text)
        digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        hashed = (f"{word or empty}-{digest[:length]}" for length in range(_SHORTEST_HASH, len(digest) + 1))
        name = next(one for one in chain([word] if word else [], hashed) if one.lower() not in taken)
        taken.add(name.lower())
        found[text] = name
    return found


class Accounts:
    """The accounts of a ledger: one for each campaign's expenses, three for each creator in each campaign."""

    def __init__(self, campaigns: Iterable[str], creators: Iterable[str]) -> None:
        self._campaigns: Mapping[str, str] = components(campaigns, "Campaign")
        self._creators: Mapping[str, str] = components(creators, "Creator")

    def expenses(self, campaign: str) -> str:
        """What creators earned in a campaign."""
        return f"{_EXPENSES}:{self._campaigns[campaign]}"

    def held(self, campaign: str, creator: str) -> str:
        """What waits."""
        return self._owed(_HELD, campaign, creator)

    def payable(self, campaign: str, creator: str) -> str:
        """What is owed and in no payment yet."""
        return self._owed(_PAYABLE, campaign, creator)

    def scheduled(self, campaign: str, creator: str) -> str:
        """What is in payments that are not marked as paid."""
        return self._owed(_SCHEDULED, campaign, creator)

    def _owed(self, root: str, campaign: str, creator: str) -> str:
        return f"{root}:{self._creators[creator]}:{self._campaigns[campaign]}"
