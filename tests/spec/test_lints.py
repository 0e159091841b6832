"""Each piece of advice with the smallest spec that draws it, and the same spec put right."""

import pytest

from influence_cli.model.errors import Severity
from influence_cli.spec.lints import LINTS
from tests.spec.specs import RIGHT, advice, errors, found

SAFE = "minimum_payout: 25"
DATED = RIGHT.replace("weeks: 6", "weeks: 6, start: 2026-03-02")
TOLD = "announced: 2026-04-01"
THIRTY, TWENTY = "{months: 6, rate: 30%}", "{months: 6, rate: 20%}"
BANDS = "bands: [{from: 0, rate: 5%}, {from: 10k, rate: 10%}]"

OFFERS = (
    "contracts: {{a: {{fee: 9}}, b: {{fee: 9}}}}\n"
    "tiers: {{nano: {{contract: a}}, micro: {{contract: a}}, mid: {{contract: b}}{}}}\n"
    "allocation: {{strategy: optimal}}\n"
)
CASES: list[tuple[str, str, str, str]] = [
    # code, what is said, a spec that draws it, a spec that does not
    ("vanity-objective", "the goal is followers", RIGHT.replace("weeks: 6", "weeks: 6, goal: followers"), RIGHT),
    (
        "single-post",
        "posts only once",
        RIGHT + "tiers: {nano: {deliverables: 1}, micro: {deliverables: 1}, mid: {deliverables: 1}}\n",
        RIGHT + "tiers: {nano: {deliverables: 1}, micro: {deliverables: 1}}\n",
    ),
    ("no-tracking", "nothing ties a sale", RIGHT.replace(", tracking: [link]", ""), RIGHT),
    (
        "no-minimum-payout",
        "however small",
        RIGHT + "contracts: {c: {commission: 10%}}\n",
        RIGHT + f"contracts: {{c: {{commission: 10%, {SAFE}}}}}\n",
    ),
    (
        "usage-rights-missing",
        "the contract 'c' gives no right",
        RIGHT + "contracts: {c: {fee: 100}}\namplification: {budget: 10%}\n",
        RIGHT + "contracts: {c: {fee: 100, whitelisting: {fixed: 10, days: 30}}}\namplification: {budget: 10%}\n",
    ),
    (
        "usage-rights-missing",
        "the contract 'hybrid' gives no right",
        RIGHT + "amplification: {budget: 10%}\n",
        RIGHT,
    ),
    ("no-disclosure-rule", "no market is named", RIGHT.replace(", markets: [US]", ""), RIGHT),
    (
        "no-disclosure-rule",
        "known for 'BR'",
        RIGHT.replace("[US]", "[US, BR]"),
        RIGHT.replace("[US]", "[US, GB, UK, DE, FR]"),
    ),
    (
        "no-disclosure-rule",
        "not asked to disclose",
        RIGHT.replace("weeks: 6", "weeks: 6, disclosure: false"),
        RIGHT.replace("weeks: 6", "weeks: 6, disclosure: true"),
    ),
    (
        "one-creator-concentration",
        "one mega creator takes about 100%",
        RIGHT.replace("40k", "100k")
        + "contracts: {c: {fee: {amount: 100k, per: creator}}}\ntiers: {mega: {creators: 1}}\n"
        + "allocation: {strategy: manual}\nsilence: {single-post: one, budget-rule: one}\n",
        RIGHT.replace("40k", "100k")
        + "contracts: {c: {fee: {amount: 10k, per: creator}}}\ntiers: {mega: {creators: 10}}\n"
        + "allocation: {strategy: manual}\nsilence: {single-post: ten, budget-rule: ten}\n",
    ),
    (
        "one-creator-concentration",
        "one mega creator takes about 75%",
        RIGHT + "allocation: {strategy: mega-only}\nsilence: {single-post: x, budget-rule: x}\n",
        RIGHT
        + "allocation: {strategy: mega-only, max_share_per_creator: 40%}\nsilence: {single-post: x, budget-rule: x}\n",
    ),
    (
        "budget-rule",
        "25% mega; for this budget the rule is 80% nano and micro, 20% mid",
        RIGHT + "allocation: {strategy: equal, max_share_per_creator: 40%}\n",
        RIGHT.replace("40k", "100_001") + "allocation: {strategy: hybrid}\n",
    ),
    (
        "budget-rule",
        "80% nano and micro, 20% mid; for this budget the rule is 100% nano and micro",
        RIGHT.replace("40k", "10k") + "tiers: {nano: {share: 80%}, mid: {share: 20%}}\n",
        RIGHT.replace("40k", "10_001") + "tiers: {nano: {share: 80%}, mid: {share: 20%}}\n",
    ),
    (
        "budget-rule",
        "50% nano and micro, 50% mid",
        RIGHT
        + "contracts: {c: {fee: {amount: 500, per: creator}}}\n"
        + "tiers: {nano: {creators: 10}, mid: {creators: 10}}\nallocation: {strategy: manual}\n",
        RIGHT
        + "contracts: {c: {fee: {amount: 500, per: creator}}}\n"
        + "tiers: {nano: {creators: 8}, mid: {creators: 2}}\nallocation: {strategy: manual}\n",
    ),
    (
        "benchmark-out-of-range",
        "40% is outside",
        RIGHT + "tiers: {micro: {overrides: {click_rate: 40%}}}\n",
        RIGHT + "tiers: {micro: {overrides: {click_rate: 1%}}}\n",
    ),
    (
        "benchmark-out-of-range",
        "9,000 USD is outside",
        RIGHT + "tiers: {micro: {overrides: {fee_per_deliverable: 9000}}}\nallocation: {max_share_per_creator: 40%}\n",
        RIGHT
        + "tiers: {micro: {overrides: {fee_per_deliverable: {low: 9000, high: 9000, source: her quote}}}}\n"
        + "allocation: {max_share_per_creator: 40%}\n",
    ),
    (
        "benchmark-out-of-range",
        "500,000 is outside 10,000 to 100,000",
        RIGHT + "tiers: {micro: {overrides: {followers: 500k}}}\n",
        RIGHT + "tiers: {micro: {overrides: {followers: 90k}}}\n",
    ),
    (
        "benchmark-out-of-range",
        "9 is outside 0.5 to 5",
        RIGHT + "overrides: {code_order_ratio: 9}\n",
        RIGHT + "overrides: {code_order_ratio: {typical: 9, source: our till}}\n",
    ),
    (
        "benchmark-out-of-range",
        "2 USD is outside 3 USD to 9 USD",
        RIGHT + "overrides: {tiktok: {boost_cpm: 2}}\n",
        RIGHT + "overrides: {tiktok: {boost_cpm: 4..8}}\n",
    ),
    (
        "negative-contribution",
        "a margin of 20.0% does not cover a discount of 25.0%",
        RIGHT.replace("58%", "20%, discount: 25%"),
        RIGHT.replace("58%", "58%, discount: 25%"),
    ),
    (
        "currency-assumed",
        "EUR per US dollar is assumed",
        RIGHT.replace("40k", "40k EUR"),
        RIGHT.replace("40k", "{total: 40k EUR, usd_rate: 0.92}"),
    ),
    (
        "retroactive-cliff",
        "the sale that reaches 10,000 USD raises the commission by 500 USD at once",
        RIGHT + f"contracts: {{c: {{commission: {{mode: retroactive, {BANDS}}}, {SAFE}}}}}\n",
        RIGHT + f"contracts: {{c: {{commission: {{mode: marginal, {BANDS}}}, {SAFE}}}}}\n",
    ),
    (
        "commission-rate-unusual",
        "the commission is 4.9% and 15.1%",
        RIGHT
        + f"contracts: {{c: {{commission: {{bands: [{{from: 0, rate: 4.9%}}, {{from: 9, rate: 15.1%}}]}}, {SAFE}}}}}\n",
        RIGHT
        + f"contracts: {{c: {{commission: {{bands: [{{from: 0, rate: 0%}}, {{from: 9, rate: 15%}}]}}, {SAFE}}}}}\n",
    ),
    (
        "gross-commission",
        "gross sales include",
        RIGHT + f"contracts: {{c: {{commission: {{on: gross, rate: 10%}}, {SAFE}}}}}\n",
        RIGHT + f"contracts: {{c: {{commission: {{on: net, rate: 10%}}, {SAFE}}}}}\n",
    ),
    (
        "order-loses-money",
        "an order leaves",
        RIGHT.replace("58%", "12%, discount: 5%") + f"contracts: {{c: {{commission: 10%, {SAFE}}}}}\n",
        RIGHT.replace("58%", "22%, discount: 5%") + f"contracts: {{c: {{commission: 10%, {SAFE}}}}}\n",
    ),
    (
        "order-loses-money",
        "60.0% of it go to the creator",
        RIGHT + "contracts: {c: {cpa: 36}}\n",
        RIGHT + "contracts: {c: {cpa: 30}}\n",
    ),
    (
        "commission-rate-unusual",
        "the commission is 30% and 20%",
        RIGHT
        + f"contracts: {{c: {{commission: {{taper: [{THIRTY}, {{months: 6, rate: 15%}}, {TWENTY}]}}, {SAFE}}}}}\n",
        RIGHT + f"contracts: {{c: {{commission: {{taper: [{{months: 6, rate: 15%}}]}}, {SAFE}}}}}\n",
    ),
    (
        "commission-rate-unusual",
        "the commission is 20%",
        DATED + f"contracts: {{c: {{commission: {{rate: 10%, changes: [{{{TOLD}, rate: 20%}}]}}, {SAFE}}}}}\n",
        DATED + f"contracts: {{c: {{commission: {{rate: 10%, changes: [{{{TOLD}, rate: 12%}}]}}, {SAFE}}}}}\n",
    ),
    (
        "change-without-start",
        "the campaign has no first day, so the plan keeps to the first rate",
        RIGHT + f"contracts: {{c: {{commission: {{rate: 10%, changes: [{{{TOLD}, rate: 12%}}]}}, {SAFE}}}}}\n",
        DATED + f"contracts: {{c: {{commission: {{rate: 10%, changes: [{{{TOLD}, rate: 12%}}]}}, {SAFE}}}}}\n",
    ),
    (
        "term-never-pays",
        "the bonus 'gold' is never paid: it needs boosted posts",
        RIGHT + "contracts: {c: {fee: 100, bonuses: [{name: gold, all: [boost_roas >= 3], pay: 500}]}}\n",
        RIGHT + "contracts: {c: {fee: 100, bonuses: [{name: g, any: [boost_roas >= 3, clicks > 9], pay: 5}]}}\n",
    ),
    (
        "term-never-pays",
        "the pay per lead is never paid: the goal is not leads",
        RIGHT + "contracts: {c: {fee: 100, cpl: 10}}\n",
        RIGHT.replace("weeks: 6", "weeks: 6, goal: leads") + "contracts: {c: {fee: 100, cpl: 10}}\n",
    ),
    (
        "cap-below-base",
        "fees and rights of one nano creator come to 1,510 USD, the cap to 1,500 USD",
        RIGHT + "contracts: {c: {fee: 500, usage_rights: {fixed: 10, days: 30}, cap: 1500}}\n",
        RIGHT + "contracts: {c: {fee: 500, usage_rights: {fixed: 10, days: 30}, cap: 1510}}\n",
    ),
    (
        "cap-below-base",
        "creator come to 168 USD, the cap to 150 USD",
        RIGHT + "contracts: {c: {retainer: 100, exclusivity: {share: 20%, days: 30}, cap: {campaign: 150}}}\n",
        RIGHT + "contracts: {c: {retainer: 100, exclusivity: {share: 20%, days: 30}, cap: {campaign: 168}}}\n",
    ),
    (
        "guarantee-above-cap",
        "300 USD are guaranteed, and the cap is 200 USD",
        RIGHT + "contracts: {c: {cpc: 1, minimum_guarantee: 300, cap: 200}}\n",
        RIGHT + "contracts: {c: {cpc: 1, minimum_guarantee: 300, cap: 300}}\n",
    ),
    (
        "guarantee-above-cap",
        "at least 11 creators are guaranteed 3,300 USD together, and the cap for all is 3,000 USD",
        RIGHT
        + "contracts: {c: {cpc: 1, minimum_guarantee: 300, cap: {campaign: 3k}}}\n"
        + "tiers: {nano: {creators: 8}, micro: {min_creators: 3}}\n",
        RIGHT
        + "contracts: {c: {cpc: 1, minimum_guarantee: 300, cap: {campaign: 3k}}}\n"
        + "tiers: {nano: {creators: 7}, micro: {min_creators: 3}}\n",
    ),
    (
        "contract-pays-nothing",
        "the contract promises nothing",
        RIGHT + "contracts: {c: {exclusivity: {fixed: 0, days: 30}}}\n",
        RIGHT + "contracts: {c: {gift: true}}\n",
    ),
    (
        "unused-contract",
        "no tier that can be booked",
        RIGHT + "contracts: {default: {fee: 100}, other: {fee: 200}}\n",
        RIGHT + "contracts: {default: {fee: 100}, other: {fee: 200}}\ntiers: {mega: {contract: other}}\n",
    ),
    (
        "phases-overlap",
        "'b' begins in week 3, before 'a' has ended",
        RIGHT + "phases: [{name: a, weeks: 1-3, tiers: [mid]}, {name: b, weeks: 3-6, tiers: [nano, micro]}]\n",
        RIGHT + "phases: [{name: a, weeks: 1-3, tiers: [mid]}, {name: b, weeks: 4-6, tiers: [nano, micro]}]\n",
    ),
    (
        "phases-overlap",
        "'late' begins in week 4, before 'one' and 'two' have ended",
        RIGHT
        + "phases: [{name: late, weeks: 4-6, tiers: [nano]}, {name: one, weeks: 1-5, tiers: [mid]}, "
        + "{name: two, weeks: 1-6, tiers: [micro]}]\n",
        RIGHT
        + "phases: [{name: late, weeks: 4-6, tiers: [nano]}, {name: one, weeks: 4-6, tiers: [mid]}, "
        + "{name: two, weeks: 4-6, tiers: [micro]}]\n",
    ),
    (
        "phases-overlap",
        "before 'a' has ended",
        RIGHT + "phases: [{name: a, weeks: 1-3, tiers: [mid]}, {name: b, weeks: 3-6, tiers: [nano, micro]}]\n",
        RIGHT
        + "phases: [{name: a, weeks: 1-3, tiers: [mid]}, {name: b, weeks: 3-6, tiers: [nano, micro]}]\n"
        + "simulation: {switches: {halo: off}}\n",
    ),
    (
        "platform-outside-campaign",
        "nano creators post on youtube, and campaign.platforms names instagram and tiktok",
        RIGHT + "tiers: {nano: {platforms: [tiktok, youtube]}}\n",
        RIGHT + "tiers: {nano: {platforms: [tiktok]}, mega: {platforms: [youtube]}}\n",
    ),
    (
        "platform-outside-campaign",
        "post on youtube",
        RIGHT + "tiers: {nano: {platforms: {tiktok: 50%, youtube: 50%}}}\n",
        RIGHT + "tiers: {nano: {platforms: {tiktok: 50%, youtube: 50%}}}\nallocation: {exclude_platforms: [youtube]}\n",
    ),
    ("long-campaign", "60 weeks", RIGHT.replace("weeks: 6", "weeks: 60"), RIGHT.replace("weeks: 6", "weeks: 52")),
    (
        "optimal-key-unused",
        "the strategy by-budget does not look at constraints",
        RIGHT + "allocation: {constraints: [nano.share >= 10%]}\n",
        RIGHT + "allocation: {strategy: optimal, constraints: [nano.share >= 10%]}\n",
    ),
    (
        "optimal-key-unused",
        "the strategy by-budget books nano creators under the first contract only, 'a'",
        RIGHT + "contracts: {a: {fee: 9}, default: {fee: 9}}\ntiers: {nano: {contract: [a, default]}}\n",
        RIGHT + "contracts: {a: {fee: 9}, default: {fee: 9}}\ntiers: {nano: {contract: [a]}}\n",
    ),
    (
        "tier-not-offered",
        "mega creators are not considered: it is not said under which contract",
        RIGHT + OFFERS.format(""),
        RIGHT + OFFERS.format(", mega: {exclude: true}"),
    ),
    ("few-draws", "of 100 draws", RIGHT + "simulation: {draws: 100}\n", RIGHT + "simulation: {draws: 1000}\n"),
]


