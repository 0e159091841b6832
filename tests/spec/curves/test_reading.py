"""Curves in YAML and JSON: what is read, and how everything that is wrong is said at once, with its place."""

import json
from pathlib import Path
from textwrap import dedent
from typing import Any

import jsonschema
import pytest
import yaml

from influence_cli.model.curves import Channel, CurveProblem, Exponential, Group, Hill, Log, Piecewise, Power
from influence_cli.model.errors import SpecError
from influence_cli.spec.curves import CurveFormat, json_schema, load_curves
from influence_cli.spec.curves.published import FEWEST_VALUES, MOST_WRITTEN
from influence_cli.spec.loader import MOST_NODES
from influence_cli.spec.source import Override, Source

SAMPLES = Path(__file__).parents[3] / "sample_campaigns" / "curves"
LOG = {"type": "log", "coefficient": 10, "scale": 100}


def read(text: str, *overrides: str, name: str = "curves.yaml", kind: CurveFormat | None = None) -> CurveProblem:
    typed = tuple(Override(text, f"--set {text}") for text in overrides)
    return load_curves(Source(name, dedent(text).encode()), typed, kind).problem


def faults(text: str, *overrides: str, name: str = "curves.yaml") -> list[str]:
    with pytest.raises(SpecError) as caught:
        read(text, *overrides, name=name)
    return [str(problem).removeprefix(name + ":") for problem in caught.value.problems]


def codes(text: str, *overrides: str) -> list[str]:
    with pytest.raises(SpecError) as caught:
        read(text, *overrides)
    return [problem.code for problem in caught.value.problems]


def one(response: str, more: str = "") -> str:
    return f"budget: 1000\nchannels:\n  tv:\n    response: {response}\n{more}"


class TestWhatIsRead:
    def test_a_whole_file(self) -> None:
        problem = read("""
            name: Mix
            currency: EUR
            budget: 200k
            channels:
              search:
                response: {type: hill, maximum: 2_100, half_saturation: 45k, slope: 0.9}
                min_spend: 5,000
                max_spend: 90k EUR
              creators:
                response: {type: Piecewise, points: [[10k, 150], [40k, 1100]]}
                unit_cost: 1,150
                max_units: 60
              mail:
                response: {type: exponential, maximum: 260, scale: 4k}
                locked: 0
            groups:
              social: {channels: [creators, mail], min_share: 20%, max_share: 0.6}
        """)
        assert problem == CurveProblem(
            "Mix",
            200_000.0,
            (
                Channel("search", Hill(2100.0, 45_000.0, 0.9), min_spend=5000.0, max_spend=90_000.0),
                Channel("creators", Piecewise(((10_000.0, 150.0), (40_000.0, 1100.0))), unit_cost=1150.0, max_units=60),
                Channel("mail", Exponential(260.0, 4000.0), locked=0.0),
            ),
            (Group("social", ("creators", "mail"), 0.2, 0.6),),
            "EUR",
        )

    def test_lists_and_mappings_say_the_same(self) -> None:
        channels: dict[str, Any] = {"a": {"response": LOG}, "b": {"response": LOG, "max_spend": 50}}
        groups: dict[str, Any] = {"both": {"channels": ["a", "b"], "max_share": 0.5}}
        mapped = {"budget": 100, "channels": channels, "groups": groups}
        listed = mapped | {
            key: [{"name": name, **body} for name, body in section.items()]
            for key, section in (("channels", channels), ("groups", groups))
        }
        assert read(yaml.safe_dump(mapped, sort_keys=False)) == read(yaml.safe_dump(listed, sort_keys=False))

    @pytest.mark.parametrize(
        ("response", "expected"),
        [
            ("{type: power, coefficient: 0, exponent: 0.5}", Power(0.0, 0.5)),
            ("{type: log, coefficient: 1e-05, scale: 12.345678901234567}", Log(1e-5, 12.345678901234567)),
            ("{type: hill, maximum: 12345.678901234567, half_saturation: 2, slope: 3}", Hill(12345.678901234567, 2, 3)),
            ("{type: piecewise, points: [[0, 3], [1.5e2, 2]]}", Piecewise(((0.0, 3.0), (150.0, 2.0)))),
        ],
    )  # fmt: skip
    def test_numbers_as_programmes_print_them(self, response: str, expected: object) -> None:
        assert read(one(response)).channels[0].response == expected

    @pytest.mark.parametrize("indent", [None, 2, "\t"])
    def test_json_as_programmes_print_it(self, indent: int | str | None) -> None:
        name = 'search "brand" 😀 é \t'
        text = json.dumps({"budget": 1e5, "name": None, "channels": [{"name": name, "response": LOG}]}, indent=indent)
        problem = read(text, name="curves.json")
        assert (problem.budget, problem.channels[0].name) == (100_000.0, name.strip())

    def test_a_budget_of_nothing_has_nothing_to_decide(self) -> None:
        (fault,) = faults(one(str(LOG)).replace("1000", "0"))
        assert fault.startswith("1:9: bad-money: '0' is not above 0")

    def test_the_currency_may_stand_with_an_amount(self) -> None:
        assert read(one(str(LOG)).replace("1000", "1000 CHF")).currency == "CHF"

    def test_the_hash_is_of_what_is_said_not_of_how(self) -> None:
        def hashed(text: str, *overrides: Override) -> str:
            return load_curves(Source("x.yaml", text.encode()), overrides).input_sha256

        text = one(str(LOG))
        tidy = yaml.safe_dump(yaml.safe_load(text), default_flow_style=True)
        assert hashed(text) == hashed("# said\n" + tidy)
        assert hashed(text) != hashed(text, Override("budget=2000", "--budget 2000"))


