"""The schema: for each fault the smallest spec that trips it, with its exact place and words."""

from collections.abc import Iterator
from decimal import Decimal

import pytest

from influence_cli.model.campaign import Goal, Platform, Strategy, Tier
from influence_cli.model.contract import CommissionMode, Deduction, FeeUnit, SalesBase, Split, Window
from influence_cli.model.errors import Problem
from influence_cli.spec.document import Document
from influence_cli.spec.layers import read_document
from influence_cli.spec.schema import (
    CampaignSpec,
    CountRange,
    Money,
    MoneyRange,
    RateRange,
    Share,
    ShareRange,
    Tracking,
    Weeks,
)
from influence_cli.spec.schema_parts import Record
from influence_cli.spec.source import Source
from influence_cli.spec.validate import MOST_PROBLEMS, validate

SIX_LINES = """\
campaign: {name: Serum, weeks: 6}
budget: 40k
product: {price: 60, margin: 58%}
"""


def no_file(path: str) -> bytes:
    raise FileNotFoundError(2, "No such file or directory", path)


def document(text: str) -> Document:
    return read_document(Source("spec.yaml", text.encode()), no_file)


def spec_of(more: str) -> CampaignSpec:
    spec, problems = validate(document(SIX_LINES + more))
    assert problems == ()
    assert spec is not None
    return spec


def problems_of(more: str) -> tuple[Problem, ...]:
    spec, problems = validate(document(SIX_LINES + more))
    assert spec is None
    return problems