@pytest.mark.parametrize(
    ("code", "says", "text", "right"), CASES, ids=[f"{i}-{case[0]}" for i, case in enumerate(CASES)]
)
def test_advice_is_given_and_can_be_followed(code: str, says: str, text: str, right: str) -> None:
    given = advice(text)
    assert list(given) == [code]
    assert says in given[code].what
    assert given[code].reason
    assert given[code].source
    assert given[code].place.line > 0
    assert advice(right) == {}


@pytest.mark.parametrize("code", [lint.code for lint in LINTS])
def test_every_lint_has_a_case_and_can_be_silenced_with_a_reason(code: str) -> None:
    text = next(case[2] for case in CASES if case[0] == code)
    silenced = (
        text.replace("silence: {", f"silence: {{{code}: we know, ")
        if "silence: {" in text
        else text + f"silence: {{{code}: we know}}\n"
    )
    assert advice(silenced) == {}


@pytest.mark.parametrize("reason", ["''", "", "'  '"])
def test_silence_needs_a_reason(reason: str) -> None:
    assert errors(RIGHT + f"silence:\n  single-post: {reason}\n")


def test_disclosure_advice_points_to_counsel() -> None:
    (rule,) = (lint for lint in LINTS if lint.code == "no-disclosure-rule")
    assert "check with counsel" in rule.source