class TestOverrides:
    TEXT = """
        budget: 1000
        channels:
          - {name: tv, response: {type: log, coefficient: 1, scale: 2}}
          - {name: web, response: {type: log, coefficient: 1, scale: 2}}
    """

    def test_a_channel_is_found_by_its_name_or_number(self) -> None:
        problem = read(self.TEXT, "channels.web.max_spend=20k", "channels.0.response.scale=7", "budget=2k")
        assert problem.budget == 2000.0
        assert problem.channels == (Channel("tv", Log(1.0, 7.0)), Channel("web", Log(1.0, 2.0), max_spend=20_000.0))

    def test_lists_and_mappings_can_be_set_and_keys_taken_away(self) -> None:
        problem = read(
            self.TEXT,
            "channels.tv.response={type: piecewise, points: [[1, 2]]}",
            "channels.tv.min_spend=5",
            "channels.tv.min_spend=",
        )
        assert problem.channels[0] == Channel("tv", Piecewise(((1.0, 2.0),)))

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ("budget", "sets nothing"),
            ("channels.wep.locked=1", "did you mean 'web'?"),
            ("budget.total=1", "is a single value"),
            ("channels.tv.response=[", "set-syntax"),
            ("budget=-1", "is negative"),
            ("channels.tv.lockd=1", "did you mean 'locked'?"),
        ],
    )
    def test_what_was_typed_is_the_place(self, typed: str, said: str) -> None:
        (fault,) = faults(self.TEXT, typed)
        assert fault.startswith(f"--set {typed}: ")
        assert said in fault


