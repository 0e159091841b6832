"""Agreements as Markdown and as a page that prints, by the built-in templates or by the user's own."""

import html
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from influence_cli.model.agreement import Agreement, RosterCreator
from influence_cli.model.errors import UsageError
from influence_cli.model.money import percent
from influence_cli.report.agreement.document import Document
from influence_cli.report.agreement.sandbox import Template
from influence_cli.report.agreement.sections import agreement_document
from influence_cli.report.layout.markdown import paragraph

_FOLDER = Path(__file__).parent

_STYLE = """
:root { color-scheme: light; }
body { font: 11pt/1.45 Georgia, "Times New Roman", serif; color: #111; }
body { margin: 2.5rem auto; max-width: 46rem; padding: 0 1rem; }
h1 { font-size: 1.6rem; margin: 0 0 .2rem; }
h2 { font-size: 1.1rem; margin: 1.6rem 0 .4rem; border-bottom: 1px solid #999; break-after: avoid; }
.subtitle { font-weight: bold; margin: 0; }
.note, footer { color: #444; font-size: .9em; }
table { border-collapse: collapse; width: 100%; margin: .4rem 0; break-inside: avoid; }
th, td { border: 1px solid #999; padding: .25rem .5rem; text-align: left; vertical-align: top; }
table.signatures td { height: 2.2rem; }
ul { padding-left: 1.2rem; }
li, p, td { overflow-wrap: anywhere; }
footer { margin-top: 2rem; border-top: 1px solid #999; padding-top: .4rem; }
article + article { break-before: page; margin-top: 4rem; }
@page { margin: 2cm; }
@media print { body { margin: 0; max-width: none; padding: 0; } article + article { margin-top: 0; } }
"""


def markdown_template(text: str | None = None, name: str = "") -> Template:
    """A template whose values are escaped for Markdown.

    Args:
        text: The user's own, or None for the built-in one.
        name: What it is called in messages.

    Raises:
        UsageError: It is no template.
    """
    return Template(_built_in("agreement.md.j2") if text is None else text, name, paragraph, _code_span)


def html_template(text: str | None = None, name: str = "") -> Template:
    """A template whose values are escaped for HTML; see :func:`markdown_template`."""
    return Template(_built_in("agreement.html.j2") if text is None else text, name, html.escape, _code_element)


def agreements_markdown(agreements: Sequence[Agreement], template: Template) -> str:
    """Agreements below one another."""
    return "\n".join(template.render(values(agreement)) for agreement in agreements)


def agreements_html(agreements: Sequence[Agreement], template: Template) -> str:
    """Agreements on one page that stands by itself, each beginning on a new sheet when printed.

    A template that writes a whole page, from doctype to the end, is taken as it is.

    Raises:
        UsageError: The template cannot be filled in, or writes a page of its own for each of several agreements.
    """
    written = [template.render(values(agreement)) for agreement in agreements]
    if written[0].lstrip()[:9].lower().startswith(("<!doctype", "<html")):
        if len(written) > 1:
            raise UsageError("the template writes a whole page for each document; use --output-dir for several of them")
        return written[0]
    bodies = "".join(written)
    title = html.escape(agreement_document(agreements[0]).title)
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n{bodies}</body>\n</html>\n"
    )


def values(agreement: Agreement) -> Mapping[str, object]:
    """What a template can name."""
    written: Document = agreement_document(agreement)
    return {
        "title": written.title,
        "subtitle": written.subtitle,
        "sections": written.sections,
        "parts": {section.key: section for section in written.sections},
        "footer": written.footer,
        "campaign": agreement.campaign,
        "brand": agreement.brand,
        "contract": agreement.contract.name,
        "creator": agreement.creator or RosterCreator(0, ""),
        "code": agreement.code,
        "link": agreement.link,
        "discount": percent(agreement.discount),
        "currency": agreement.currency.code,
        "markets": agreement.markets,
        "terms": agreement.terms,
        "gaps": agreement.gaps,
    }


def _built_in(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


def _code_span(text: str) -> str:
    r"""A text that Markdown shows letter by letter.

    >>> _code_span("a_b"), _code_span("a`b")
    ('`a_b`', '`` a`b ``')
    """
    if "`" not in text:
        return f"`{text}`"
    fence = "`" * (max(map(len, re.findall("`+", text))) + 1)
    return f"{fence} {text} {fence}"


def _code_element(text: str) -> str:
    return f"<code>{html.escape(text)}</code>"
