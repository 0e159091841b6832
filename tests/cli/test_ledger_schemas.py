"""What the commands of a ledger print as JSON is what `influence schema` describes."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from tests.cli import ledgers

Influence = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.mark.parametrize(
    ("document", "command"),
    [
        ("ledger", ["show", "--entries"]),
        ("ledger", ["show", "--creator", "ben"]),
        ("ledger-verification", ["verify"]),
        ("ledger-payments", ["pay", "--reference", "SEPA 77"]),
        ("journal", ["export"]),
    ],
)
def test_a_document_is_what_its_schema_says(
    inside: Influence, tmp_path: Path, document: str, command: list[str]
) -> None:
    path = ledgers.usual(tmp_path / "creators.db")
    schema = inside("schema", document)
    assert (schema.returncode, schema.stderr) == (0, "")
    name, *options = command
    done = inside("ledger", name, path.name, *options, "--format", "json")
    assert done.returncode == 0
    checker = Draft202012Validator.FORMAT_CHECKER
    Draft202012Validator(json.loads(schema.stdout), format_checker=checker).validate(json.loads(done.stdout))
