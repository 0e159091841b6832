"""Constraints say what is held where; numbers are those of the rest of a spec."""

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from influence_cli.model.campaign import Platform, Tier
from influence_cli.model.objective import Measure, Scope
from influence_cli.spec.constraints import COMPARISONS, Constraint, Value, parse_constraint
from influence_cli.spec.expressions import ExpressionError
from influence_cli.spec.scalars import Money
from influence_cli.spec.scopes import Names, format_scope

NAMES = Names(("awareness", "early birds", "share"), ("fee-only", "hybrid"))
MEGA = Scope(tier="mega")
TIKTOK = Scope(platform="tiktok")


def share(text: str) -> Decimal:
    return Decimal(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mega.share >= 10%", Constraint(MEGA, Measure.SHARE, share("0.1"), None)),
        ("mega.share<=0.25", Constraint(MEGA, Measure.SHARE, None, share("0.25"))),
        (
            "nano.instagram.creators == 20",
            Constraint(Scope(tier="nano", platform="instagram"), Measure.CREATORS, 20, 20),
        ),
        ("nano.creators >= 1.5k", Constraint(Scope(tier="nano"), Measure.CREATORS, 1500, None)),
        ("tiktok.spend <= 20k", Constraint(TIKTOK, Measure.SPEND, None, Money(Decimal(20_000)))),
        ("tiktok.spend <= 20,000 EUR", Constraint(TIKTOK, Measure.SPEND, None, Money(Decimal(20_000), "EUR"))),
        ("awareness.share >= 15%", Constraint(Scope(phase="awareness"), Measure.SHARE, share("0.15"), None)),
        ('"early birds".Share >= 0%', Constraint(Scope(phase="early birds"), Measure.SHARE, share("0"), None)),
        ("share.share >= 5%", Constraint(Scope(phase="share"), Measure.SHARE, share("0.05"), None)),
        ("mega.share between 5..10%", Constraint(MEGA, Measure.SHARE, share("0.05"), share("0.1"))),
        ("fee-only.creators BETWEEN 3 .. 9", Constraint(Scope(contract="fee-only"), Measure.CREATORS, 3, 9)),
        (
            "tiktok.spend between 5k..20k",
            Constraint(TIKTOK, Measure.SPEND, Money(Decimal(5_000)), Money(Decimal(20_000))),
        ),
    ],
)
def test_a_part_of_the_plan_is_held(text: str, expected: Constraint) -> None:
    assert parse_constraint(text, NAMES) == expected