FAULTS = [
    ("buget: 3", "unknown-key", "buget", "4:1", "budget"),
    ("audience: {sise: 3}", "unknown-key", "audience.sise", "4:12", "size"),
    ("tiers: {micro: {creatrs: 3}}", "unknown-key", "tiers.micro.creatrs", "4:17", "creators"),
    (
        "tiers: {micro: {overrides: {tiktok: {vew_rate: 3}}}}",
        "unknown-key",
        "tiers.micro.overrides.tiktok.vew_rate",
        "4:38",
        "view_rate",
    ),
    ("contracts: {a: {cpm: {cap: 3}}}", "missing-key", "contracts.a.cpm.pay", "4:17", ""),
    ("phases: [{name: a, tiers: [nano]}]", "missing-key", "phases.0.weeks", "4:10", ""),
    ("amplification: {top: 10%}", "missing-key", "amplification.budget", "4:1", ""),
    ("audience: large", "wrong-type", "audience", "4:11", ""),
    ("tiers: [nano]", "wrong-type", "tiers", "4:1", ""),
    ("gates: roi.p10 > 0", "wrong-type", "gates", "4:8", ""),
    ("benchmarks: [a]", "wrong-type", "benchmarks", "4:1", ""),
    ("benchmarks: no", "boolean-text", "benchmarks", "4:13", '"no"'),
    ("gates: [on]", "boolean-text", "gates.0", "4:9", '"on"'),
    ("tiers: {nano: {creators: yes}}", "boolean-text", "tiers.nano.creators", "4:26", '"yes"'),
    ("tiers: {nano: {creators: 2.5}}", "bad-number", "tiers.nano.creators", "4:26", ""),
    ("tiers: {nano: {creators: .inf}}", "bad-number", "tiers.nano.creators", "4:26", ""),
    ("tiers: {nano: {deliverables: 0}}", "bad-number", "tiers.nano.deliverables", "4:30", ""),
    ("simulation: {draws: 1e6}", "bad-number", "simulation.draws", "4:21", ""),
    ('tiers: {nano: {spend: "1.250,50"}}', "bad-money", "tiers.nano.spend", "4:23", "1250.50"),
    ("tiers: {nano: {spend: -5}}", "bad-money", "tiers.nano.spend", "4:23", ""),
    ("tiers: {nano: {spend: 12:30}}", "bad-money", "tiers.nano.spend", "4:23", ""),
    ("audience: {match: 80}", "bad-share", "audience.match", "4:19", "80%"),
    ("tiers: {nano: {overrides: {click_rate: 2..1%}}}", "bad-range", "tiers.nano.overrides.click_rate", "4:40", ""),
    (
        "tiers: {nano: {overrides: {followers: 1..2k}}}",
        "bad-range",
        "tiers.nano.overrides.followers",
        "4:39",
        "1k..2k",
    ),
    (
        "tiers: {nano: {overrides: {boost_cpm: {low: 5 EUR, high: 6 USD}}}}",
        "bad-range",
        "tiers.nano.overrides.boost_cpm",
        "4:28",
        "",
    ),
    ("phases: [{name: a, weeks: 8-3, tiers: [nano]}]", "bad-weeks", "phases.0.weeks", "4:27", "3-8"),
    ("phases: [{name: a, weeks: [1, 2, 3], tiers: [nano]}]", "bad-weeks", "phases.0.weeks", "4:20", ""),
    ("phases: [{name: a, weeks: 1, tiers: [nono]}]", "unknown-tier", "phases.0.tiers.0", "4:38", "nano"),
    ("tiers: {nanoo: {}}", "unknown-tier", "tiers.nanoo", "4:9", "nano"),
    (
        "allocation: {exclude_platforms: [tictoc]}",
        "unknown-platform",
        "allocation.exclude_platforms.0",
        "4:34",
        "tiktok",
    ),
    ("audience: {size: {myspace: 3}}", "unknown-platform", "audience.size.myspace", "4:19", ""),
    ("allocation: {strategy: by_budget}", "unknown-word", "allocation.strategy", "4:24", "by-budget"),
    (
        "contracts: {a: {commission: {rate: 1%, mode: margnal}}}",
        "unknown-word",
        "contracts.a.commission.mode",
        "4:46",
        "marginal",
    ),
    ("contracts: {a: {gift: perhaps}}", "unknown-word", "contracts.a.gift", "4:23", ""),
    (
        "contracts: {a: {bonuses: [{name: b, all: [x], pay: 1, per: order}]}}",
        "unknown-word",
        "contracts.a.bonuses.0.per",
        "4:60",
        "",
    ),
    ("contracts: {a: {bonuses: [{name: b, pay: 1}]}}", "one-of", "contracts.a.bonuses.0", "4:27", ""),
    ("contracts: {a: {commission: {on: net}}}", "one-of", "contracts.a.commission", "4:17", ""),
    ("contracts: {a: {fee: {amount: 4, market: 80%}}}", "one-of", "contracts.a.fee", "4:17", ""),
    ("contracts: {a: {usage_rights: {days: 30}}}", "one-of", "contracts.a.usage_rights", "4:17", ""),
    (
        "contracts: {a: {commission: {bands: [{from: 1, rate: 1%}]}}}",
        "bad-bands",
        "contracts.a.commission.bands",
        "4:30",
        "",
    ),
    (
        "contracts: {a: {commission: {bands: [{from: 0, rate: 1%}, {from: 0, rate: 2%}]}}}",
        "bad-bands",
        "contracts.a.commission.bands",
        "4:30",
        "",
    ),
    ("contracts: {a: {commission: {bands: []}}}", "too-few", "contracts.a.commission.bands", "4:30", ""),
    ("phases: [{name: a, weeks: 1, tiers: []}]", "too-few", "phases.0.tiers", "4:30", ""),
    (f"gates: [{', '.join(['x'] * 101)}]", "too-many", "gates", "4:1", ""),
    ("phases: [{name: a, weeks: 1, tiers: [nano, nano]}]", "duplicate-item", "phases.0.tiers", "4:30", ""),
    ("audience: {size: {ig: 3m, instagram: 4m}}", "duplicate-key", "audience.size.instagram", "4:27", ""),
    ("benchmarks: ''", "bad-text", "benchmarks", "4:13", ""),
    (f"benchmarks: {'x' * 201}", "bad-text", "benchmarks", "4:13", ""),
]