def said(text: str) -> list[str]:
    return [problem.code for problem in found(text)]


def test_advice_is_given_beside_errors_it_has_nothing_to_do_with() -> None:
    untracked = RIGHT.replace(", tracking: [link]", "")
    assert said(untracked + "gates: [rio.p10 >= 0]\n") == ["no-tracking", "bad-gate"]
    assert said(untracked + "allocation: {strategy: equall}\n") == ["no-tracking", "unknown-word"]
    assert said(untracked + "tiers: {nano: {share: 30%}}\n") == ["no-tracking", "shares-sum"]


@pytest.mark.parametrize(
    "text",
    [
        RIGHT.replace("tracking: [link]", "tracking: [lnk]"),
        RIGHT.replace("tracking:", "trackin:"),
        RIGHT.replace("tracking: [link]", "utm: yes"),
        RIGHT + "contracts: {c: {commission: 10%, minimum_payot: 25}}\n",
        RIGHT + "contracts: {c: {commission: 10%, minimum_payout: much}}\n",
        RIGHT.replace(", tracking: [link]", "") + "silence: {no-trackin: none yet}\n",
        RIGHT.replace(", tracking: [link]", "") + "silence: {no-tracking: ''}\n",
        RIGHT + "tiers: {micro: {overrides: {click_rate: 400%}}}\n",
        RIGHT.replace("40k", "0.004"),
        RIGHT + "contracts: {a: {fee: 1}, b: {fee: 2}}\n",
    ],
)
def test_advice_that_may_follow_from_an_error_is_not_given(text: str) -> None:
    assert len(set(said(text))) == 1


def test_advice_does_not_stop_a_plan() -> None:
    problems = advice(RIGHT.replace(", tracking: [link]", ""))
    assert {problem.severity for problem in problems.values()} == {Severity.WARNING}
