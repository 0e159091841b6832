"""Words that two rooms share without importing each other stay the same words."""

from influence_cli.contract.conditions import CONDITION_METRICS as COMPUTED
from influence_cli.contract.conditions import OPERATORS as COMPUTED_OPERATORS
from influence_cli.metrics.catalogue import METRICS
from influence_cli.spec.conditions import CONDITION_METRICS as WRITTEN
from influence_cli.spec.gates import GATE_METRICS
from influence_cli.workflow import plan
from tests.builders import a_campaign


def test_a_bonus_can_be_written_on_exactly_what_can_be_computed():
    assert set(WRITTEN) == set(COMPUTED)
    assert set(COMPUTED_OPERATORS) == {">=", ">", "<=", "<"}


def test_a_plan_holds_every_metric_of_the_catalogue_and_a_gate_may_name_each():
    simulated = {metric.name for metric in METRICS if metric.simulated}
    assert set(plan(a_campaign(draws=250), version="test").totals) == simulated
    assert set(GATE_METRICS) == simulated
