"""Files are read within bounds and written whole or not at all."""

import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from influence_cli.cli import files
from influence_cli.model.errors import UsageError

OLD, NEW = "what was there\n", "what is new\n"


def write(contents: dict[Path, str]) -> None:
    checked = files.targets([str(path) for path in contents])
    files.write_all(dict(zip(checked, contents.values(), strict=True)))


def fails_with(error: BaseException) -> Callable[..., None]:
    def fail(*_: object) -> None:
        raise error

    return fail


class TestReading:
    def test_a_file_is_read_as_it_is(self, tmp_path: Path) -> None:
        path = tmp_path / "a.yaml"
        path.write_bytes(b"\xff\x00a: 1\r\n")
        assert files.read_file(str(path)) == b"\xff\x00a: 1\r\n"

    def test_the_largest_file_is_read_and_one_byte_more_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "a.yaml"
        path.write_bytes(b"#" * files.MAX_BYTES)
        assert len(files.read_file(str(path))) == files.MAX_BYTES
        path.write_bytes(b"#" * (files.MAX_BYTES + 1))
        with pytest.raises(OSError, match="larger than 1 MB"):
            files.read_file(str(path))

    @pytest.mark.parametrize(
        ("path", "words"),
        [
            ("missing.yaml", "no such file"),
            (".", "directory"),
            ("/dev/zero", "not a regular file"),
            ("a\0b", "not a possible file name"),
            ("\ud800", "not a possible file name"),
            ("x" * 300, "too long"),
        ],
    )
    def test_what_cannot_be_read_is_said_in_words(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, words: str
    ) -> None:
        monkeypatch.chdir(tmp_path)
        with pytest.raises(OSError) as caught:  # noqa: PT011 - the words are compared below
            files.read_file(path)
        assert words in files.in_words(caught.value)

    def test_a_spec_cannot_make_us_wait_at_a_pipe(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe")
        with pytest.raises(OSError, match="not a regular file"):
            files.read_file(str(tmp_path / "pipe"))

    def test_a_missing_file_has_a_similar_name(self, tmp_path: Path) -> None:
        (tmp_path / "campaign.yaml").touch()
        assert files.similar_name(str(tmp_path / "campaing.yaml")) == str(tmp_path / "campaign.yaml")
        assert files.similar_name(str(tmp_path / "zzz")) == ""
        assert files.similar_name(str(tmp_path / "nowhere" / "zzz")) == ""


class TestWriting:
    def test_new_files_get_the_usual_permissions(self, tmp_path: Path) -> None:
        plain = tmp_path / "plain"
        plain.touch()
        write({tmp_path / "a.json": NEW, tmp_path / "b.csv": OLD})
        assert (tmp_path / "a.json").read_text() == NEW
        assert (tmp_path / "b.csv").read_text() == OLD
        assert (tmp_path / "a.json").stat().st_mode == plain.stat().st_mode
        assert sorted(path.name for path in tmp_path.iterdir()) == ["a.json", "b.csv", "plain"]

    def test_permissions_of_a_file_that_is_there_are_kept(self, tmp_path: Path) -> None:
        path = tmp_path / "a.json"
        path.write_text(OLD)
        path.chmod(0o640)
        write({path: NEW})
        assert path.read_text() == NEW
        assert stat.S_IMODE(path.stat().st_mode) == 0o640

    def test_a_link_stays_a_link(self, tmp_path: Path) -> None:
        (tmp_path / "real.json").write_text(OLD)
        link = tmp_path / "link.json"
        link.symlink_to("real.json")
        write({link: NEW})
        assert link.is_symlink()
        assert (tmp_path / "real.json").read_text() == NEW

    def test_a_link_to_nothing_creates_what_it_names(self, tmp_path: Path) -> None:
        link = tmp_path / "link.json"
        link.symlink_to("real.json")
        write({link: NEW})
        assert (tmp_path / "real.json").read_text() == NEW

    @pytest.mark.parametrize("step", ["open", "fsync", "replace"])
    @pytest.mark.parametrize("error", [KeyboardInterrupt(), SystemExit(143), MemoryError()])
    def test_an_interrupt_leaves_everything_as_it_was(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, error: BaseException
    ) -> None:
        path = tmp_path / "a.json"
        path.write_text(OLD)
        monkeypatch.setattr(os, step, fails_with(error))
        with pytest.raises(type(error)):
            write({path: NEW, tmp_path / "b.json": NEW})
        monkeypatch.undo()
        assert path.read_text() == OLD
        assert list(tmp_path.iterdir()) == [path]

    def test_a_full_disk_leaves_everything_as_it_was(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path = tmp_path / "a.json"
        path.write_text(OLD)
        monkeypatch.setattr(os, "fsync", fails_with(OSError(errno.ENOSPC, "No space left on device")))
        with pytest.raises(UsageError, match=r"a\.json: cannot write: no space left on the disk"):
            write({path: NEW})
        assert path.read_text() == OLD
        assert list(tmp_path.iterdir()) == [path]

    def test_the_second_file_failing_keeps_the_first_one_old(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first = tmp_path / "a.json"
        first.write_text(OLD)
        syncs = iter([None, OSError(errno.EIO, "Input/output error")])

        def sync(_: int) -> None:
            error = next(syncs)
            if error:
                raise error

        monkeypatch.setattr(os, "fsync", sync)
        with pytest.raises(UsageError, match=r"b\.json: cannot write: input/output error"):
            write({first: NEW, tmp_path / "b.json": NEW})
        assert first.read_text() == OLD
        assert list(tmp_path.iterdir()) == [first]

    @pytest.mark.parametrize(
        ("path", "words"),
        [
            ("", "a file name is missing"),
            (".", "this is a directory"),
            ("new/", "this is a directory"),
            ("nowhere/a.json", "there is no directory nowhere"),
            ("/dev/null", "this is a device"),
            ("a\0b", "not a possible file name"),
            ("file/a.json", "cannot write"),
            ("loop", "cannot write"),
            ("x" * 300, "the name is too long"),
        ],
    )
    def test_targets_that_cannot_be_written_are_refused_before_any_work(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, words: str
    ) -> None:
        monkeypatch.chdir(tmp_path)
        (tmp_path / "file").touch()
        (tmp_path / "loop").symlink_to("loop")
        with pytest.raises(UsageError, match=words):
            files.targets([path])

    def test_one_file_cannot_be_written_twice(self, tmp_path: Path) -> None:
        (tmp_path / "link").symlink_to("a.json")
        with pytest.raises(UsageError, match="written twice"):
            files.targets([str(tmp_path / "a.json"), str(tmp_path / "link")])

    def test_a_file_without_permission_is_refused(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / "a.json").touch()
        monkeypatch.setattr(os, "access", lambda *_: False)
        for name in ("a.json", "new.json"):
            with pytest.raises(UsageError, match="permission denied"):
                files.targets([str(tmp_path / name)])

    def test_half_a_surrogate_pair_does_not_stop_a_file(self, tmp_path: Path) -> None:
        write({tmp_path / "a.json": "a\ud800b"})
        assert (tmp_path / "a.json").read_text() == "a?b"
