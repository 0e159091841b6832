"""Files in and out: bounded reads, and writes that happen whole or not at all.

Imports no room but ``model``; every failure is an OSError or UsageError whose text a user can act on.
"""

import contextlib
import errno
import os
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from influence_cli.model.errors import UsageError

_STANDARD_INPUT = 0
_STREAMS = (1, 2)
"""Standard output and standard error, by their descriptors."""

MAX_BYTES = 1_000_000
"""Largest spec that is read; a spec written by people is a few thousand bytes."""

_SYSTEM = ("/proc/", "/sys/", "/dev/")
_SHARED_MEMORY = "/dev/shm/"
"""The one place below /dev that holds ordinary files."""

_WORDS = {
    errno.ENOENT: "no such file",
    errno.ENOTDIR: "a part of this path is a file, not a directory",
    errno.EISDIR: "this is a directory, not a file",
    errno.EACCES: "permission denied",
    errno.EPERM: "permission denied",
    errno.ELOOP: "its symbolic links go round in a circle",
    errno.ENAMETOOLONG: "the name is too long",
    errno.ENOSPC: "no space left on the disk",
    errno.EROFS: "the disk is read-only",
    errno.EFBIG: "the file would be too large",
}


def in_words(error: OSError) -> str:
    """What an operating-system error means, without its number and without the path."""
    known = _WORDS.get(error.errno or 0)
    words = known or error.strerror or str(error) or "unknown error"
    return words[0].lower() + words[1:]


def read_bounded(stream: BinaryIO) -> bytes:
    """Read a whole stream, at most one byte more than allowed.

    Raises:
        OSError: When it holds more than ``MAX_BYTES``.
    """
    content = stream.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise OSError(0, f"larger than {MAX_BYTES // 1_000_000} MB, which no spec needs")
    return content


def read_file(path: str) -> bytes:
    """Read a regular file that a spec names.

    Pipes and devices are refused, for they could block for ever; so is what the system tells about itself and
    its processes, for a spec may come from anyone.

    Raises:
        OSError: When it cannot be read, is no regular file or is too large; the text says which.
    """
    with contextlib.suppress(ValueError):
        if _is_system(os.path.abspath(path)) or _is_system(os.path.realpath(path)):
            raise OSError(0, "this is not a regular file but a part of the system")
    return _read(path, pipes=False)


def _is_system(path: str) -> bool:
    return path.startswith(_SYSTEM) and not path.startswith(_SHARED_MEMORY)


def read_argument(path: str) -> bytes:
    """Read a file named on the command line, where a pipe such as ``<(command)`` is meant as one.

    Raises:
        OSError: As ``read_file``.
    """
    return _read(path, pipes=True)


def open_argument(path: str) -> BinaryIO:
    """Open a file named on the command line for reading, however large; a pipe is meant as one.

    Raises:
        OSError: When it cannot be opened or is a directory or a device; the text says which.
    """
    return _open(path, pipes=True)


def _read(path: str, *, pipes: bool) -> bytes:
    with _open(path, pipes=pipes) as stream:
        return read_bounded(stream)


def _open(path: str, *, pipes: bool) -> BinaryIO:
    try:
        mode = os.stat(path).st_mode
        if stat.S_ISDIR(mode):
            raise OSError(errno.EISDIR, "this is a directory, not a file")
        if not (stat.S_ISREG(mode) or (pipes and stat.S_ISFIFO(mode))):
            raise OSError(0, "this is a device, not a file" if pipes else "this is not a regular file")
        return open(path, "rb")
    except ValueError:
        raise OSError(errno.EINVAL, "not a possible file name") from None


def similar_name(path: str) -> str:
    """The file beside a missing one whose name is nearest, or an empty string."""
    from difflib import get_close_matches

    folder, name = os.path.split(path)
    try:
        found = get_close_matches(name, sorted(os.listdir(folder or ".")), n=1)
    except OSError:
        return ""
    return os.path.join(folder, found[0]) if found else ""


@dataclass(frozen=True, slots=True)
class Target:
    """A checked place to write to.

    Attributes:
        shown: The path as given.
        real: The file itself, symbolic links followed.
        mode: Permission bits of the file that is there, or None where there is none.
    """

    shown: str
    real: str
    mode: int | None


def targets(paths: Sequence[str]) -> tuple[Target, ...]:
    """Check that every path can be written to, before any work is done for it.

    Raises:
        UsageError: For a directory, a missing directory, a device, a file without permission, or a file
            named twice.
    """
    found = tuple(_target(path) for path in paths)
    for target in found:
        if any(_same_file(stream, target) for stream in _STREAMS):
            raise UsageError(f"{target.shown}: cannot write: the printed result or messages go to this file already")
    seen: dict[str, str] = {}
    for target in found:
        if target.real in seen:
            raise UsageError(f"{target.shown}: written twice in one command (also as {seen[target.real]})")
        seen[target.real] = target.shown
    return found


