"""A saved plan is read strictly, forgivingly of what a later version adds, and every mistake has its place."""

import contextlib
import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from influence_cli.model.errors import SpecError
from influence_cli.report.plan.as_json import plan_json
from influence_cli.spec import Source, is_saved_plan, parse_saved_plan
from influence_cli.spec.saved_plan import MOST_CREATORS, PLAN_SCHEMA
from influence_cli.workflow import plan
from tests.builders import a_campaign

CAMPAIGN = a_campaign(draws=200)
RESULT = plan(CAMPAIGN, version="0.9")
TEXT = plan_json(RESULT)


def parse(text):
    return parse_saved_plan(Source("plan.json", text if isinstance(text, bytes) else text.encode()))


def problems(text):
    with pytest.raises(SpecError) as caught:
        parse(text)
    return caught.value.problems


def changed(path, value):
    """The document with one value replaced; ... removes the key."""
    document = json.loads(TEXT)
    *parents, last = path
    place = document
    for step in parents:
        place = place[step]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return json.dumps(document, indent=2)


def test_what_a_plan_writes_is_read_back():
    found = parse(TEXT)
    assert (found.name, found.version, found.seed, found.draws) == ("plan.json", "0.9", 1, 200)
    assert (found.currency.code, found.budget, found.boost) == ("USD", 4_000_000, 0)
    assert found.strategy == "by-budget"
    assert (found.spec_sha256, found.benchmarks, found.campaign) == ("0" * 64, "field-2026", "test")
    for cell, booking in zip(found.cells, RESULT.allocation.bookings, strict=True):
        assert cell.key == booking.cell.key
        assert (cell.creators, cell.unit_cost) == (booking.creators, booking.unit_cost)
        assert cell.deliverables == booking.cell.deliverables
    assert set(found.totals) == set(RESULT.totals)
    assert found.totals["cost"].p95 == pytest.approx(RESULT.totals["cost"].p95, abs=0.5)
    assert found.totals["roi"].mean == pytest.approx(RESULT.totals["roi"].mean, rel=1e-9)
    assert math.isnan(found.totals["cpl"].mean)


def test_a_compact_document_with_sorted_keys_is_the_same_plan():
    compact = json.dumps(json.loads(TEXT), sort_keys=True, separators=(",", ":"))
    assert repr(parse(compact)) == repr(parse(TEXT))


def test_a_byte_order_mark_does_not_matter():
    assert repr(parse(b"\xef\xbb\xbf" + TEXT.encode())) == repr(parse(TEXT))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("optimality",), {"gap": 0}),
        (("allocation", "cells", 0, "boost"), "1.00"),
        (("projection", "total", "brand_lift"), {"mean": 1}),
        (("allocation", "strategy"), "clairvoyant"),
        (("campaign", "goal"), "fame"),
        (("tornado",), ...),
    ],
)
def test_what_a_later_version_adds_or_leaves_out_of_the_rest_is_no_problem(path, value):
    assert parse(changed(path, value)).cells == parse(TEXT).cells


def test_a_metric_that_an_older_version_did_not_have_is_left_out():
    assert "clv_roi" not in parse(changed(("projection", "total", "clv_roi"), ...)).totals


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        (("schema",), "influence/plan/2", "the document is 'influence/plan/2'"),
        (("schema",), "influence/comparison/1", PLAN_SCHEMA),
        (("schema",), 1, "this is not a saved plan"),
        (("schema",), ..., "this is not a saved plan"),
        (("currency",), "dollars", "'dollars' is not a currency"),
        (("seed",), "one", "'one' stands here; expected a whole number from 0 on"),
        (("seed",), True, "true or false stands here"),
        (("draws",), 1e99, "a number stands here; expected a whole number"),
        (("draws",), 10**12, "out of bounds"),
        (("budget",), ..., "the plan has no budget; expected an object"),
        (("budget", "total"), 40_000.0, "expected an amount as a text"),
        (("budget", "total"), "40,000", "'40,000' stands here"),
        (("budget", "total"), "9" * 40, "expected an amount as a text"),
        (("allocation", "cells"), {}, "an object stands here; expected a list"),
        (("allocation", "cells", 0), [], "a list stands here; expected an object"),
        (("allocation", "cells", 0, "creators"), -1, "a whole number from 0 on"),
        (("allocation", "cells", 0, "creators"), 1.5, "a whole number from 0 on"),
        (("allocation", "cells", 0, "creators"), MOST_CREATORS, "creators are booked; expected at most"),
        (("allocation", "cells", 0, "phase"), ..., "the plan has no allocation.cells.0.phase"),
        (("allocation", "cells", 0, "contract"), None, "null stands here; expected a text"),
        (("projection", "total"), ..., "the plan has no projection.total"),
        (("projection", "total", "roi"), 1, "a number stands here; expected an object"),
        (("projection", "total", "roi", "p50"), "0.1", "'0.1' stands here; expected a number or null"),
        (("projection", "total", "roi", "p50"), 1e300, "out of bounds"),
        (("projection", "total", "cost", "p50"), 12.0, "expected an amount as a text"),
    ],
)
def test_what_is_wrong_is_said_in_words(path, value, says):
    (problem,) = problems(changed(path, value))
    assert says in f"{problem.what}; expected {problem.expected}"
    assert problem.place.file == "plan.json"
    assert problem.place.line > 0


