"""For every code of an error or of advice the smallest spec that draws it, and exactly where it points."""

from dataclasses import replace
from typing import get_args

import pytest

from influence_cli.benchmarks import load
from influence_cli.model.campaign import Quantity
from influence_cli.spec import Source, check, resolve
from influence_cli.spec.codes import ErrorCode
from influence_cli.spec.lints import LINTS
from influence_cli.spec.loader import MOST_BYTES, MOST_NODES
from influence_cli.spec.validate import MOST_PROBLEMS

NEEDED = "campaign: {name: Serum, weeks: 6, markets: [US], tracking: [link]}\nbudget: 40k\n"
SIX = NEEDED + "product: {price: 60, margin: 58%}\n"
PAYS = "minimum_payout: 25"
CUT = "{announced: 2026-04-01, rate: 8%}"
MEGA = "tiers: {mega: {deliverables: 2}}\nallocation: {strategy: mega-only}"
CLIFF = "commission: {mode: retroactive, bands: [{from: 0, rate: 9%}, {from: 9, rate: 12%, flat: 1}]}"
BEST = SIX + "allocation: {strategy: optimal, "
EXCLUDED = ", ".join(f"{tier}: {{exclude: true}}" for tier in ("nano", "micro", "mid", "mega"))

FILES: list[tuple[str, bytes, str]] = [
    ("alias-cycle", b"a: &a [*a]", "1:8"),
    ("bad-character", b"a: \x1b", "1:4"),
    ("bad-key", b"? [a]\n: 1", "1:3"),
    ("bad-merge", b"<<: 3", "1:1"),
    ("binary", b"a: \x00", "1:4"),
    ("duplicate-key", b"a: 1\na: 2", "2:1"),
    ("empty", b"", "1:1"),
    ("multiple-documents", b"a: 1\n---\n", "2:1"),
    ("not-a-mapping", b"- a", "1:1"),
    ("not-utf8", b"a: \xff", "1:4"),
    ("syntax", b"a: b: c", "1:5"),
    ("tag-refused", b"a: !x 1", "1:4"),
    ("too-deep", b"[" * 51, "1:51"),
    ("too-large", b"a" * (MOST_BYTES + 1), "1:1"),
    ("too-many-nodes", b"[" + b"1," * (MOST_NODES + 1) + b"]", f"1:{2 * MOST_NODES + 2}"),
    ("unknown-alias", b"a: *a", "1:4"),
    ("extends-absolute", b"extends: /etc/base.yaml", "1:10"),
    ("extends-cycle", b"extends: spec.yaml", "1:10"),
    ("extends-deep", b"extends: deep.yaml", "deep-18.yaml:1:10"),
    ("extends-missing", b"extends: gone.yaml", "1:10"),
]
"""Files that cannot be read, or not as they are; whatever else is said about them is left aside here."""