@pytest.mark.parametrize(("more", "code", "path", "place", "suggestion"), FAULTS)
def test_each_fault_has_its_code_place_and_way_out(
    more: str, code: str, path: str, place: str, suggestion: str
) -> None:
    found = [problem for problem in problems_of(more) if problem.code == code]
    assert [(problem.path, str(problem.place)) for problem in found] == [(path, f"spec.yaml:{place}")]
    assert found[0].suggestion == suggestion
    assert found[0].expected or suggestion


CAMPAIGN_FAULTS = [
    ("{weeks: 6}", "missing-key", "campaign.name", "1:1"),
    ("{name: , weeks: 6}", "missing-key", "campaign.name", "1:12"),
    ("{name: x, weeks: 105}", "bad-number", "campaign.weeks", "1:28"),
    ("{name: x, weeks: 6, start: 02.03.2026}", "bad-date", "campaign.start", "1:38"),
    ("{name: x, weeks: 6, markets: [NO]}", "boolean-text", "campaign.markets.0", "1:41"),
    ("{name: x, weeks: 6, markets: [Norway]}", "bad-market", "campaign.markets.0", "1:41"),
    ("{name: x, weeks: 6, goal: sale}", "unknown-word", "campaign.goal", "1:37"),
    ("{name: x, weeks: 6, platforms: instagram}", "wrong-type", "campaign.platforms", "1:42"),
    ("{name: x, weeks: 6, platforms: []}", "too-few", "campaign.platforms", "1:31"),
    ("{name: x, weeks: 6, disclosure: maybe}", "unknown-word", "campaign.disclosure", "1:43"),
]


@pytest.mark.parametrize(("section", "code", "path", "place"), CAMPAIGN_FAULTS)
def test_faults_of_the_campaign_section(section: str, code: str, path: str, place: str) -> None:
    spec, problems = validate(document(f"campaign: {section}\nbudget: 40k\n"))
    assert spec is None
    assert [(problem.code, problem.path, str(problem.place)) for problem in problems] == [
        (code, path, f"spec.yaml:{place}")
    ]


@pytest.mark.parametrize(
    ("budget", "code", "path", "place"),
    [
        ("0", "bad-money", "budget.total", "2:9"),
        ("{total: 40k, currency: EURO}", "unknown-currency", "budget.currency", "2:32"),
        ("{total: 40k, reserve: 0.05}", "bad-money", "budget.reserve", "2:31"),
        ("{currency: EUR}", "missing-key", "budget.total", "2:1"),
        ("[40k]", "wrong-type", "budget", "2:1"),
    ],
)
def test_faults_of_the_budget(budget: str, code: str, path: str, place: str) -> None:
    spec, problems = validate(document(f"campaign: {{name: x, weeks: 6}}\nbudget: {budget}\n"))
    assert spec is None
    assert [(problem.code, problem.path, str(problem.place)) for problem in problems] == [
        (code, path, f"spec.yaml:{place}")
    ]


def test_price_has_one_name() -> None:
    text = "campaign: {name: x, weeks: 6}\nbudget: 40k\nproduct: {price: 60, average_order_value: 70}"
    problems = validate(document(text))[1]
    assert [(problem.code, str(problem.place)) for problem in problems] == [("one-of", "spec.yaml:3:22")]


def test_every_problem_is_reported_at_once_in_plain_words() -> None:
    text = "campaign: {name: 5, weeks: 0, gaol: x}\nproduct: [1]\ntiers: {nanoo: {}}\nbudget: {total: many}"
    problems = validate(document(text))[1]
    assert {problem.code for problem in problems} == {
        "bad-number",
        "unknown-key",
        "wrong-type",
        "unknown-tier",
        "bad-money",
    }
    words = " ".join(str(problem).lower() for problem in problems)
    for jargon in ("pydantic", "input should", "valid string", "tuple", "dict", "extra", "validation", "type="):
        assert jargon not in words


def test_a_misspelt_key_is_not_missing_as_well() -> None:
    problems = validate(document("campaign: {nmae: x, weeks: 6}\nbudget: 40k"))[1]
    assert [problem.code for problem in problems] == ["unknown-key"]