class TestFaults:
    def test_everything_is_said_at_once_in_order(self) -> None:
        assert faults("""\
            currency: EUR
            budgett: 200k
            channels:
              search:
                response: {type: hil, maximum: 900, half_saturation: 40k, slope: 1.8}
                min_spend: $5k
              tv:
                response: {type: hill, maximum: nan, half_saturatin: 40, slope: 999}
                maximum: 3
              NO:
                response: {type: piecewise, points: [[0,1],[5,2],[5,3],[1],a]}
                max_units: 3
            groups:
              - {name: x, channels: [serch, tv, tv], max_share: 140%}
        """) == [
            "2:1: unknown-key: the key 'budgett' is not known; expected one of name, currency, budget, channels or "
            "groups; did you mean 'budget'?",
            "5:22: unknown-word: there is no curve of the type 'hil'; expected one of hill, log, power, exponential or "
            "piecewise; did you mean 'hill'?",
            "6:16: currency-mismatch: this amount is in USD, the others are in EUR; expected an amount in EUR",
            "8:37: bad-number: 'nan' is not a finite number; expected a number, for example 1200 or 0.5",
            "8:42: unknown-key: the key 'half_saturatin' is not known; expected one of type, maximum, half_saturation "
            "or slope; did you mean 'half_saturation'?",
            "8:69: bad-number: '999' is above 50; expected a number, for example 1200 or 0.5",
            "9:5: unknown-key: the key 'maximum' is not known; expected one of response, min_spend, max_spend, locked, "
            "unit_cost or max_units; did you mean 'response.maximum'?",
            "10:3: missing-key: 'unit_cost' is missing; expected the cost of a unit, since max_units counts units",
            "11:54: bad-number: the spend 5 comes after 5; expected points in order of their spend, each once",
            "11:60: wrong-type: a list of 1 stands here; expected a point as [spend, response], for example "
            "[5000, 120]",
            "11:64: wrong-type: 'a' stands here; expected a point as [spend, response], for example [5000, 120]",
            "14:26: unknown-word: there is no channel 'serch'; expected a name of a channel; did you mean 'search'?",
            "14:37: duplicate-item: 'tv' stands twice in this group; expected each channel once",
            "14:53: bad-share: '140%' is above 100%; expected a share of the budget, for example 40% or 0.4",
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("response", "code"),
        [
            ("{type: hill, maximum: -1, half_saturation: 1, slope: 1}", "bad-number"),
            ("{type: hill, maximum: .inf, half_saturation: 1, slope: 1}", "bad-number"),
            ("{type: hill, maximum: 1, half_saturation: 0, slope: 1}", "bad-money"),
            ("{type: hill, maximum: 1, half_saturation: 1e-30, slope: 1}", "bad-money"),
            ("{type: hill, maximum: 1e16, half_saturation: 1, slope: 1}", "bad-number"),
            ("{type: hill, maximum: 1, half_saturation: 45.000, slope: 1}", "bad-money"),
            ("{type: hill, maximum: 1, half_saturation: 1, slope: 0}", "bad-number"),
            ("{type: hill, maximum: 1, half_saturation: 1}", "missing-key"),
            ("{type: power, coefficient: 1, exponent: 11}", "bad-number"),
            ("{type: log, coefficient: 1, scale: 1, slope: 2}", "unknown-key"),
            ("{type: [hill]}", "wrong-type"),
            ("{maximum: 1}", "missing-key"),
            ("hill", "wrong-type"),
            ("{type: piecewise, points: []}", "too-few"),
            ("{type: piecewise, points: {1: 2}}", "wrong-type"),
            ("{type: piecewise, points: [[1, -2]]}", "bad-number"),
            ("{type: piecewise, points: [[1, [2]]]}", "wrong-type"),
        ],
    )
    def test_a_response_that_cannot_be(self, response: str, code: str) -> None:
        assert codes(one(response)) == [code]

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("", "empty"),
            ("- 1", "not-a-mapping"),
            ("budget: 1", "missing-key"),
            ("budget: 1\nchannels: tv", "wrong-type"),
            ("budget: 1\nchannels: []", "too-few"),
            ("budget: 1\nchannels: [tv]", "wrong-type"),
            ("budget: {total: 1}\nchannels: {a: {response: {type: log, coefficient: 1, scale: 1}}}", "wrong-type"),
            ("budget: 1\nbudget: 2\nchannels: {a: {response: {type: log, coefficient: 1, scale: 1}}}", "duplicate-key"),
            (one(str(LOG), "    locked: yes\n"), "bad-money"),
            (one(str(LOG), "    unit_cost: 0\n"), "bad-money"),
            (one(str(LOG), "    unit_cost: 5\n    max_units: 1.5\n"), "bad-number"),
            (one(str(LOG), "groups: {x: {channels: [tv]}}"), "missing-key"),
            (one(str(LOG), "groups: {x: {max_share: 10%}}"), "missing-key"),
            (one(str(LOG), "groups: {x: {channels: [], max_share: 10%}}"), "too-few"),
            (one(str(LOG), "groups: {x: {channels: [[tv]], max_share: 10%}}"), "wrong-type"),
            (one(str(LOG), "currency: ERU"), "unknown-currency"),
            (one(str(LOG), "name: NO"), "boolean-text"),
            (f"budget: 1\nchannels: [&a {{name: a, response: {LOG}}}, *a]", "duplicate-name"),
            ("budget: 1\nchannels: [{response: {type: log, coefficient: 1, scale: 1}}]", "missing-key"),
            ("budget: 1\nchannels: [{name: ' ', response: {type: log, coefficient: 1, scale: 1}}]", "bad-text"),
        ],
    )  # fmt: skip
    def test_a_file_that_cannot_be(self, text: str, code: str) -> None:
        assert codes(text) == [code]

    def test_a_missing_budget_says_where_it_can_stand(self) -> None:
        (fault,) = faults(one(str(LOG)).replace("budget: 1000\n", ""))
        assert "--budget 200k" in fault

    def test_very_many_faults_are_counted(self) -> None:
        many = "budget: 1\nchannels:\n" + "".join(f"  c{index}: {{}}\n" for index in range(300))
        found = faults(many)
        assert len(found) == 201
        assert "100 more problems are not listed" in found[-1]

    def test_too_many_channels_are_one_fault(self) -> None:
        text = "budget: 1\nchannels: {" + ", ".join(f"c{index}: 0" for index in range(10_001)) + "}"
        (fault,) = faults(text)
        assert "10,001 are listed" in fault


