"""What a document is made of, whatever it is written in. Every text is one line, visible, and not yet escaped."""

from dataclasses import dataclass

NOT_AGREED = "Not agreed"


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands below it, in this order.

    Attributes:
        key: Name by which a template finds it.
        title: Heading.
        sentences: Paragraphs.
        headings: Headings of the table, empty without one.
        rows: Rows of the table.
        items: Points of a list.
        copied: Names with a text to be copied letter by letter, such as a link.
        notes: Paragraphs below.
    """

    key: str
    title: str
    sentences: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    items: tuple[str, ...] = ()
    copied: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One agreement in words.

    Attributes:
        title: What it is.
        subtitle: Between whom.
        sections: In order.
        footer: Where it comes from.
        file_name: Name of a file for it, without a folder and an extension.
    """

    title: str
    subtitle: str
    sections: tuple[Section, ...]
    footer: str
    file_name: str