SPECS: list[tuple[str, str, str]] = [
    # single keys and values
    ("bad-bands", SIX + "contracts: {c: {commission: {bands: [{from: 1, rate: 9%}]}}}", "4:30"),
    ("bad-date", SIX.replace("weeks: 6", "weeks: 6, start: 2026-02-30"), "1:42"),
    ("bad-market", SIX.replace("[US]", "[USA]"), "1:45"),
    ("bad-money", SIX.replace("40k", "lots"), "2:9"),
    ("bad-number", SIX.replace("weeks: 6", "weeks: 0"), "1:32"),
    ("bad-range", SIX.replace("60", "60..50"), "3:18"),
    ("bad-share", SIX.replace("58%", "58"), "3:30"),
    ("bad-text", SIX.replace("Serum", "''"), "1:18"),
    ("bad-time-zone", SIX.replace("weeks: 6", "weeks: 6, time_zone: Mars/Crater"), "1:46"),
    ("bad-weeks", SIX + "phases: [{name: a, weeks: 2-1, tiers: [nano, micro, mid]}]", "4:27"),
    ("boolean-text", SIX.replace("[US]", "[NO]"), "1:45"),
    ("duplicate-item", SIX.replace("weeks: 6", "weeks: 6, platforms: [tiktok, tiktok]"), "1:35"),
    ("missing-key", SIX.replace(", weeks: 6", ""), "1:1"),
    ("one-of", SIX.replace("60", "60, average_order_value: 60"), "3:22"),
    ("too-few", SIX.replace("weeks: 6", "weeks: 6, platforms: []"), "1:35"),
    ("too-many", SIX.replace("[link]", "[link, code, pixel, link]"), "1:50"),
    ("unknown-currency", SIX.replace("40k", "{total: 40k, currency: EURO}"), "2:32"),
    ("unknown-key", SIX + "buget: 40k", "4:1"),
    ("unknown-platform", SIX.replace("weeks: 6", "weeks: 6, platforms: [myspace]"), "1:47"),
    ("unknown-tier", SIX + "tiers: {nanno: {}}", "4:9"),
    ("unknown-word", SIX.replace("weeks: 6", "weeks: 6, goal: sale"), "1:41"),
    ("wrong-type", SIX + "gates: payout.p95 <= budget", "4:8"),
    # parts seen together
    ("bad-changes", SIX + f"contracts: {{c: {{commission: {{rate: 9%, changes: [{CUT}]}}, {PAYS}}}}}", "4:80"),
    (
        "bad-commission",
        SIX + f"contracts: {{c: {{commission: {{rate: 9%, on: gross, deduct: [tax]}}, {PAYS}}}}}",
        "4:51",
    ),
    ("bad-condition", SIX + "contracts: {c: {bonuses: [{name: b, all: [clikcs > 5], pay: 5}]}}", "4:43"),
    ("bad-constraint", BEST + "constraints: [mega.share > 5%]}", "4:58"),
    ("bad-exchange", SIX + "payouts: {exchange: {USD: {rate: 1, date: 2026-05-29}}}", "4:22"),
    ("bad-gate", SIX + "gates: [roi.p11 > 0]", "4:13"),
    ("bad-risk", BEST + "risk: [payout.p95 >= 5k]}", "4:51"),
    ("bad-scope", BEST + "exclude: [mega.tikto]}", "4:48"),
    ("bad-usd-rate", SIX.replace("40k", "{total: 40k, usd_rate: 0.9}"), "2:32"),
    ("below-minor-unit", SIX + "contracts: {c: {cpc: 0.004}}", "4:22"),
    ("boost-without-posts", SIX + "amplification: {budget: 10%, top: 0%}", "4:35"),
    ("budget-overcommitted", SIX.replace("40k", "{total: 40k, tools: 40k}"), "2:1"),
    ("budget-zero", SIX.replace("40k", "0.004"), "2:9"),
    ("constraints-clash", BEST + "constraints: [mid.share >= 5%, mid.share <= 4%]}", "4:64"),
    ("contract-missing", SIX + f"contracts: {{a: {{fee: 9}}, b: {{fee: 9}}}}\n{MEGA}", "5:9"),
    ("currency-mismatch", SIX.replace("60", "60 EUR"), "3:18"),
    (
        "duplicate-name",
        SIX + "phases: [{name: a, weeks: 1, tiers: [nano]}, {name: a, weeks: 2, tiers: [micro]}]",
        "4:53",
    ),
    ("fx-missing", SIX.replace("40k", "40k XAF"), "2:1"),
    ("manual-without-shares", SIX + "allocation: {strategy: manual}", "4:24"),
    ("margin-missing", SIX.replace(", margin: 58%", ""), "3:1"),
    ("min-above-max", SIX + "allocation: {creators: {min: 2, max: 1}}", "4:14"),
    ("minimum-above-cap", SIX + "contracts: {c: {fee: 1, cap: 5, minimum_payout: 6}}", "4:49"),
    ("nothing-to-book", SIX + f"tiers: {{{EXCLUDED}}}", "4:1"),
    ("price-missing", SIX.replace("price: 60, ", ""), "3:1"),
    ("reserved-name", SIX + "contracts: {c: {bonuses: [{name: fee, all: [clicks > 5], pay: 5}]}}", "4:34"),
    ("rights-without-fee", SIX + "contracts: {c: {cpc: 1, exclusivity: {share: 9%, days: 9}}}", "4:25"),
    ("scope-empty", BEST + "constraints: [youtube.share >= 5%]}", "4:47"),
    ("share-not-used", SIX + "allocation: {strategy: equal}\ntiers: {nano: {share: 100%}}", "5:23"),
    ("shares-sum", SIX + "tiers: {nano: {share: 99%}}", "4:1"),
    (
        "tier-not-booked",
        SIX + "tiers: {nano: {creators: 1}}\nphases: [{name: a, weeks: 1, tiers: [micro, mid]}]",
        "4:9",
    ),
    ("unknown-benchmark-set", SIX + "benchmarks: field", "4:13"),
    ("unknown-contract", SIX + "tiers: {nano: {contract: c}}", "4:26"),
    ("unknown-lint", SIX + "silence: {no-traking: later}", "4:23"),
    ("weeks-outside", SIX + "phases: [{name: a, weeks: 1-7, tiers: [nano, micro, mid]}]", "4:27"),
    ("zero-figure", SIX + "tiers: {nano: {overrides: {view_rate: 0}}}", "4:39"),
    # advice
    ("benchmark-out-of-range", SIX + "overrides: {halo_lift: 90%}", "4:24"),
    ("budget-rule", SIX + "allocation: {strategy: nano-network}", "4:24"),
    ("cap-below-base", SIX + "contracts: {c: {fee: 100, cap: 90}}", "4:32"),
    (
        "change-without-start",
        SIX + f"contracts: {{c: {{commission: {{rate: 9%, changes: [{CUT}], notice: 9}}, {PAYS}}}}}",
        "4:40",
    ),
    ("commission-rate-unusual", SIX + f"contracts: {{c: {{commission: 2%, {PAYS}}}}}", "4:29"),
    ("contract-pays-nothing", SIX + "contracts: {c: {}}", "4:13"),
    ("currency-assumed", SIX.replace("40k", "40k EUR"), "2:1"),
    ("few-draws", SIX + "simulation: {draws: 999}", "4:21"),
    ("gross-commission", SIX + f"contracts: {{c: {{commission: {{on: gross, rate: 9%}}, {PAYS}}}}}", "4:17"),
    ("guarantee-above-cap", SIX + "contracts: {c: {minimum_guarantee: 9, cap: 8}}", "4:36"),
    ("long-campaign", SIX.replace("weeks: 6", "weeks: 53"), "1:32"),
    ("negative-contribution", SIX.replace("58%", "9%, discount: 9%"), "3:30"),
    ("no-disclosure-rule", SIX.replace(", markets: [US]", ""), "1:1"),
    ("no-minimum-payout", SIX + "contracts: {c: {commission: 9%}}", "4:29"),
    ("no-tracking", SIX.replace(", tracking: [link]", ""), "1:1"),
    ("one-creator-concentration", SIX + "contracts: {c: {fee: 5_334}}\ntiers: {mid: {creators: 1}}", "5:9"),
    ("optimal-key-unused", SIX + "allocation: {spend_all: true}", "4:25"),
    ("order-loses-money", SIX + "contracts: {c: {cpa: 40}}", "4:13"),
    (
        "phases-overlap",
        SIX + "phases: [{name: a, weeks: 1-3, tiers: [mid]}, {name: b, weeks: 3-6, tiers: [nano, micro]}]",
        "4:64",
    ),
    (
        "platform-outside-campaign",
        SIX.replace("weeks: 6", "weeks: 6, platforms: [tiktok]") + "tiers: {nano: {platforms: [youtube]}}",
        "4:16",
    ),
    ("retroactive-cliff", SIX + f"contracts: {{c: {{{CLIFF}, {PAYS}}}}}", "4:78"),
    ("single-post", SIX + "tiers: {nano: {deliverables: 1}, micro: {deliverables: 1}, mid: {deliverables: 1}}", "4:30"),
    ("term-never-pays", SIX + "contracts: {c: {fee: 9, cpl: 9}}", "4:13"),
    (
        "tier-not-offered",
        SIX
        + "contracts: {a: {fee: 9}, b: {fee: 9}}\n"
        + "tiers: {nano: {contract: a}, micro: {contract: a}, mid: {contract: b}}\n"
        + "allocation: {strategy: optimal}",
        "5:1",
    ),
    ("unused-contract", SIX + "contracts: {default: {fee: 9}, c: {fee: 9}}", "4:32"),
    ("usage-rights-missing", SIX + "amplification: {budget: 9%}", "4:1"),
    ("vanity-objective", SIX.replace("weeks: 6", "weeks: 6, goal: followers"), "1:41"),
]
"""Specs about which exactly one thing is said."""

