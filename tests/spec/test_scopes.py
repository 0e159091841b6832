"""Scopes are read word by word; what names nothing, or two things, is answered with a place and what would be right."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from influence_cli.model.campaign import Platform, Tier
from influence_cli.model.objective import Scope
from influence_cli.spec.expressions import ExpressionError
from influence_cli.spec.scopes import Names, format_scope, parse_scope

NAMES = Names(("launch", "early birds", "Q1.test"), ("launch", "fee-only", "mid", "2026", 'the "best" deal'))


def refused(text: str) -> ExpressionError:
    with pytest.raises(ExpressionError) as caught:
        parse_scope(text, NAMES)
    return caught.value


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("mega", Scope(tier="mega")),
        ("mega.tiktok", Scope(tier="mega", platform="tiktok")),
        ("tiktok.mega", Scope(tier="mega", platform="tiktok")),
        ("Nano.IG", Scope(tier="nano", platform="instagram")),
        ("fee-only", Scope(contract="fee-only")),
        ("FEE-ONLY", Scope(contract="fee-only")),
        ("2026 . yt", Scope(platform="youtube", contract="2026")),
        ('"early birds"', Scope(phase="early birds")),
        ("'Early Birds'.nano", Scope(tier="nano", phase="early birds")),
        ('"Q1.test".micro', Scope(tier="micro", phase="Q1.test")),
        ('"the ""best"" deal"', Scope(contract='the "best" deal')),
        ("'the \"best\" deal'", Scope(contract='the "best" deal')),
        ("phase:launch.contract:launch", Scope(phase="launch", contract="launch")),
        ("Tier: mid", Scope(tier="mid")),
        ('tier:micro.platform:tiktok.phase:"early birds".contract:mid', Scope("micro", "tiktok", "early birds", "mid")),
    ],
)
def test_words_in_any_order_say_which_places_are_meant(text: str, scope: Scope) -> None:
    assert parse_scope(text, NAMES) == scope


@pytest.mark.parametrize(
    ("text", "at", "says", "suggestion"),
    [
        ("", 0, "nothing is named", ""),
        ("mega.", 5, "stops too early", ""),
        ("mega..tiktok", 5, "'.' is out of place", ""),
        ("mega tiktok", 5, "'tiktok' is out of place", ""),
        ("nano.early birds", 11, "'birds' is out of place", '"early birds"'),
        ("mega.tiktk", 5, "'tiktk' is no tier, platform, phase or contract", "tiktok"),
        ("fee_only", 0, "'fee_only' is no tier", "fee-only"),
        ("earlybirds", 0, "'earlybirds' is no tier", '"early birds"'),
        ("launch", 0, "the name of a phase and of a contract", ""),
        ("nano.mid", 5, "the name of a tier and of a contract", ""),
        ("mega.nano", 5, "'mega' and 'nano' are both a tier", ""),
        ("tiktok.tiktok", 7, "are both a platform", ""),
        ("phase:lunch", 0, "'lunch' is no phase of this spec", "phase:launch"),
        ("nano.contract:tiktok", 5, "'tiktok' is no contract of this spec", ""),
        ("fase:launch", 0, "'fase:' is not known before a name", "phase:"),
        ('"mega', 0, "is empty or does not end", ""),
        ('mega.""', 5, "is empty or does not end", ""),
        ("mega,tiktok", 4, "',tiktok' is out of place", ""),
        ("mega.share >= 10%", 11, "'>=' is out of place", ""),
    ],
)
def test_what_names_nothing_or_two_things_is_refused_at_its_place(
    text: str, at: int, says: str, suggestion: str
) -> None:
    error = refused(text)
    assert (error.at, error.suggestion) == (at, suggestion)
    assert says in error.what
    assert error.expected or error.suggestion


def test_a_name_of_two_things_is_offered_with_what_it_may_be() -> None:
    assert refused("launch").expected == "phase:launch or contract:launch"
    assert refused("mid").expected == "tier:mid or contract:mid"


def test_where_no_name_is_near_all_are_listed() -> None:
    assert "nano, micro, mid, mega, instagram" in refused("zzzz").expected
    assert '"early birds"' in refused("zzzz").expected
    with pytest.raises(ExpressionError) as caught:
        parse_scope("zzzz", Names(tuple(f"phase {n}" for n in range(50)), ()))
    assert "phase 1" not in caught.value.expected
    assert "mega.tiktok" in caught.value.expected


def test_a_spec_without_phases_has_none_to_name() -> None:
    with pytest.raises(ExpressionError) as caught:
        parse_scope("phase:launch", Names((), ("a",)))
    assert caught.value.expected == "no phase: this spec has none"


def test_a_place_fits_where_every_named_part_agrees() -> None:
    place = (Tier.MEGA, Platform.TIKTOK, "launch", "fee-only")
    assert Scope().covers(*place)
    assert parse_scope("mega.tt", NAMES).covers(*place)
    assert not parse_scope("mega.instagram", NAMES).covers(*place)
    assert not parse_scope("mega.contract:mid", NAMES).covers(*place)


NAMED = st.text(min_size=1, max_size=12)


@st.composite
def named(draw: st.DrawFn) -> tuple[Scope, Names]:
    """A scope with names of any kind, among names that differ in more than their case."""
    found = draw(st.lists(NAMED, min_size=2, max_size=6, unique_by=str.casefold))
    half = len(found) // 2
    names = Names(tuple(found[:half]), tuple(found[half:]))
    tier = draw(st.none() | st.sampled_from([str(tier) for tier in Tier]))
    platform = draw(st.none() | st.sampled_from([str(platform) for platform in Platform]))
    phase = draw(st.none() | st.sampled_from(names.phases))
    contract = draw(st.sampled_from(names.contracts))
    return Scope(tier, platform, phase, contract), names


@given(named())
def test_a_scope_reads_back_as_it_was_written(case: tuple[Scope, Names]) -> None:
    scope, names = case
    unclear = {scope.tier, scope.platform} & {name.casefold() for name in (*names.phases, *names.contracts)}
    if not unclear:
        assert parse_scope(format_scope(scope), names) == scope


@given(
    st.text(max_size=40) | st.lists(st.sampled_from(["mega", ".", '"', "'", ":", "phase", " ", "launch"])).map("".join)
)
@example("\u00b2:x")
@example("tier:tier:mega")
@example('""""')
def test_any_text_is_a_scope_or_an_error_inside_it(text: str) -> None:
    error: ExpressionError | None = None
    try:
        scope = parse_scope(text, NAMES)
    except ExpressionError as caught:
        error = caught
    if error is None:
        assert scope != Scope()
    else:
        assert 0 <= error.at <= len(text)
        assert error.what.isprintable()
        assert error.expected or error.suggestion
