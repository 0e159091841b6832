"""What is known of one word of the output."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """One word of the output.

    Attributes:
        name: As in JSON, CSV and the spec.
        label: As printed.
        definition: What it is, in a sentence.
        formula: How it is computed, or an empty string where it is given.
        denominator: What it is divided by, or an empty string.
        source: Where the definition comes from.
    """

    name: str
    label: str
    definition: str
    formula: str = ""
    denominator: str = ""
    source: str = "this programme"