APART = {"set-syntax", "too-many-problems", "figure-missing"}
"""Codes with a test of their own."""


def read(path: str) -> bytes:
    """Every file named `deep` extends a deeper one."""
    if path == "spec.yaml":
        return b"extends: spec.yaml"
    name, _, number = path.removesuffix(".yaml").partition("-")
    if name == "deep":
        return f"extends: deep-{int(number or 0) + 1}.yaml".encode()
    raise FileNotFoundError(2, "No such file or directory", path)


def placed(text: bytes, *overrides: str) -> list[tuple[str, str]]:
    problems = check(Source("spec.yaml", text), read, overrides)
    return [(problem.code, str(problem.place).removeprefix("spec.yaml:")) for problem in problems]


@pytest.mark.parametrize(("code", "text", "place"), SPECS, ids=[case[0] for case in SPECS])
def test_one_thing_is_said_at_one_place(code: str, text: str, place: str) -> None:
    assert placed(text.encode()) == [(code, place)]


@pytest.mark.parametrize(("code", "content", "place"), FILES, ids=[case[0] for case in FILES])
def test_a_file_that_cannot_be_read_is_refused_at_one_place(code: str, content: bytes, place: str) -> None:
    assert (code, place) in placed(content)


def test_a_setting_that_sets_nothing_points_to_itself() -> None:
    assert placed(SIX.encode(), "budget.total") == [("set-syntax", "--set budget.total")]


def test_beyond_the_most_problems_the_rest_is_counted() -> None:
    keys = "".join(f"k{number}: 1\n" for number in range(MOST_PROBLEMS + 1))
    found = check(Source("spec.yaml", (SIX + keys).encode()), read)
    assert [problem.code for problem in found if problem.code != "unknown-key"] == ["too-many-problems"]
    assert len(found) == MOST_PROBLEMS + 1


def test_a_figure_that_is_known_nowhere_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = load("field-2026")
    figures = {key: figure for key, figure in whole.figures.items() if key[2] is not Quantity.HALO_LIFT}
    monkeypatch.setattr(resolve, "load", lambda _: replace(whole, figures=figures))
    assert placed(SIX.encode() + b"benchmarks: field-2026") == [("figure-missing", "4:13")]
    assert placed(SIX.encode() + b"overrides: {halo_lift: 10%}") == []


def test_every_code_has_a_case() -> None:
    codes = {*get_args(ErrorCode), *(rule.code for rule in LINTS)}
    assert {case[0] for case in (*SPECS, *FILES)} | APART == codes
