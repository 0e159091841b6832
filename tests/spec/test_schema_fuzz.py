"""Mutations of full specs: whatever happens, the answer is a campaign or problems with places, in plain words."""

from pathlib import Path

import pytest

from influence_cli.model.errors import Severity, SpecError
from influence_cli.spec import Source, check, load
from tests.spec.mutations import mutated

REFERENCES = tuple(
    Path(__file__).with_name(name).read_bytes() for name in ("reference.yaml", "optimal.yaml", "payouts.yaml")
)
"""A spec with every section, one with every key of the optimal strategy, one with every key of paying creators."""

JARGON = ("pydantic", "Input should", "Traceback", "NoneType", "object at 0x", "<class", "Decimal(")


def no_file(path: str) -> bytes:
    raise FileNotFoundError(2, "No such file or directory", path)


def hold_against_the_promise(seed: int) -> None:
    source = Source("spec.yaml", mutated(REFERENCES[seed % len(REFERENCES)], seed))
    problems = check(source, no_file)
    for problem in problems:
        assert str(problem).isprintable(), seed
        assert not [word for word in JARGON if word in str(problem)], (seed, str(problem))
        assert problem.place.file in ("spec.yaml", "x.yaml"), seed
        assert problem.place.line >= 1, (seed, str(problem))
    if any(problem.severity is Severity.ERROR for problem in problems):
        with pytest.raises(SpecError) as caught:
            load(source, no_file)
        errors = tuple(problem for problem in problems if problem.severity is Severity.ERROR)
        assert caught.value.problems == errors, seed
    else:
        assert load(source, no_file).campaign.cells, seed


@pytest.mark.parametrize("reference", REFERENCES)
def test_the_references_themselves_are_good(reference: bytes) -> None:
    assert load(Source("spec.yaml", reference), no_file).campaign.name == "Spring serum launch"


@pytest.mark.parametrize("block", range(10))
def test_mutations_of_a_full_spec_are_answered_in_words(block: int) -> None:
    for seed in range(block * 50, block * 50 + 50):
        hold_against_the_promise(seed)


@pytest.mark.nightly
@pytest.mark.parametrize("block", range(40))
def test_many_mutations_of_a_full_spec_are_answered_in_words(block: int) -> None:
    for seed in range(10_000 + block * 500, 10_000 + block * 500 + 500):
        hold_against_the_promise(seed)
