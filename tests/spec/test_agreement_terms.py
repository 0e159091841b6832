"""What a spec says beside the pay, and the advice on what it does not say."""

import pytest

from influence_cli.model.agreement import AgreementTerms, Channel, Content, PaymentTerms, TrackedBy
from influence_cli.model.errors import Problem, Severity
from influence_cli.spec import Source, check, load_agreements
from influence_cli.spec.lints import AGREEMENT_LINTS
from tests.spec.specs import RIGHT, errors, no_files

WHOLE = RIGHT.replace(
    "weeks: 6",
    "weeks: 6, brand: Lumiere, start: 2026-03-02, landing_page: https://shop.example/serum",
)
TERMS = (
    "payment: {hold: 30 days, net: 2 weeks, clawback: yes}, approval_rounds: 2, cookie_window: 30, "
    "deliverables: [{format: Reel, length: 15 seconds, call_to_action: tap the link}], "
    "usage_rights: {fixed: 20, days: 90, channels: [organic, paid], territory: worldwide}, "
    "exclusivity: {fixed: 20, days: 30, competitors: other serums}"
)
PAYS = "fee: 100, commission: 10%, minimum_payout: 25"


def terms(text: str) -> AgreementTerms:
    return load_agreements(Source("spec.yaml", text.encode()), no_files)[1].contracts["c"]


def gaps(text: str) -> dict[str, Problem]:
    found = check(Source("spec.yaml", text.encode()), no_files, contracts=True)
    assert all(problem.severity is Severity.WARNING for problem in found), found
    return {problem.code: problem for problem in found}


def test_every_term_is_read_as_it_is_written() -> None:
    assert terms(WHOLE + f"contracts: {{c: {{{PAYS}, {TERMS}}}}}\n") == AgreementTerms(
        payment=PaymentTerms(30, 14, clawback=True),
        contents=(Content("Reel", "15 seconds", "tap the link"),),
        approval_rounds=2,
        cookie_days=30,
        channels=(Channel.ORGANIC, Channel.PAID),
        territory="worldwide",
        competitors="other serums",
    )


def test_what_is_not_written_is_never_filled_in() -> None:
    assert terms(RIGHT + f"contracts: {{c: {{{PAYS}}}}}\n") == AgreementTerms()


def test_the_campaign_says_where_links_lead_and_how_sales_are_traced() -> None:
    shared = load_agreements(Source("spec.yaml", WHOLE.encode()), no_files)[1]
    assert (shared.landing_page, set(shared.tracking)) == ("https://shop.example/serum", {TrackedBy.LINK})


@pytest.mark.parametrize(
    ("term", "code"),
    [
        ("payment: {hold: soon}", "bad-number"),
        ("payment: {hold: 30 months}", "bad-number"),
        ("payment: {net: 11 years}", "bad-number"),
        ("payment: {clawback: maybe}", "unknown-word"),
        ("payment: {hodl: 3}", "unknown-key"),
        ("payment: {hold_from: shipping}", "unknown-word"),
        ("cookie_window: -1", "bad-number"),
        ("cookie_window: 9999", "bad-number"),
        ("approval_rounds: 2.5", "bad-number"),
        ("deliverables: [{fromat: Reel}]", "unknown-key"),
        ("deliverables: {format: Reel}", "wrong-type"),
        ("deliverables: [{count: 0}]", "bad-number"),
        ("usage_rights: {fixed: 1, days: 30, channels: [organik]}", "unknown-word"),
        ("whitelisting: {fixed: 1, days: 30, channels: [paid]}", "unknown-key"),
    ],
)
def test_a_term_that_cannot_be_read_is_refused(term: str, code: str) -> None:
    assert list(errors(RIGHT + f"contracts: {{c: {{fee: 1, {term}}}}}\n")) == [code]


@pytest.mark.parametrize(
    "address",
    ["shop.example", "ftp://shop.example", "javascript:alert(1)", "https://a b.example", "https://u@x.example"],
)
def test_only_addresses_of_the_web_are_landing_pages(address: str) -> None:
    assert list(errors(RIGHT.replace("weeks: 6", f'weeks: 6, landing_page: "{address}"'))) == ["bad-text"]


