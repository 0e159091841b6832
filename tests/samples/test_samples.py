"""Every sample campaign as it is printed, for people and for programmes; --renew-golden writes it anew."""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from influence_cli import spec, workflow
from influence_cli.model.plan import PlanResult
from influence_cli.report import plan_json, plan_json_schema, plan_table
from influence_cli.report.problems.as_table import problems_table

SAMPLES = Path(__file__).parents[2] / "sample_campaigns"
BROKEN = "mistakes"
GOOD = sorted(path.stem for path in SAMPLES.glob("*.yaml") if path.stem != BROKEN)

Golden = Callable[[str, str], None]


def read(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()


def source(sample: str) -> spec.Source:
    return spec.Source(f"{sample}.yaml", read(f"{sample}.yaml"))


@pytest.fixture(scope="module")
def planned() -> Callable[[str], PlanResult]:
    """Plans a sample once, however often it is looked at."""

    @cache
    def plan(sample: str) -> PlanResult:
        parsed = spec.load(source(sample), read)
        return workflow.plan(parsed.campaign, version="golden", warnings=parsed.warnings)

    return plan


@pytest.mark.parametrize("sample", GOOD)
def test_a_sample_is_planned_as_people_read_it(
    sample: str, planned: Callable[[str], PlanResult], golden: Golden
) -> None:
    golden(f"{sample}.txt", plan_table(planned(sample), width=80))


@pytest.mark.parametrize("sample", GOOD)
def test_a_sample_is_planned_as_programmes_read_it(
    sample: str, planned: Callable[[str], PlanResult], golden: Golden
) -> None:
    text = plan_json(planned(sample))
    assert list(Draft202012Validator(plan_json_schema()).iter_errors(json.loads(text))) == []
    golden(f"{sample}.json", text)


def test_the_mistakes_are_named(golden: Golden) -> None:
    name = f"{BROKEN}.yaml"
    golden(f"{BROKEN}.txt", problems_table({name: spec.check(source(BROKEN), read)}, width=80))


def test_every_golden_belongs_to_a_sample() -> None:
    expected = {f"{sample}.{kind}" for sample in GOOD for kind in ("txt", "json")} | {f"{BROKEN}.txt"}
    assert {path.name for path in (Path(__file__).parent / "golden").iterdir() if path.is_file()} == expected