class TestSamples:
    @pytest.mark.parametrize("name", ["media-mix.yaml", "whole-creators.yaml"])
    def test_a_sample_fits_the_schema_and_is_read(self, name: str) -> None:
        text = (SAMPLES / name).read_text()
        jsonschema.Draft202012Validator(json_schema()).validate(yaml.safe_load(text))
        assert read(text).channels

    def test_the_schema_beside_the_samples_is_the_one_that_is_printed(self) -> None:
        assert json.loads((SAMPLES / "curves.schema.json").read_text()) == json_schema()

    def test_the_schema_is_one(self) -> None:
        jsonschema.Draft202012Validator.check_schema(json_schema())

    @pytest.mark.parametrize(
        "wrong",
        [
            {"channels": {"a": {}}},
            {"channels": [{"response": LOG}]},
            {"channels": {"a": {"response": LOG | {"slope": 1}}}},
            {"channels": {"a": {"response": LOG}}, "groups": {"g": {"channels": ["a"], "max_share": 1.5}}},
            {"channels": {"a": {"response": LOG, "min_spend": -1}}},
        ],
    )
    def test_the_schema_refuses_what_the_command_refuses(self, wrong: dict[str, object]) -> None:
        assert not jsonschema.Draft202012Validator(json_schema()).is_valid(wrong)
        with pytest.raises(SpecError):
            read(json.dumps({"budget": 1} | wrong))


class TestNamesOnTheCommandLine:
    TWO = """
        budget: 1000
        channels:
          search: {response: {type: log, coefficient: 10, scale: 100}}
          tv: {response: {type: log, coefficient: 10, scale: 100}}
        groups:
          paid: {channels: [search, tv], max_share: 80%}
    """

    @pytest.mark.parametrize(
        ("typed", "words"),
        [
            ("channels.serch.max_spend=3", "'channels' has no item named 'serch'; did you mean 'search'?"),
            ("channels.b.max_spend=3", "'channels' has no item named 'b'; expected one of search or tv"),
            ("channels.b.response.scale=3", "'channels' has no item named 'b'"),
            ("groups.payd.max_share=3%", "'groups' has no item named 'payd'; did you mean 'paid'?"),
        ],
    )
    def test_one_that_is_not_there_is_called_by_the_nearest(self, typed: str, words: str) -> None:
        (only,) = faults(self.TWO, typed)
        assert words in only

    @pytest.mark.parametrize(
        "typed",
        [
            "channels.mail={response: {type: log, coefficient: 10, scale: 100}}",
            "channels.mail.response={type: log, coefficient: 10, scale: 100}",
        ],
    )
    def test_a_whole_channel_may_be_added(self, typed: str) -> None:
        assert [channel.name for channel in read(self.TWO, typed).channels] == ["search", "tv", "mail"]

    def test_keys_that_are_not_there_yet_are_set(self) -> None:
        assert read(self.TWO, "channels.tv.max_spend=3").channels[1].max_spend == 3


class TestJsonThatIsNone:
    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ('{"budget": 1000,\n "channels": [{"name": "a" "response": 3}]}', "2:28: syntax: a comma or a closing"),
            ('{"budget": 1000,\n "channels": [}', "2:15: syntax: a value is missing here"),
            ('{"budget": 1000, "channels" [1]}', "1:29: syntax: a key has no colon"),
            ('{"budget": 1000', "syntax: a comma or a closing bracket is missing"),
            ('{"a\\ud83d\\ude00": 1 "b": 2}', "1:21: syntax: a comma"),
            ('{"name": "one', "syntax: a quotation mark is never closed"),
            ('{"a": ' + 2_000 * "[" + "}", "stand inside each other"),
        ],
    )
    def test_it_is_said_in_terms_of_json(self, text: str, words: str) -> None:
        (only,) = faults(text, name="curves.json")
        assert "YAML" not in only
        assert words in only

    def test_yaml_still_speaks_of_yaml(self) -> None:
        assert "JSON" not in faults("budget: [1", name="curves.yaml")[0]


class TestSizes:
    @staticmethod
    def channels(count: int, curve: dict[str, Any]) -> str:
        return json.dumps({"budget": 1, "channels": {f"c{i}": {"response": curve} for i in range(count)}})

    def test_as_many_as_the_schema_allows_fit_but_for_the_budget(self) -> None:
        short = {"type": "power", "coefficient": 1, "exponent": 1}
        assert FEWEST_VALUES * MOST_WRITTEN == MOST_NODES
        assert len(read(self.channels(MOST_WRITTEN - 1, short), name="c.json").channels) == MOST_WRITTEN - 1
        over = self.channels(MOST_WRITTEN + 1, short)
        assert not jsonschema.Draft202012Validator(json_schema()).is_valid(json.loads(over))
        assert "at most 50,000; CSV holds up to 10,000 channels" in faults(over, name="c.json")[0]

    def test_hill_curves_as_many_as_are_promised(self) -> None:
        hill = {"type": "hill", "maximum": 9, "half_saturation": 5, "slope": 1}
        listed = [{"name": f"c{i}", "response": hill} for i in range(3_500)]
        assert len(read(json.dumps({"budget": 1, "channels": listed}), name="c.json").channels) == 3_500
