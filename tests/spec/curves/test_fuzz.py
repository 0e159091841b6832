"""Whatever a file holds, it is read or refused in words with a place; no other error ever leaves the room."""

import json
import math
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from influence_cli.model.curves import CurveProblem
from influence_cli.model.errors import SpecError
from influence_cli.spec.curves import CurveFormat, load_curves
from influence_cli.spec.curves.csv_table import COLUMNS
from influence_cli.spec.source import Override, Source

SAMPLES = Path(__file__).parents[3] / "sample_campaigns" / "curves"
MIX = (SAMPLES / "media-mix.yaml").read_bytes()
TABLE = (SAMPLES / "channels.csv").read_bytes()

numbers = st.one_of(
    st.floats(), st.integers(-5, 10**18), st.sampled_from(["50k", "1.250", "5%", "€5", "1e9", "nan", "", None, "2,5"])
)
scalars = st.one_of(numbers, st.text(max_size=8), st.booleans(), st.none())
odd = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
responses = st.fixed_dictionaries(
    {"type": st.sampled_from(["hill", "log", "power", "exponential", "piecewise", "hil", 3, None])},
    optional=dict.fromkeys(("maximum", "half_saturation", "slope", "coefficient", "exponent", "scale"), numbers)
    | {"points": st.one_of(odd, st.lists(st.lists(numbers, max_size=3), max_size=4))},
)
channels = st.fixed_dictionaries(
    {"name": scalars, "response": st.one_of(responses, odd)},
    optional=dict.fromkeys(("min_spend", "max_spend", "locked", "unit_cost", "max_units", "kappa"), odd),
)
groups = st.fixed_dictionaries({}, optional={"name": scalars, "channels": odd, "min_share": numbers, "max_share": odd})
files = st.fixed_dictionaries(
    {"budget": st.one_of(numbers, odd), "channels": st.one_of(st.lists(channels, max_size=3), odd)},
    optional={"groups": st.one_of(st.lists(groups, max_size=2), odd), "name": odd, "currency": odd, "x": odd},
)


def read_or_refuse(content: bytes, kind: CurveFormat | None = None, *overrides: str) -> CurveProblem | None:
    typed = tuple(Override(text, f"--set {text}") for text in overrides)
    try:
        return load_curves(Source("curves", content), typed, kind).problem
    except SpecError as error:
        refused = error
    assert refused.problems
    assert all(problem.what and str(problem).isprintable() for problem in refused.problems)
    return None


@given(st.binary(max_size=200), st.sampled_from([None, *CurveFormat]))
def test_any_bytes(content: bytes, kind: CurveFormat | None) -> None:
    read_or_refuse(content, kind)


@given(st.text(max_size=200), st.sampled_from([None, *CurveFormat]))
def test_any_text(content: str, kind: CurveFormat | None) -> None:
    read_or_refuse(content.encode("utf-8", "surrogatepass"), kind)


@settings(max_examples=300)
@given(files)
def test_any_document_of_the_right_shape(document: object) -> None:
    problem = read_or_refuse(json.dumps(document).encode())
    if problem is not None:
        assert math.isfinite(problem.budget)
        assert len({channel.name for channel in problem.channels}) == len(problem.channels) > 0


@given(st.integers(0, len(MIX) - 1), st.binary(max_size=6), st.integers(0, 10))
def test_a_damaged_sample(place: int, scrap: bytes, lost: int) -> None:
    read_or_refuse(MIX[:place] + scrap + MIX[place + lost :])


@given(st.integers(0, len(TABLE) - 1), st.sampled_from([b",", b";", b'"', b"\n", b"\xff", b"-", b"=", b"9e9"]))
def test_a_damaged_table(place: int, scrap: bytes) -> None:
    read_or_refuse(TABLE[:place] + scrap + TABLE[place:], CurveFormat.CSV, "budget=5k")


@given(st.lists(st.lists(st.text(max_size=6), max_size=6), max_size=4), st.sampled_from(",;\t"))
def test_any_table(rows: list[list[str]], separator: str) -> None:
    heading = separator.join(COLUMNS[:6])
    text = "\n".join([heading, *(separator.join(row) for row in rows)])
    read_or_refuse(text.encode("utf-8", "surrogatepass"), CurveFormat.CSV, "budget=5k")


@given(st.text(max_size=30))
def test_any_override(text: str) -> None:
    read_or_refuse(MIX, None, text, f"channels.{text}", f"budget={text}")
