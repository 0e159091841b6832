"""Whom an export means: creators by id, handle, name or address, and codes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from influence_cli.model.payout import Payee
from influence_cli.payout.facts import Label

NOBODY = -1
SEVERAL = -2
"""A word that means more than one creator."""


@dataclass(frozen=True, slots=True)
class Directory:
    """Payees by every word that means them; an index into ``payees``, or ``SEVERAL``."""

    payees: tuple[Payee, ...]
    by_name: Mapping[str, int]
    by_code: Mapping[str, int]

    def find(self, label: Label) -> int:
        """Index of the payee, ``NOBODY`` or ``SEVERAL``.

        A code means only the one who has it; another word may be a code, too, for exports that have one
        column for both.
        """
        if label.by_code:
            return self.by_code.get(folded_code(label.who), NOBODY)
        found = self.by_name.get(folded(label.who), NOBODY)
        return found if found != NOBODY else self.by_code.get(folded_code(label.who), NOBODY)


def directory(payees: Iterable[Payee]) -> Directory:
    """A directory of payees, in the order of their keys.

    >>> anna, ben = Payee("anna", "Anna", "hybrid", codes=("ANNA15",)), Payee("ben", "Ben", "hybrid", labels=("b",))
    >>> found = directory((ben, anna))
    >>> [found.find(label) for label in (Label("@Anna"), Label("anna15", True), Label("B"), Label("B", True))]
    [0, 0, 1, -1]
    """
    ordered = tuple(sorted(payees, key=lambda payee: payee.key))
    by_name: dict[str, int] = {}
    by_code: dict[str, int] = {}
    for index, payee in enumerate(ordered):
        for word in {folded(payee.key), folded(payee.name), *map(folded, payee.labels)} - {""}:
            by_name[word] = index if word not in by_name else SEVERAL
        for code in set(map(folded_code, payee.codes)):
            by_code[code] = index if code not in by_code else SEVERAL
    for index, payee in enumerate(ordered):
        # An id or a handle means one creator, whoever else has it as a name; a name alone does not.
        if folded(payee.key) != folded(payee.name):
            by_name[folded(payee.key)] = index
    return Directory(ordered, by_name, by_code)


def folded(word: str) -> str:
    """A creator's word without case, surrounding and repeated spaces, and a leading ``@``.

    >>> folded("  @Anna  Krüger ")
    'anna krüger'
    """
    return " ".join(word.strip().lstrip("@").casefold().split())


def folded_code(code: str) -> str:
    """A code without case and surrounding spaces."""
    return code.strip().upper()
