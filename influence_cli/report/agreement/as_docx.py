"""Agreements as a Word document, through python-docx where it is installed."""

from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from influence_cli.model.agreement import Agreement
from influence_cli.model.errors import UsageError
from influence_cli.report.agreement.document import Document, Section
from influence_cli.report.agreement.sections import agreement_document

if TYPE_CHECKING:
    from docx.document import Document as Paper

_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The time stamp of every part: the same agreements make the same bytes."""


def agreements_docx(agreements: Sequence[Agreement]) -> bytes:
    """Agreements behind one another, each on a new page.

    Raises:
        UsageError: python-docx is not installed.
    """
    try:
        import docx
        from docx.enum.text import WD_BREAK
    except ImportError:
        raise UsageError(
            "a Word document needs the package python-docx; install it with: pip install 'influence-cli[docx]', "
            "or use --format html, which word processors open too"
        ) from None
    paper = docx.Document()
    written = [agreement_document(agreement) for agreement in agreements]
    paper.core_properties.title = written[0].title
    paper.core_properties.author = ""
    paper.core_properties.comments = ""
    for number, agreement in enumerate(written):
        if number:
            paper.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        _write(paper, agreement)
    saved = BytesIO()
    paper.save(saved)
    return _without_time(saved)


def _write(paper: "Paper", written: Document) -> None:
    paper.add_heading(written.title, level=0)
    paper.add_paragraph().add_run(written.subtitle).bold = True
    for section in written.sections:
        paper.add_heading(section.title, level=1)
        _section(paper, section)
    paper.add_paragraph(written.footer)


def _section(paper: "Paper", section: Section) -> None:
    for text in section.sentences:
        paper.add_paragraph(text)
    if section.headings:
        table = paper.add_table(rows=0, cols=len(section.headings), style="Table Grid")
        for row in (section.headings, *section.rows):
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    for text in section.items:
        paper.add_paragraph(text, style="List Bullet")
    for name, text in section.copied:
        paper.add_paragraph(f"{name}: {text}", style="List Bullet")
    for text in section.notes:
        paper.add_paragraph(text)


def _without_time(saved: BytesIO) -> bytes:
    result = BytesIO()
    with ZipFile(saved) as source, ZipFile(result, "w", ZIP_DEFLATED) as target:
        for part in source.infolist():
            copy = ZipInfo(part.filename, _EARLIEST)
            copy.compress_type = ZIP_DEFLATED
            target.writestr(copy, source.read(part.filename))
    return result.getvalue()
