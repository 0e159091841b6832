"""What commands with a result share: shortcuts for keys of the spec, what is read, written and printed, gates."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar, assert_never

import typer

from influence_cli.cli import console, files
from influence_cli.cli.options import PlanFormat, nearest
from influence_cli.model.errors import UsageError
from influence_cli.spec import Override

if TYPE_CHECKING:
    from influence_cli.model.plan import GateResult


def shortcuts(
    *,
    budget: str | None = None,
    strategy: str | None = None,
    draws: int | None = None,
    seed: int | None = None,
    benchmarks: str | None = None,
) -> list[Override]:
    """Overrides for options that stand for a key of the spec; None sets nothing."""
    options = (
        ("--budget", "budget", budget),
        ("--strategy", "allocation.strategy", strategy),
        ("--draws", "simulation.draws", draws),
        ("--seed", "simulation.seed", seed),
        ("--benchmarks", "benchmarks", benchmarks),
    )
    return [Override(f"{key}={value}", f"{option} {value}") for option, key, value in options if value is not None]


Kind = TypeVar("Kind", bound=StrEnum)


class Reads:
    """Reads files that a spec extends, each once, and remembers which."""

    def __init__(self) -> None:
        self._found: dict[str, bytes] = {}

    @property
    def paths(self) -> tuple[str, ...]:
        """What was read, as it was named."""
        return tuple(self._found)

    def __call__(self, path: str) -> bytes:
        """The bytes of a file.

        Raises:
            OSError: It cannot be read.
        """
        if path not in self._found:
            self._found[path] = files.read_file(path)
        return self._found[path]


def parse(outputs: Sequence[str]) -> dict[files.Target, PlanFormat]:
    """Read every FORMAT=FILE for a result with the usual formats; see :func:`parse_as`."""
    return parse_as(PlanFormat, outputs, "json")


def parse_as(kinds: type[Kind], outputs: Sequence[str], example: str) -> dict[files.Target, Kind]:
    """Read every FORMAT=FILE and check that the file can be written, before anything is computed.

    Args:
        kinds: The formats.
        outputs: What was given.
        example: A format for messages.

    Raises:
        UsageError: It is not FORMAT=FILE, the format is unknown, or the file cannot be written.
    """
    formats = [kind.value for kind in kinds]
    pairs: list[tuple[Kind, str]] = []
    for text in outputs:
        kind, separator, path = text.partition("=")
        if not separator:
            raise UsageError(f"--output {text}: expected FORMAT=FILE, for example {example}={text}")
        if kind not in formats:
            raise UsageError(f"--output {text}: no format {kind!r}{nearest(kind, formats)}")
        pairs.append((kinds(kind), path))
    checked = files.targets([path for _, path in pairs])
    return {target: kind for target, (kind, _) in zip(checked, pairs, strict=True)}


@dataclass(frozen=True, slots=True)
class Renderers:
    """A result in every format; only what is asked for is rendered, and its libraries imported."""

    table: Callable[[console.Screen], str]
    json: Callable[[], str]
    csv: Callable[[], str]
    markdown: Callable[[], str]

    def render(self, kind: PlanFormat, screen: console.Screen) -> str:
        """The result in one format."""
        match kind:
            case PlanFormat.TABLE:
                return self.table(screen)
            case PlanFormat.JSON:
                return self.json()
            case PlanFormat.CSV:
                return self.csv()
            case PlanFormat.MARKDOWN:
                return self.markdown()
            case _:
                assert_never(kind)


def deliver(
    renderers: Renderers,
    kind: PlanFormat,
    writes: Mapping[files.Target, PlanFormat],
    *,
    wide: bool,
    width: int | None,
    no_color: bool,
    quiet: bool = False,
) -> None:
    """Write the files, then print: a table for people, anything else for machines.

    Args:
        renderers: The result.
        kind: What is printed.
        writes: Files with their formats; they hold everything, whatever is printed.
        wide: Use 120 columns.
        width: Columns to use.
        no_color: Print without color.
        quiet: Print only the most important.

    Raises:
        UsageError: A file or standard output cannot be written.
    """
    text = renderers.render(kind, console.screen(wide=wide, width=width, no_color=no_color, quiet=quiet))
    paper = console.paper(wide=wide, width=width)
    files.write_all({target: renderers.render(form, paper) for target, form in writes.items()})
    if kind is PlanFormat.TABLE:
        console.result(text)
    else:
        console.document(text)


def answer_gates(gates: "Sequence[GateResult]") -> None:
    """Exit 1 and name the gates that failed; the result has been printed by then."""
    failed = [outcome.gate.text for outcome in gates if not outcome.passed]
    if failed:
        console.say(f"influence: {len(failed)} of {len(gates)} gates failed: {'; '.join(failed)}")
        raise typer.Exit(1)