def test_what_a_user_wrote_cannot_steer_the_terminal() -> None:
    problems = problems_of('"\\e[31m\\u202Ered": 1\nbenchmarks: ["\\a"]\naudience: {match: "[red]\\x1b]8;;\\x07"}')
    assert len(problems) == 3
    for problem in problems:
        assert str(problem).isprintable()
        assert problem.path.isprintable()


def test_long_texts_are_cut_in_messages() -> None:
    problem = problems_of(f"{'k' * 500}: 1")[0]
    assert len(problem.what) < 100
    assert len(problem.path) <= 80


def test_only_so_many_problems_are_listed() -> None:
    problems = problems_of("".join(f"key{number}: 1\n" for number in range(MOST_PROBLEMS + 10)))
    assert len(problems) == MOST_PROBLEMS + 1
    assert problems[-1].code == "too-many-problems"
    assert "10 more" in problems[-1].what


def test_a_thousands_comma_between_braces_is_explained() -> None:
    problem = problems_of("tiers: {nano: {spend: 4,000}}")[0]
    assert problem.code == "unknown-key"
    assert "comma" in problem.expected


def test_six_lines_are_enough() -> None:
    spec = spec_of("")
    assert spec.campaign.name == "Serum"
    assert spec.campaign.platforms == (Platform.INSTAGRAM, Platform.TIKTOK)
    assert spec.budget.total == Money(Decimal(40_000))
    assert spec.campaign.goal is Goal.SALES
    assert spec.product.margin == ShareRange.model_construct(
        low=Decimal("0.58"), typical=Decimal("0.58"), high=Decimal("0.58")
    )
    assert spec.simulation.switches.overlap
    assert spec.allocation.creators.max is None
    assert (spec.benchmarks, dict(spec.contracts), spec.gates) == ("field-2026", {}, ())


def test_words_are_what_the_field_says_they_are() -> None:
    text = """\
campaign: {name: 2026, brand: 1_000, weeks: "8", platforms: {IG: 60%, TikTok: 0.4}, markets: ["NO", us],
  tracking: [link, pixel], disclosure: off}
budget: $40k
simulation: {switches: {overlap: on, halo: No, unknown_rates: TRUE}}
contracts: {on: {gift: yes}}
silence: {single-post: 12:30}
"""
    spec, problems = validate(document(text))
    assert problems == ()
    assert spec is not None
    assert (spec.campaign.name, spec.campaign.brand, spec.campaign.weeks) == ("2026", "1_000", 8)
    assert spec.campaign.platforms == {Platform.INSTAGRAM: Decimal("0.6"), Platform.TIKTOK: Decimal("0.4")}
    assert spec.campaign.markets == ("NO", "US")
    assert spec.campaign.tracking == (Tracking.LINK, Tracking.PIXEL)
    assert spec.campaign.disclosure is False
    assert spec.budget.total == Money(Decimal(40_000), "USD")
    switches = spec.simulation.switches
    assert (switches.overlap, switches.halo, switches.unknown_rates, switches.post_spread) == (True, False, True, True)
    assert spec.contracts["on"].gift is True
    assert spec.silence["single-post"] == "12:30"


def test_short_and_long_forms_mean_the_same() -> None:
    short = spec_of("contracts: {a: {fee: 400, commission: 10%, cpm: 8, cap: 5k}}").contracts["a"]
    long = spec_of(
        "contracts: {a: {fee: {amount: 400}, commission: {rate: 10%}, cpm: {pay: 8}, cap: {creator: 5k}}}"
    ).contracts["a"]
    assert short == long
    assert short.fee is not None
    assert short.fee.per is FeeUnit.DELIVERABLE
    market = spec_of("contracts: {a: {fee: market}, b: {fee: {market: 100%}}}").contracts
    assert market["a"] == market["b"]


