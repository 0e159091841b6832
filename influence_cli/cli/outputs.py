"""What commands with a result share: shortcuts for keys of the spec, files to read, files to write, what is printed."""

from influence_cli.cli import console, files
from influence_cli.cli.options import PlanFormat, nearest
from influence_cli.model.errors import UsageError
from influence_cli.spec import Override


def shortcuts(*options: tuple[str, str, object]) -> list[Override]:
    """Overrides for options that stand for a key of the spec: option, key, value; None sets nothing."""
    return [Override(f"{key}={value}", f"{option} {value}") for option, key, value in options if value is not None]


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


def parse(outputs: list[str]) -> dict[files.Target, PlanFormat]:
    """Read every FORMAT=FILE and check that the file can be written, before anything is computed.

    Raises:
        UsageError: It is not FORMAT=FILE, the format is unknown, or the file cannot be written.
    """
    formats = [kind.value for kind in PlanFormat]
    pairs: list[tuple[str, str]] = []
    for text in outputs:
        kind, separator, path = text.partition("=")
        if not separator:
            raise UsageError(f"--output {text}: expected FORMAT=FILE, for example json={text}")
        if kind not in formats:
            raise UsageError(f"--output {text}: no format {kind!r}{nearest(kind, formats)}")
        pairs.append((kind, path))
    checked = files.targets([path for _, path in pairs])
    return {target: PlanFormat(kind) for target, (kind, _) in zip(checked, pairs, strict=True)}


def show(text: str, kind: PlanFormat) -> None:
    """Print a result: a table for people, anything else for machines."""
    if kind is PlanFormat.TABLE:
        console.result(text)
    else:
        console.document(text)