@pytest.mark.parametrize(
    ("text", "at", "says", "suggestion"),
    [
        ("", 0, "nothing is named", ""),
        ("mega", 0, "not said what is counted of 'mega'", "mega.share"),
        ("mega.share", 10, "stops too early", ""),
        ("mega.share >=", 13, "stops too early", ""),
        ("mega >= 10%", 0, "not said what is counted of 'mega'", "mega.share"),
        ("mega.'early birds' >= 10%", 5, "not said what is counted", '"early birds".share'),
        ("share >= 10%", 0, "'share' needs a part of the plan before it", ""),
        ("mega.shares >= 10%", 5, "unknown measure 'shares'", "share"),
        ("mega.budget <= 5k", 5, "unknown measure 'budget'", "spend"),
        ("mega.people <= 5", 5, "unknown measure 'people'", "creators"),
        ("mega.views >= 5", 5, "unknown measure 'views'", ""),
        ("mgea.share >= 10%", 0, "'mgea' is no tier", "mega"),
        ("mgea >= 10%", 0, "'mgea' is no tier", "mega"),
        ("early birds.share >= 10%", 6, "'birds.share' is out of place", '"early birds"'),
        ("mega.share > 10%", 11, "unknown comparison '>'", ">="),
        ("mega.share = 10%", 11, "unknown comparison '='", "=="),
        ("mega.share \u2265 10%", 11, "unknown comparison", ">="),
        ("mega.share != 10%", 11, "unknown comparison '!='", ""),
        ("mega.share 10%", 11, "'10%' is out of place", ""),
        ("mega.share betwixt 5..10%", 11, "'betwixt' is out of place", ""),
        ("mega.share >= 10", 14, "above 1 and has no per cent sign", "10%"),
        ("mega.share >= 110%", 14, "above 100%", ""),
        ("mega.share >= -5%", 14, "negative", ""),
        ("mega.share >= 5k", 14, "'5k' is not a number", ""),
        ("mega.spend >= 10%", 14, "'10%' is a share, and spend is an amount of money", ""),
        ("mega.creators >= 10%", 17, "'10%' is a share, and creators is a whole number", ""),
        ("mega.creators >= 2.5", 17, "not a whole number", ""),
        ("mega.spend >=  1.250", 15, "may mean 1250 or 1.25", ""),
        ("mega.spend >= 5k XYZ", 14, "not a currency", ""),
        ("mega.share >= 1e-3", 14, "scientific notation", ""),
        ("mega.share between 10%", 19, "'10%' is no span", ""),
        ("mega.share between", 18, "stops too early", ""),
        ("mega.creators between 20..10", 22, "does not rise", ""),
        ("mega.creators between 10-20", 22, "not a range", "10..20"),
        ("mega.spend between 1..2k", 19, "may start at 1 or at 1k", "1k..2k"),
        ("mega.share >= 10% and nano.share >= 5%", 14, "is not a number", ""),
        ("mega.nano.share >= 10%", 5, "both a tier", ""),
    ],
)
def test_what_cannot_be_read_is_refused_at_its_place(text: str, at: int, says: str, suggestion: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse_constraint(text, NAMES)
    error = caught.value
    assert (error.at, error.suggestion) == (at, suggestion)
    assert says in error.what
    assert error.expected or error.suggestion


SCOPES = st.builds(
    Scope,
    st.sampled_from([str(tier) for tier in Tier]),
    st.none() | st.sampled_from([str(platform) for platform in Platform]),
    st.none() | st.sampled_from(NAMES.phases),
    st.none() | st.sampled_from(NAMES.contracts),
)
VALUES: dict[Measure, st.SearchStrategy[Value]] = {
    Measure.SHARE: st.integers(0, 10**6).map(lambda millionths: Decimal(millionths) / 10**6),
    Measure.SPEND: st.builds(
        Money, st.integers(0, 10**13).map(lambda cents: Decimal(cents) / 100), st.sampled_from([None, "USD"])
    ),
    Measure.CREATORS: st.integers(0, 10**9),
}


def number(value: Value) -> str:
    if isinstance(value, Money):
        return f"{value.amount:.2f} {value.currency or ''}"
    return f"{value * 100:f}%" if isinstance(value, Decimal) else f"{value:,}"


@given(st.data(), SCOPES, st.sampled_from(Measure), st.sampled_from(COMPARISONS))
def test_a_constraint_reads_back_as_it_was_written(
    data: st.DataObject, scope: Scope, measure: Measure, comparison: str
) -> None:
    value = data.draw(VALUES[measure])
    found = parse_constraint(f"{format_scope(scope)}.{measure} {comparison} {number(value)}", NAMES)
    low, high = (None if comparison == "<=" else value), (None if comparison == ">=" else value)
    assert found == Constraint(scope, measure, low, high)


PIECES = (
    "mega",
    "tiktok",
    "share",
    "spend",
    "creators",
    ".",
    " ",
    ">=",
    "<=",
    "==",
    "between",
    "..",
    "10%",
    "5k",
    '"',
    ":",
)


@given(st.text(max_size=40) | st.lists(st.sampled_from(PIECES), max_size=10).map("".join))
@example("mega.share >= \u0661%")
@example("mega.spend >= 9999999999999999")
@example("mega.creators between ....")
def test_any_text_is_a_constraint_or_an_error_inside_it(text: str) -> None:
    error: ExpressionError | None = None
    try:
        found = parse_constraint(text, NAMES)
    except ExpressionError as caught:
        error = caught
    if error is None:
        assert found.low is not None or found.high is not None
    else:
        assert 0 <= error.at <= len(text)
        assert error.what.isprintable()
        assert error.expected or error.suggestion
