"""Mutations of a full spec: whatever happens, the answer is a campaign or problems with places, in plain words."""

import random
import re
from pathlib import Path

import pytest

from influence_cli.model.errors import Severity, SpecError
from influence_cli.spec import Source, check, load

REFERENCE = Path(__file__).with_name("reference.yaml").read_bytes()

SPLINTERS = (
    b": ", b"- ", b"[", b"]", b"{", b"}", b"*a", b"&a ", b"!!x ", b"|\n", b">\n", b"'", b'"', b"#", b"\n", b"\t",
    b"\x00", b"\xff", b"\x1b[31m", "\u202e".encode(), b"NO", b"on", b"~", b"-1", b"1e999", b".nan", b"0", b"1e15",
    b"999999999999", b"50..1", b"1..2k", b"%", b"101%", b"k", b"<<: *a", b"extends: x.yaml\n", b"---\n", b"? ", b"@",
)  # fmt: skip
VALUES = (
    b"NO", b"on", b"true", b"~", b"", b"-1", b"0", b"1", b"3", b"12.5", b"1e999", b".nan", b"1e15", b"99999999999",
    b"50..1", b"1..2", b"1..2k", b"0%", b"100%", b"101%", b"1_000", b"1.000", b"40k USD", b"$5", b"2026-13-01", b"8-3",
    b"5-99", b"nano", b"mega", b"manual", b"leads", b"awareness", b"market", b"per_order", b"campaign", b"never",
    b"[]", b"{}", b"[nano]", b"[instagram, youtube]", b"{youtube: 100%}", b"{low: 1, high: 2}", b"{amount: 5}",
    b"no such word", b"playbook-2026",
)  # fmt: skip
JARGON = ("pydantic", "Input should", "Traceback", "NoneType", "object at 0x", "<class", "Decimal(")


def no_file(path: str) -> bytes:
    raise FileNotFoundError(2, "No such file or directory", path)


def mutated(chance: random.Random) -> bytes:
    content = REFERENCE
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        start = chance.randrange(len(content))
        lines = content.split(b"\n")
        line = chance.randrange(len(lines))
        match chance.randrange(10):
            case 0:
                content = content[:start] + content[start + chance.randrange(1, 9) :]
            case 1:
                content = content[:start] + chance.choice(SPLINTERS) + content[start:]
            case 2:
                content = b"\n".join([*lines[:line], *lines[line + 1 :]])
            case 3:
                content = b"\n".join([*lines[:line], chance.choice(lines), *lines[line:]])
            case 4:
                content = b"\n".join([*lines[:line], b" " * chance.randrange(1, 4) + lines[line], *lines[line + 1 :]])
            case 5:
                words = lines[line].split(b" ")
                words[chance.randrange(len(words))] = chance.choice(SPLINTERS)
                content = b"\n".join([*lines[:line], b" ".join(words), *lines[line + 1 :]])
            case _:
                value = chance.choice(list(re.finditer(rb"(?<=: )[^\s\[{,}\]][^,}\]\n]*", content)))
                content = content[: value.start()] + chance.choice(VALUES) + content[value.end() :]
    return content


def hold_against_the_promise(seed: int) -> None:
    source = Source("spec.yaml", mutated(random.Random(seed)))
    problems = check(source, no_file)
    for problem in problems:
        assert str(problem).isprintable(), seed
        assert not [word for word in JARGON if word in str(problem)], (seed, str(problem))
        assert problem.place.file in ("spec.yaml", "x.yaml"), seed
        assert problem.place.line >= 1, (seed, str(problem))
    if any(problem.severity is Severity.ERROR for problem in problems):
        with pytest.raises(SpecError) as caught:
            load(source, no_file)
        assert caught.value.problems == problems, seed
    else:
        assert load(source, no_file).campaign.cells, seed


def test_the_reference_itself_is_good() -> None:
    assert load(Source("spec.yaml", REFERENCE), no_file).campaign.name == "Spring serum launch"


@pytest.mark.parametrize("block", range(10))
def test_mutations_of_a_full_spec_are_answered_in_words(block: int) -> None:
    for seed in range(block * 50, block * 50 + 50):
        hold_against_the_promise(seed)


@pytest.mark.nightly
@pytest.mark.parametrize("block", range(40))
def test_many_mutations_of_a_full_spec_are_answered_in_words(block: int) -> None:
    for seed in range(10_000 + block * 500, 10_000 + block * 500 + 500):
        hold_against_the_promise(seed)
