"""``influence contract``: the scope of work, per contract or per creator."""

import os
from typing import TYPE_CHECKING, Annotated, assert_never

import typer

from influence_cli.cli.options import AgreementFormat, Debug, Overrides, Spec, examples

if TYPE_CHECKING:
    from collections.abc import Sequence

    from influence_cli.model.agreement import Agreement, Roster

EXAMPLES = examples(
    "influence contract campaign.yaml",
    "influence contract campaign.yaml --contract hybrid --output hybrid.html",
    "influence contract campaign.yaml --roster creators.csv --output-dir contracts --format docx",
    "influence contract campaign.yaml --roster creators.csv --template ours.md --output all.md",
)

_EXTENSIONS = {
    ".md": AgreementFormat.MARKDOWN,
    ".markdown": AgreementFormat.MARKDOWN,
    ".html": AgreementFormat.HTML,
    ".htm": AgreementFormat.HTML,
    ".docx": AgreementFormat.DOCX,
}
_STANDARD_INPUT = "-"


def contract(
    spec: Spec,
    name: Annotated[
        str | None, typer.Option("--contract", metavar="NAME", help="One contract.", show_default="all that are booked")
    ] = None,
    roster: Annotated[
        str | None,
        typer.Option("--roster", metavar="FILE", help="A CSV, one creator per line: name, handle, tier, platform ..."),
    ] = None,
    format_: Annotated[
        AgreementFormat | None,
        typer.Option("--format", help="What to write.", show_default="by the file's name, else markdown"),
    ] = None,
    output: Annotated[
        str | None, typer.Option("--output", metavar="FILE", help="One file with all of it, whole or not at all.")
    ] = None,
    output_dir: Annotated[
        str | None,
        typer.Option("--output-dir", metavar="DIR", help="A file per contract or creator in this directory."),
    ] = None,
    template: Annotated[
        str | None,
        typer.Option("--template", metavar="FILE", help="Your own Jinja2 template for markdown or html."),
    ] = None,
    overrides: Overrides = None,
    debug: Debug = False,
) -> None:
    """Write the scope of work that creators sign.

    What the spec does not state is said to be not agreed; `influence check --contracts` lists it, too.
    Exit 2 if the spec, the roster or the template is wrong; then nothing is written.
    """
    from influence_cli import __version__, workflow
    from influence_cli import spec as specs
    from influence_cli.cli import console, files
    from influence_cli.cli.outputs import Reads
    from influence_cli.cli.sources import read_source
    from influence_cli.model.errors import UsageError

    kind = _format(format_, output)
    if output is not None and output_dir is not None:
        raise UsageError("--output and --output-dir: expected one of the two")
    if kind is AgreementFormat.DOCX and output is None and output_dir is None:
        raise UsageError("--format docx: a Word document cannot be printed; expected --output FILE or --output-dir DIR")
    if spec == _STANDARD_INPUT and roster == _STANDARD_INPUT:
        raise UsageError("--roster -: standard input holds the spec already; expected a file for one of the two")
    write = _Writer(kind, template)
    target = files.targets([output])[0] if output is not None else None
    reads = Reads()
    parsed, shared = specs.load_agreements(read_source(spec), reads, overrides or [])
    creators = None if roster is None else _roster(roster)
    agreements = workflow.agree(parsed.campaign, shared, version=__version__, contract=name, roster=creators)
    inputs = [path for path in (spec, roster, template) if path is not None] + list(reads.paths)
    if target is not None:
        files.refuse_inputs([target], inputs)
        files.write_all({target: write(agreements)})
    elif output_dir is not None:
        written = [write((one,)) for one in agreements]
        files.make_directory(output_dir)
        targets = files.targets(_names(agreements, output_dir, kind))
        files.refuse_inputs(targets, inputs)
        files.write_all(dict(zip(targets, written, strict=True)))
    else:
        text = write(agreements)
        assert isinstance(text, str)
        console.document(text)
    _say_gaps(agreements, creators)


def _format(asked: AgreementFormat | None, output: str | None) -> AgreementFormat:
    """The format asked for, else the one the file's name stands for, else Markdown."""
    extension = os.path.splitext(output or "")[1].lower()
    return asked or _EXTENSIONS.get(extension, AgreementFormat.MARKDOWN)


class _Writer:
    """Writes agreements in a format; the template is read and compiled at once, before anything is done."""

    def __init__(self, kind: AgreementFormat, template: str | None) -> None:
        from influence_cli import report
        from influence_cli.model.errors import UsageError

        self._kind = kind
        text = None if template is None else _template(template)
        match kind:
            case AgreementFormat.MARKDOWN:
                self._template = report.markdown_template(text, template or "")
            case AgreementFormat.HTML:
                self._template = report.html_template(text, template or "")
            case AgreementFormat.DOCX:
                if text is not None:
                    raise UsageError("--template: a template writes markdown or html, not a Word document")
            case _:
                assert_never(kind)

    def __call__(self, agreements: "Sequence[Agreement]") -> str | bytes:
        from influence_cli import report

        match self._kind:
            case AgreementFormat.MARKDOWN:
                return report.agreements_markdown(agreements, self._template)
            case AgreementFormat.HTML:
                return report.agreements_html(agreements, self._template)
            case AgreementFormat.DOCX:
                return report.agreements_docx(agreements)
            case _:
                assert_never(self._kind)


def _template(path: str) -> str:
    from influence_cli.model.errors import UsageError

    content = _bytes(path, "--template")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise UsageError(f"{path}:{line}: the template is not UTF-8; expected a text file saved as UTF-8") from None


def _roster(path: str) -> "Roster":
    from influence_cli.ingest.roster import parse_roster

    return parse_roster("<stdin>" if path == _STANDARD_INPUT else path, _bytes(path, "--roster"))


def _bytes(path: str, option: str) -> bytes:
    import sys

    from influence_cli.cli import files, sources
    from influence_cli.model.errors import UsageError

    try:
        if path == _STANDARD_INPUT and option == "--roster" and sys.stdin is not None:
            return files.read_bounded(sys.stdin.buffer)
        return files.read_argument(path)
    except OSError as error:
        raise UsageError(f"{option} {path}: cannot read: {sources.reason(path, error)}") from None


def _names(agreements: "Sequence[Agreement]", folder: str, kind: AgreementFormat) -> list[str]:
    """A path per agreement; names that are the same are numbered."""
    from influence_cli import report

    extension = {AgreementFormat.MARKDOWN: "md", AgreementFormat.HTML: "html", AgreementFormat.DOCX: "docx"}[kind]
    taken: set[str] = set()
    paths = []
    for agreement in agreements:
        wanted = name = report.agreement_document(agreement).file_name
        number = 1
        while name in taken:
            number += 1
            name = f"{wanted}-{number}"
        taken.add(name)
        paths.append(os.path.join(folder, f"{name}.{extension}"))
    return paths


def _say_gaps(agreements: "Sequence[Agreement]", roster: "Roster | None") -> None:
    from influence_cli.cli import console

    if roster is not None and roster.unknown_columns:
        console.say(f"{roster.name}: columns that are not used: {', '.join(roster.unknown_columns)}")
    gaps = {gap for agreement in agreements for gap in agreement.gaps}
    if gaps:
        things = "1 thing is" if len(gaps) == 1 else f"{len(gaps)} things are"
        console.say(f"{things} not agreed; see the last section but one, and `influence check --contracts`.")
