"""The published JSON Schema: accepts what the parser accepts, refuses unknown keys and wrong words."""

import json
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import TypeAdapter, ValidationError

from influence_cli.model.errors import Place
from influence_cli.spec import json_schema, schema_agreement, schema_commission, schema_payouts
from influence_cli.spec import schema_parts as parts
from influence_cli.spec import schema_types as types
from influence_cli.spec.layers import read_document
from influence_cli.spec.nodes import Scalar
from influence_cli.spec.source import Source
from influence_cli.spec.validate import validate

SAMPLES = Path(__file__).parents[2] / "sample_campaigns"

EVERY_FORM = """\
# every section once, in forms a YAML reader turns into numbers, dates, booleans and nothing
campaign: {name: 2026, brand: 2026-01-01, weeks: "8", start: 2026-03-02, platforms: {IG: 60%, tiktok: 0.4},
  markets: [NO, "UK"], tracking: [link], disclosure: off, time_zone: Europe/Oslo}
budget: {total: 40_000, currency: EUR, reserve: 5%, tools: 300}
product: {price: 55..70, margin: 0.58, refunds: {typical: 5%}, repeat_purchase: 20%, shipping: "4,000"}
audience: {size: {instagram: 8m}, match: }
tiers:
  nano:
  mid: {contract: [a, b]}
  micro: {share: 70%, contract: a, overrides: {view_rate: 150%, tiktok: {followers: 10k..20k}}}
contracts:
  a: {fee: market, commission: {on: gross, rate: 10%}, gift: Yes, cap: {creator: 5k}}
  c: {commission: {rate: 20%, lasts: 12, changes: [{announced: 2026-04-01, rate: 0.1}], notice: "30"}}
  d: {commission: {taper: [{months: "6", rate: 20%}, {months: 1 Year, rate: 0}], since: start}}
  b: {fee: 1_000, bonuses: [{name: x, any: ["clicks >= 5"], pay: 5}], cpm: {pay: 8, cap: 2k}}
phases:
  - {name: x, weeks: 1-2, tiers: [nano]}
  - {name: y, weeks: [3, 8], tiers: [micro]}
  - {name: z, weeks: 3, tiers: [mid]}
amplification: {budget: 2k}
allocation: {strategy: optimal, objective: {profit: 1, reach: "0.02"}, risk_aversion: 20%, spend_all: No,
  max_share_per_cell: 0.4, constraints: [mega.share >= 10%], exclude: [nano.tiktok], risk: ["cost.p90 <= 50k"]}
simulation: {draws: 1000, switches: {overlap: on, halo: OFF}}
overrides: {code_order_ratio: 2, halo_lift: 5..20%, audience_size: 2m, tiktok: {boost_cpm: {typical: 4 EUR}}}
payouts: {fee: 1, exchange: {USD: {rate: "1.08", date: 2026-05-29}}, holidays: [2026-12-25], minimum_per: }
gates: ["roi.p10 >= 0"]
silence: {single-post: one film}
"""

REFUSED = [
    "campaign: {name: x, weeks: 6}\nbudget: 40k\nbuget: 1\n",
    "campaign: {name: x, weeks: 6, goal: sale}\nbudget: 40k\n",
    "campaign: {name: x, weeks: 6}\nbudget: forty\n",
    "campaign: {name: x, weeks: 0}\nbudget: 40k\n",
    "campaign: {name: x}\nbudget: 40k\n",
    "campaign: {name: x, weeks: 6}\n",
    "campaign: {name: x, weeks: 6}\nbudget: {currency: EUR}\n",
    "campaign: {name: x, weeks: 6}\nbudget: 40k\ntiers: {nanoo: {}}\n",
    "campaign: {name: x, weeks: 6, platforms: [myspace]}\nbudget: 40k\n",
    "campaign: {name: x, weeks: 6}\nbudget: 40k\ncontracts: {a: {commission: {rate: 1%, mode: x}}}\n",
    "campaign: {name: x, weeks: 6}\nbudget: 40k\nproduct: {margin: 58}\n",
    "campaign: {name: x, weeks: 6}\nbudget: 40k\nallocation: {objective: profits}\n",
    "campaign: {name: x, weeks: 6}\nbudget: 40k\nallocation: {objective: {profits: 1}}\n",
    "campaign: {name: x, weeks: 6}\nbudget: 40k\nallocation: {objective: {profit: -1}}\n",
    "campaign: {name: x, weeks: 6}\nbudget: 40k\nallocation: {constraints: nano.share >= 10%}\n",
    "campaign: {name: x, weeks: 6}\nbudget: 40k\nallocation: {risk_aversion: {wait: 10%}}\n",
    "campaign: {name: x, weeks: 6}\nbudget: 40k\ntiers: {nano: {contract: []}}\n",
    "campaign: {name: x, weeks: 6}\nbudget: 40k\npayouts: {minimum_per: month}\n",
    "campaign: {name: x, weeks: 6}\nbudget: 40k\npayouts: {exchange: {EUR: 0.9}}\n",
    "campaign: {name: x, weeks: 6}\nbudget: 40k\ncontracts: {a: {commission: {taper: [{months: 6}]}}}\n",
    "campaign: {name: x, weeks: 6}\nbudget: 40k\ncontracts: {a: {commission: {rate: 1%, lasts: 6 weeks}}}\n",
    "campaign: {name: x, weeks: 6, time_zone: +02:00}\nbudget: 40k\n",
    "campaign: {name: x, weeks: 6}\nbudget: 40k\noverrides: {tiktok: {halo_lift: 5%}}\n",
]


@pytest.fixture(scope="module")
def schema_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("schema") / "campaign.schema.json"
    path.write_text(json.dumps(json_schema()), encoding="utf-8")
    return path