def test_a_contract_that_says_everything_draws_no_advice() -> None:
    assert gaps(WHOLE + f"contracts: {{c: {{{PAYS}, {TERMS}}}}}\n") == {}


def test_a_plan_of_six_lines_draws_no_advice_about_contracts() -> None:
    assert gaps(RIGHT) == {}


@pytest.mark.parametrize(
    ("code", "left_out", "said"),
    [
        ("brand-missing", "brand: Lumiere, ", "the brand as a party"),
        ("start-missing", "start: 2026-03-02, ", "the first day"),
        ("landing-page-missing", ", landing_page: https://shop.example/serum", "the page the link leads to"),
        ("deliverables-undescribed", ", length: 15 seconds", "does not say the length of the deliverables"),
        ("deliverables-undescribed", ", call_to_action: tap the link", "the call to action of the deliverables"),
        ("cookie-window-missing", "cookie_window: 30, ", "how long after a click"),
        ("payment-terms-missing", "hold: 30 days, ", "how long an amount is held"),
        ("payment-terms-missing", ", net: 2 weeks", "the day of payment"),
        ("payment-terms-missing", ", clawback: yes", "refunded later"),
        ("rights-unclear", ", channels: [organic, paid]", "the channels of the usage rights"),
        ("rights-unclear", ", territory: worldwide", "the territory of the usage rights"),
        ("rights-unclear", ", competitors: other serums", "who the competitors are"),
        ("approval-rounds-missing", "approval_rounds: 2, ", "the rounds of changes"),
    ],
)
def test_each_thing_that_is_left_out_is_named_and_can_be_silenced(code: str, left_out: str, said: str) -> None:
    whole = WHOLE + f"contracts: {{c: {{{PAYS}, {TERMS}}}}}\n"
    assert whole.count(left_out) == 1
    text = whole.replace(left_out, "")
    (problem,) = gaps(text).values()
    assert problem.code == code
    assert said in problem.what
    assert problem.reason
    assert problem.source
    assert gaps(text + f"silence: {{{code}: we know}}\n") == {}


def test_a_fee_that_follows_the_market_is_no_amount_to_sign() -> None:
    text = WHOLE + f"contracts: {{c: {{{PAYS.replace('100', 'market')}, {TERMS}}}}}\n"
    assert list(gaps(text)) == ["fee-follows-market"]


def test_several_contracts_are_named_in_one_piece_of_advice() -> None:
    both = f"contracts: {{a: {{{PAYS}}}, b: {{{PAYS}}}}}\ntiers: {{nano: {{contract: a}}, micro: {{contract: b}}, mid: "
    found = gaps(WHOLE + both + "{contract: b}}\n")
    assert "'a' and 'b' do not say" in found["approval-rounds-missing"].what
    assert found["approval-rounds-missing"].path == "contracts.a.approval_rounds"


@pytest.mark.parametrize(
    "term",
    [
        "payment: {net: 30}",
        "payment: {hold_from: delivery}",
        "approval_rounds: 1",
        "cookie_window: 7",
        "deliverables: Reel",
        "usage_rights: {fixed: 1, days: 30, territory: US}",
        "exclusivity: {fixed: 1, days: 30, competitors: serums}",
    ],
)
def test_the_first_term_that_only_a_contract_needs_starts_the_advice(term: str) -> None:
    plan = RIGHT + f"contracts: {{c: {{{PAYS}}}}}\n"
    assert check(Source("spec.yaml", plan.encode()), no_files) == ()
    begun = check(Source("spec.yaml", plan.replace("25}", f"25, {term}}}").encode()), no_files)
    assert "start-missing" in {problem.code for problem in begun}


def test_a_plan_is_not_bothered_with_what_only_a_contract_needs() -> None:
    parsed, _ = load_agreements(Source("spec.yaml", (RIGHT + f"contracts: {{c: {{{PAYS}}}}}\n").encode()), no_files)
    assert parsed.warnings == ()


def test_every_piece_of_advice_has_a_case_of_its_own() -> None:
    codes = {rule.code for rule in AGREEMENT_LINTS}
    text = RIGHT.replace("weeks: 6", "weeks: 6, brand: ") + (
        f"contracts: {{c: {{{PAYS.replace('100', 'market')}, usage_rights: {{fixed: 1, days: 9}}}}}}\n"
    )
    assert set(gaps(text)) == codes
