"""Text from outside reaches a terminal as visible characters of one line, whatever it holds."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from influence_cli.report.values.sanitize import plain


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[red]Sale[/red]", "[red]Sale[/red]"),
        ("\x1b[31mred\x1b[0m", r"\x1b[31mred\x1b[0m"),
        ("a\u202egnp.exe", "agnp.exe"),
        ("in\u2066side\u2069", "inside"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("two\nlines\r\nand\ta tab", "two lines and a tab"),
        ("line\u2028separator\x85next", "line separator next"),
        ("\x9b31m", r"\x9b31m"),
        ("bell\x07", r"bell\x07"),
        ("half \ud83d pair", r"half \ud83d pair"),
        ("  spaces   around\u00a0", "spaces around"),
        ("Lumière", "Lumière"),
        ("Lumie\u0300re", "Lumière"),
        ("日本語", "日本語"),
        ("\u3164\u115fname", "name"),
        ("heart \u2764\ufe0f", "heart \u2764"),
        ("", ""),
        ("\u202e\u200b", ""),
    ],
)
def test_what_steers_or_hides_is_removed_or_spelt_out(text: str, shown: str) -> None:
    assert plain(text) == shown


@pytest.mark.parametrize(
    ("text", "limit", "shown"),
    [
        ("abcdef", 6, "abcdef"),
        ("abcdefg", 6, "abcde…"),
        ("👍🏽👍🏽👍🏽", 2, "👍🏽…"),
        ("🇩🇪🇫🇷🇮🇹", 3, "🇩🇪🇫🇷🇮🇹"),
        ("🇩🇪🇫🇷🇮🇹", 2, "🇩🇪…"),
        ("x̌y̌ž", 2, "x̌…"),
        ("ends at a space", 8, "ends at…"),
    ],
)
def test_a_cut_falls_between_characters_as_people_see_them(text: str, limit: int, shown: str) -> None:
    assert plain(text, limit) == shown


def test_marks_heaped_on_one_character_do_not_paint_over_other_lines() -> None:
    shown = plain("x" + "\u0330" * 500)
    assert len(shown) == 4


@given(st.text(st.characters(), max_size=200), st.integers(1, 60))
def test_any_text_becomes_one_line_that_can_be_encoded(text: str, limit: int) -> None:
    shown = plain(text, limit)
    shown.encode()
    assert shown == shown.strip()
    assert not [c for c in shown if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"}]


@given(st.text(st.characters(codec="ascii"), max_size=200), st.integers(1, 60))
def test_the_limit_holds(text: str, limit: int) -> None:
    assert len(plain(text, limit)) <= limit