def refused(schema_file: Path, folder: Path, texts: Sequence[str]) -> set[int]:
    """The numbers of the texts that check-jsonschema refuses."""
    specs = [folder / f"{number}.yaml" for number in range(len(texts))]
    for spec, text in zip(specs, texts, strict=True):
        spec.write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "check_jsonschema", "--output-format", "json", "--schemafile", str(schema_file)]
    result = subprocess.run([*command, *map(str, specs)], capture_output=True, text=True, check=False)
    assert result.returncode in (0, 1), result.stderr
    report = json.loads(result.stdout)
    assert not report.get("parse_errors")
    return {int(Path(error["filename"]).stem) for error in report.get("errors", [])}


def test_the_schema_beside_the_samples_is_the_published_one() -> None:
    written = (SAMPLES / "campaign.schema.json").read_text(encoding="utf-8")
    assert written == json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n", (
        "renew it: influence schema > sample_campaigns/campaign.schema.json"
    )


def test_another_validator_accepts_the_samples_by_the_schema_beside_them(tmp_path: Path) -> None:
    texts = [
        path.read_text(encoding="utf-8") for path in sorted(SAMPLES.glob("*.yaml")) if path.name != "mistakes.yaml"
    ]
    assert refused(SAMPLES / "campaign.schema.json", tmp_path, texts) == set()


def test_it_is_a_schema_of_the_stated_draft() -> None:
    schema = json_schema()
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert "$id" not in schema


def test_every_key_has_a_description() -> None:
    schema: Mapping[str, Any] = json_schema()
    for name, body in [("top", schema), *schema["$defs"].items()]:
        for key, field in body["properties"].items():
            refers = [kind["$ref"] for kind in field["anyOf"] if "$ref" in kind] if "anyOf" in field else []
            described = field.get("description") or any(
                schema["$defs"][refer.rpartition("/")[2]].get("description") for refer in refers
            )
            assert described, f"{name}.{key}"


def test_another_validator_accepts_every_form(schema_file: Path, tmp_path: Path) -> None:
    layer = "extends: base.yaml\ncampaign: {weeks: 8}\nbudget: {reserve: 5%}\n"
    names = ("reference.yaml", "optimal.yaml", "payouts.yaml")
    whole = [Path(__file__).with_name(name).read_text(encoding="utf-8") for name in names]
    assert refused(schema_file, tmp_path, [EVERY_FORM, layer, *whole]) == set()


def test_another_validator_refuses_what_is_wrong(schema_file: Path, tmp_path: Path) -> None:
    assert refused(schema_file, tmp_path, REFUSED) == set(range(len(REFUSED)))


def test_the_parser_accepts_every_form_and_refuses_what_is_wrong() -> None:
    def verdict(text: str) -> bool:
        return validate(read_document(Source("spec.yaml", text.encode()), lambda _: b""))[0] is not None

    assert not any(verdict(text) for text in REFUSED)
    assert verdict(EVERY_FORM.replace("[NO,", '["NO",'))


KINDS: dict[str, Any] = {
    "money": types.MoneyValue,
    "positive money": types.PositiveMoney,
    "share": types.ShareValue,
    "loose share": types.LooseShare,
    "count": types.Count,
    "small number": types.SmallNumber,
    "money or share": types.MoneyOrShare,
    "day": types.Day,
    "currency": types.CurrencyCode,
    "market": types.Market,
    "months": schema_commission.Months,
    "days": schema_agreement.Days,
    "time zone": schema_payouts.TimeZone,
    "platform": types.PlatformName,
    "tier": types.TierName,
    "weeks": types.WeekSpan,
    "flag": types.Flag,
    "text": types.Text,
    "money range": parts.MoneyEstimate,
    "share range": parts.ShareEstimate,
    "rate range": parts.RateEstimate,
    "count range": parts.CountEstimate,
    "number range": parts.NumberEstimate,
}
ADAPTERS = {name: TypeAdapter(kind) for name, kind in KINDS.items()}
VALIDATORS = {name: Draft202012Validator(adapter.json_schema()) for name, adapter in ADAPTERS.items()}
NUMBERS = st.from_regex(r"[0-9]{1,4}([,_][0-9]{3})?(\.[0-9]{1,3})?", fullmatch=True)
AMOUNTS = st.builds(
    "{}{}{}".format,
    st.sampled_from(["", "$", "€ ", "USD "]),
    NUMBERS,
    st.sampled_from(["", "k", " M", "%", " %", " EUR", "k EUR", "€"]),
)
WRITTEN = st.one_of(
    AMOUNTS,
    st.builds("{}{}{}".format, AMOUNTS, st.sampled_from(["..", " .. ", "-"]), AMOUNTS),
    st.dates().map(str),
    st.sampled_from(
        ["true", "No", "OFF", "yes", "Insta", "TikTok", "yt", "nano", "us", "eur", "3 - 8", "6 Months", "UTC", ""]
    ),
    st.text(max_size=10),
)


@given(text=WRITTEN)
@settings(max_examples=60, deadline=None)
@pytest.mark.parametrize("name", KINDS)
def test_every_text_the_parser_accepts_fits_the_schema(name: str, text: str) -> None:
    plain = Scalar(text, True, Place("spec.yaml"))
    try:
        ADAPTERS[name].validate_python(plain, context={})
    except ValidationError:
        return
    assert VALIDATORS[name].is_valid(text)
    if re.fullmatch(r"(0|[1-9][0-9]*)(\.[0-9]+)?", text):
        assert VALIDATORS[name].is_valid(json.loads(text)) or name in ("day", "market", "currency")
