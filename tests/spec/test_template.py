"""What `influence init` writes is a spec without errors, and with no advice but on a goal that calls for it."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from influence_cli import spec
from influence_cli.benchmarks import load
from influence_cli.model.campaign import Goal, Platform
from influence_cli.model.errors import UsageError
from influence_cli.spec import template
from influence_cli.spec.blank import TemplateOptions
from tests.spec.specs import campaign, found

OPTIONS = st.builds(
    TemplateOptions,
    name=st.text(min_size=1, max_size=80).filter(lambda text: bool(text.strip())),
    budget=st.sampled_from(["500", "5k", "10_000", "40k", "100,000", "1.2m", "40000.50"]),
    currency=st.sampled_from(["USD", "usd", *load("field-2026").usd_rates]),
    weeks=st.integers(1, 104),
    platforms=st.lists(st.sampled_from([p.value for p in Platform]), min_size=1, unique=True).map(tuple),
    goal=st.sampled_from([goal.value for goal in Goal]),
    price=st.sampled_from(["60", "1.50", "55..70", "12,000", "0.99"]),
    margin=st.sampled_from(["58%", "0.4", "50..60%", "5%", "19.9%", "20%", "100%", "0%"]),
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(OPTIONS)
def test_every_template_checks_clean(options: TemplateOptions) -> None:
    vanity = options.goal in (Goal.ENGAGEMENT, Goal.FOLLOWERS)
    assert [problem.code for problem in found(template(options))] == ["vanity-objective"] * vanity


@pytest.mark.parametrize(
    "name", ['5" serum', "a: b # c", "- x", "NO", "{", "\u202eevil", "\x1b[31m", "tab\there", "one\u2028two"]
)
def test_a_name_comes_back_as_it_was_given(name: str) -> None:
    assert campaign(template(TemplateOptions(name=name))).name == name


def test_the_first_line_names_the_schema_and_the_keys_are_explained() -> None:
    lines = template(TemplateOptions()).splitlines()
    assert lines[0] == "# yaml-language-server: $schema=campaign.schema.json"
    assert "# influence schema > campaign.schema.json" in lines[1:5]
    assert sum("#" in line for line in lines) > len(lines) / 2
    assert all(line == line.rstrip() and len(line) <= 110 for line in lines)


def test_the_exchange_rate_is_written_out_for_other_currencies() -> None:
    assert "usd_rate:" not in template(TemplateOptions())
    assert "usd_rate: 0.89" in template(TemplateOptions(currency="eur"))


def test_all_goals_are_offered() -> None:
    (line,) = (line for line in template(TemplateOptions()).splitlines() if "  goal:" in line)
    assert all(goal in line.partition("#")[2] for goal in Goal)


@pytest.mark.parametrize(("currency", "minimum"), [("USD", "25"), ("eur", "20"), ("JPY", "4000"), ("inr", "2000")])
def test_the_minimum_payout_is_worth_a_transfer_in_every_currency(currency: str, minimum: str) -> None:
    assert f"    minimum_payout: {minimum} " in template(TemplateOptions(currency=currency))


def test_a_currency_without_a_rate_is_refused_with_the_nearest_one() -> None:
    with pytest.raises(UsageError, match="did you mean EUR"):
        template(TemplateOptions(currency="EURO"))


def test_what_is_wrong_with_an_option_is_found_by_the_check() -> None:
    assert [problem.code for problem in found(template(TemplateOptions(margin="lots")))] == ["bad-share"]


def test_a_template_is_written_as_often_as_asked_for() -> None:
    assert spec.template(TemplateOptions()) == spec.template(TemplateOptions())