def test_a_wrong_value_is_placed_where_it_stands():
    text = changed(("allocation", "cells", 1, "creators"), "many")
    (problem,) = problems(text)
    line = text.splitlines()[problem.place.line - 1]
    assert line[problem.place.column - 1 :].startswith('"many"')
    assert problem.path == "allocation.cells.1.creators"


def test_every_problem_is_told_at_once_but_no_more_than_a_screen_holds():
    document = json.loads(TEXT)
    document["seed"] = "x"
    document["allocation"]["cells"][0]["tier"] = 3
    assert len(problems(json.dumps(document))) == 2
    document["allocation"]["cells"] = [1] * 500
    assert len(problems(json.dumps(document))) == 20


def test_a_cell_listed_twice():
    document = json.loads(TEXT)
    document["allocation"]["cells"].append(document["allocation"]["cells"][0])
    (problem,) = problems(json.dumps(document))
    assert "is listed twice" in problem.what


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        ('{"schema": "influence/plan/1",\n "seed": }', "plan.json:2:10", "this is not JSON: expecting value"),
        (TEXT[:100], "plan.json:", "this is not JSON"),
        ("", "plan.json:1:1", "this is not JSON"),
        ('{"a": 1,\n "b": NaN}', "plan.json:2:7", "NaN is not a number"),
        ('{"a": "NaN",\n "b": -Infinity}', "plan.json:2:7", "-Infinity is not a number"),
        ('{"a": 1,\n "a": 2}', "plan.json:2:2", "the key 'a' is written twice"),
        ("[" * 100_000, "plan.json", "too deep"),
        ('{"a": ' + "9" * 5_000 + "}", "plan.json", "this is not JSON"),
        (b'{"a": "\xff"}', "plan.json:1:8", "the byte 0xff is not UTF-8"),
        ("[]", "plan.json:1:1", "this is not a saved plan"),
        (b"{" + b" " * 1_000_001, "plan.json", "1,000,002 bytes"),
    ],
)
def test_what_is_no_json_is_refused_with_its_place(text, place, says):
    (problem,) = problems(text)
    assert str(problem.place).startswith(place)
    assert says in problem.what


def test_names_in_messages_are_harmless():
    (problem,) = problems(changed(("schema",), "influence/\x1b[31m\u202e"))
    assert str(problem).isprintable()


def test_only_a_document_of_the_programme_is_taken_for_a_saved_plan():
    assert is_saved_plan(TEXT.encode())
    assert is_saved_plan(b'\xef\xbb\xbf\n {"schema" : "influence/comparison/1"')
    assert not is_saved_plan(b"campaign: {name: Serum}")
    assert not is_saved_plan(b'{"campaign": {"name": "Serum"}}')
    assert not is_saved_plan(b'# "schema": "influence/plan/1"')


@given(st.data())
def test_no_damage_to_a_document_is_more_than_a_placed_problem(data):
    at = data.draw(st.integers(0, len(TEXT) - 1))
    piece = data.draw(st.sampled_from(["", "{", "]", '"', "-", "null", "1e400", "\x00", ",", "\\u00"]))
    length = data.draw(st.integers(0, 30))
    damaged = TEXT[:at] + piece + TEXT[at + length :]
    with contextlib.suppress(SpecError):
        assert parse(damaged).currency.code
        return
    found = problems(damaged)
    assert found
    assert {problem.place.file for problem in found} == {"plan.json"}