def test_contract_terms_are_read() -> None:
    spec = spec_of("""\
contracts:
  a:
    commission: {on: gross, deduct: [tax], mode: per_order, reset: never,
      bands: [{from: 0, rate: 10%}, {from: 10k, rate: 12%, flat: 50}]}
    collective_bonuses: [{name: growth, all: ["orders >= 500"], pay: 1000, split: each, per: month}]
    usage_rights: {share: 20%, days: 90}
""")
    terms = spec.contracts["a"]
    assert terms.commission is not None
    assert terms.commission.bands is not None
    assert (terms.commission.on, terms.commission.deduct) == (SalesBase.GROSS, (Deduction.TAX,))
    assert (terms.commission.mode, terms.commission.reset) == (CommissionMode.PER_ORDER, Window.NEVER)
    assert [band.start.amount for band in terms.commission.bands] == [0, 10_000]
    bonus = terms.collective_bonuses[0]
    assert (bonus.all, bonus.any, bonus.split, bonus.per) == (("orders >= 500",), None, Split.EACH, Window.MONTH)
    assert terms.usage_rights is not None
    assert terms.usage_rights.share == Decimal("0.2")


def test_uncertain_figures_are_read_in_every_form() -> None:
    spec = spec_of("""\
audience: {size: {instagram: 8m, tiktok: 3m..5m}}
tiers:
  micro:
    overrides:
      click_rate: 0.8..1.6%
      view_rate: 150%
      fee_per_deliverable: {low: 400, typical: 500, high: 700, source: our own bookings}
      followers: {typical: 20k}
      tiktok: {view_rate: 40%}
""")
    overrides = spec.tiers[Tier.MICRO].overrides
    assert overrides is not None
    assert isinstance(overrides.click_rate, ShareRange)
    assert (overrides.click_rate.low, overrides.click_rate.typical) == (Decimal("0.008"), None)
    assert isinstance(overrides.view_rate, RateRange)
    assert overrides.view_rate.low == overrides.view_rate.high == Decimal("1.5")
    assert isinstance(overrides.fee_per_deliverable, MoneyRange)
    assert overrides.fee_per_deliverable.source == "our own bookings"
    assert isinstance(overrides.followers, CountRange)
    assert overrides.followers.low == overrides.followers.high == 20_000
    assert overrides.tiktok is not None
    assert isinstance(spec.audience.size, dict)
    assert spec.audience.size[Platform.TIKTOK].high == 5_000_000


def test_one_audience_size_stands_for_each_platform() -> None:
    for size in ("8m", "{typical: 8m}", "{low: 8m, high: 8m}"):
        read = spec_of(f"audience: {{size: {size}}}").audience.size
        assert isinstance(read, CountRange)
        assert read.low == read.high == 8_000_000


def test_the_rest_is_read() -> None:
    spec = spec_of("""\
phases:
  - {name: a, weeks: 1-2, tiers: [mega, mid]}
  - {name: b, weeks: [3, 8], tiers: [nano]}
  - {name: c, weeks: 4, tiers: [micro]}
amplification: {budget: 10%}
allocation: {strategy: nano-network, exclude_platforms: [YT], max_share_per_creator: 25%}
""")
    assert [phase.weeks for phase in spec.phases] == [Weeks(1, 2), Weeks(3, 8), Weeks(4, 4)]
    assert spec.amplification is not None
    assert spec.amplification.budget == Share(Decimal("0.1"))
    assert spec.allocation.strategy is Strategy.NANO_NETWORK
    assert spec.allocation.exclude_platforms == (Platform.YOUTUBE,)


def test_a_key_without_a_value_is_as_good_as_not_written() -> None:
    assert spec_of("tiers:\n  nano:\namplification: ~\ncontracts:\naudience: {match: }\n") == spec_of("")


def test_a_spec_cannot_be_changed() -> None:
    spec = spec_of("")
    with pytest.raises(Exception, match="frozen"):
        spec.campaign.weeks = 7  # type: ignore[misc]


def records(parent: type[Record] = Record) -> Iterator[type[Record]]:
    for record in parent.__subclasses__():
        yield record
        yield from records(record)


@pytest.mark.parametrize("record", list(records()), ids=lambda record: record.__name__)
def test_every_key_is_documented_in_a_sentence(record: type[Record]) -> None:
    assert record.__doc__ or record.__name__.startswith("_")
    for name, field in record.model_fields.items():
        assert field.description, name
        assert field.description[0].isupper(), name
        assert field.description.endswith("."), name