def make_directory(path: str) -> None:
    """Make a directory that is not there yet; why one cannot be made is said when a file is to be written to it."""
    with contextlib.suppress(OSError, ValueError):
        os.mkdir(path)


def refuse_inputs(targets: Iterable[Target], inputs: Iterable[str], what: str = "the spec") -> None:
    """Keep what was read from being written over.

    Args:
        targets: What is to be written.
        inputs: What was read, as it was named; ``-`` is standard input.
        what: What the inputs are, for the message.

    Raises:
        UsageError: For a target that is one of the inputs, whatever it is called.
    """
    read = list(inputs)
    for target in targets:
        for path in read:
            if _same_file(_STANDARD_INPUT if path == "-" else path, target):
                raise UsageError(
                    f"{target.shown}: cannot write: {what} is read from this file; name another one"
                    if path in ("-", target.shown)
                    else f"{target.shown}: cannot write: {what} is read from this file ({path}); name another one"
                )


def _same_file(file: str | int, target: Target) -> bool:
    try:
        return os.path.samestat(os.stat(file), os.stat(target.real))
    except (OSError, ValueError):
        return False


def _target(path: str) -> Target:
    if not path:
        raise UsageError("a file name is missing after the = sign")
    if path == "-":
        raise UsageError("-: no file has this name; print the result with --format, or write ./- if you mean it")
    try:
        if _is_system(os.path.abspath(path)):
            raise UsageError(f"{path}: cannot write: this is a device or a pipe; use --format and > instead")
        real = os.path.realpath(path)
        mode = os.stat(real).st_mode
    except FileNotFoundError:
        return _new_target(path, real)
    except OSError as error:
        raise UsageError(f"{path}: cannot write: {in_words(error)}") from None
    except ValueError:
        raise UsageError(f"{path!r}: not a possible file name") from None
    if stat.S_ISDIR(mode):
        raise UsageError(f"{path}: cannot write: this is a directory; name a file in it")
    if not stat.S_ISREG(mode):
        raise UsageError(f"{path}: cannot write: this is a device or a pipe; use --format and > instead")
    if not os.access(real, os.W_OK):
        raise UsageError(f"{path}: cannot write: permission denied")
    return Target(path, real, stat.S_IMODE(mode))


def _new_target(path: str, real: str) -> Target:
    folder = os.path.dirname(real)
    if path.endswith(os.sep):
        raise UsageError(f"{path}: cannot write: this is a directory; name a file in it")
    if not os.path.isdir(folder):
        raise UsageError(f"{path}: cannot write: there is no directory {os.path.dirname(path) or folder}")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise UsageError(f"{path}: cannot write: permission denied in its directory")
    return Target(path, real, None)


Content = str | bytes | Iterable[str]
"""What a file is to hold; a long text may come in pieces."""


def write_all(contents: Mapping[Target, Content]) -> None:
    """Write several files: each is complete beside its target before the first target changes.

    A failure or an interrupt leaves no temporary file and no half-written target.

    Raises:
        UsageError: When the disk is full or a file cannot be written.
    """
    with staged(contents):
        pass


@contextlib.contextmanager
def staged(contents: Mapping[Target, Content]) -> Iterator[None]:
    """Write several files beside their targets; they take their places when the block ends without an error.

    Raises:
        UsageError: When the disk is full or a file cannot be written; no target has changed then.
    """
    waiting: dict[str, Target] = {}
    try:
        for target, content in contents.items():
            _stage(target, content, waiting)
        yield
        for temporary, target in list(waiting.items()):
            with _reporting(target):
                os.replace(temporary, target.real)
            del waiting[temporary]
    finally:
        for temporary in waiting:
            with contextlib.suppress(OSError):
                os.unlink(temporary)


def _stage(target: Target, content: Content, waiting: dict[str, Target]) -> None:
    """Write one temporary file in the target's directory, on the disk and with the target's permissions."""
    temporary = os.path.join(os.path.dirname(target.real), f".influence-{os.urandom(6).hex()}.tmp")
    # Noted before it exists: an interrupt between the two must not leave the file behind.
    waiting[temporary] = target
    pieces = (content,) if isinstance(content, str | bytes) else content
    with _reporting(target):
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        with open(descriptor, "wb") as stream:
            for piece in pieces:
                stream.write(piece.encode("utf-8", "replace") if isinstance(piece, str) else piece)
            stream.flush()
            os.fsync(descriptor)
            if target.mode is not None:
                os.chmod(temporary, target.mode)


@contextlib.contextmanager
def _reporting(target: Target) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UsageError(f"{target.shown}: cannot write: {in_words(error)}") from None
