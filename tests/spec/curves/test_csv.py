"""Curves in CSV as spreadsheets write it: every cell keeps its place."""

import pytest

from influence_cli.model.curves import Channel, CurveProblem, Group, Hill, Piecewise
from influence_cli.model.errors import SpecError
from influence_cli.spec.curves import CurveFormat, load_curves
from influence_cli.spec.source import Override, Source

BUDGET = (Override("budget=1000", "--budget 1000"),)


def read(content: str | bytes, name: str = "c.csv", kind: CurveFormat | None = None) -> CurveProblem:
    raw = content if isinstance(content, bytes) else content.encode()
    return load_curves(Source(name, raw), BUDGET, kind).problem


def faults(content: str | bytes) -> list[str]:
    with pytest.raises(SpecError) as caught:
        read(content)
    return [str(problem) for problem in caught.value.problems]


def test_a_line_is_a_channel() -> None:
    problem = read(
        "name,type,maximum,half_saturation,slope,points,min_spend,max_spend,locked,unit_cost,max_units,"
        "group,group_min_share,group_max_share\n"
        "tv,hill,1e3,30k,1.5,,5,80,,,,social,10%,\n"
        "web,piecewise,,,,0:1 10:20 1k:30,,,,7,3,social,,0.6\n"
        "mail,hill,1,2,3,,,,,,,,,\n"
    )
    assert problem == CurveProblem(
        "",
        1000.0,
        (
            Channel("tv", Hill(1000.0, 30_000.0, 1.5), min_spend=5.0, max_spend=80.0),
            Channel("web", Piecewise(((0.0, 1.0), (10.0, 20.0), (1000.0, 30.0))), unit_cost=7.0, max_units=3),
            Channel("mail", Hill(1.0, 2.0, 3.0)),
        ),
        (Group("social", ("tv", "web"), 0.1, 0.6),),
    )


@pytest.mark.parametrize(
    "content",
    [
        'name,type,maximum,half_saturation,slope\n"tv",hill,"1,000",2,3\n',
        "name;type;maximum;half_saturation;slope\ntv;hill;1,000;2;3\n",
        "name\ttype\tmaximum\thalf_saturation\tslope\r\ntv\thill\t1000\t2\t3",
        "sep=;\r\nname;type;maximum;half_saturation;slope\r\ntv;hill;1000;2;3\r\n",
        "\ufeffName, Type, Maximum, Half saturation, Slope\n\n tv , hill , 1000 , 2 , 3\n,,,,\n",
        "slope,half_saturation,maximum,type,name,\r3,2,1000,hill,tv,\r",
    ],
    ids=["quoted", "semicolons", "tabs", "excel", "byte order mark", "any order"],
)
def test_however_a_spreadsheet_writes_it(content: str) -> None:
    assert read(content).channels == (Channel("tv", Hill(1000.0, 2.0, 3.0)),)


def test_names_are_only_names() -> None:
    names = ["=cmd()", 'the "best", one', "two\nlines", "NO", "~"]
    cells = ['=cmd()', '"the ""best"", one"', '"two\nlines"', "NO", "~"]  # fmt: skip
    content = "name,type,maximum,half_saturation,slope\n" + "".join(f"{cell},hill,1,2,3\n" for cell in cells)
    assert [channel.name for channel in read(content).channels] == names


@pytest.mark.parametrize("name", ["<stdin>", "curves", "curves.txt"])
def test_csv_is_known_by_its_first_line(name: str) -> None:
    assert read("name,type,maximum,half_saturation,slope\ntv,hill,1,2,3\n", name).channels


def test_what_is_said_on_the_command_line_wins_over_the_ending() -> None:
    content = "name;type;maximum;half_saturation;slope\ntv;hill;1;2;3\n"
    assert read(content, "curves.yaml", CurveFormat.CSV).channels


def test_faults_stand_at_their_cells() -> None:
    assert faults(
        "nam,type,maximum,half_saturation,slope,group,group_max_share,kappa\n"
        "tv,hill,-1,2,3,social,40%\n"
        '"a\nb",hil,1,2,3,,40%\n'
        'web,hill,"1,000",2,3,social,30%\n'
        ",hill,1,2,,,,,9\n"
    ) == [
        "c.csv:1:1: unknown-key: the column 'nam' is not known; did you mean 'name'?",
        "c.csv:1:62: unknown-key: the column 'kappa' is not known; expected one of name, type, maximum, "
        "half_saturation, slope, coefficient, scale, exponent, points, min_spend, max_spend, locked, unit_cost, "
        "max_units, group, group_min_share or group_max_share",
        "c.csv:2:9: bad-number: '-1' is negative; expected a number, for example 1200 or 0.5",
        "c.csv:4:4: unknown-word: there is no curve of the type 'hil'; expected one of hill, log, power, exponential "
        "or piecewise; did you mean 'hill'?",
        "c.csv:4:15: missing-key: a share of a group stands here, but the line names no group; expected the group's "
        "name in the column group",
        "c.csv:5:29: bad-share: the group 'social' has '40%' here in line 2; expected one share for a group",
        "c.csv:6:1: missing-key: 'name' is missing; expected a name of its own",
        "c.csv:6:1: missing-key: 'slope' is missing; expected slope: a number",
        "c.csv:6:15: wrong-type: the cell '9' has no heading: this line has more cells than the first; expected a "
        "number with a comma in quotes, or without the comma",
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "c.csv:1:1: empty: "),
        ("name,type\n", "c.csv:1:1: too-few: "),
        ("maximum,slope\n1,2\n", "there is no column 'name'"),
        ('name,type\n"tv,hill\n', "c.csv:2:1: syntax: a quotation mark is never closed"),
        ('name,type\n"tv"x,hill\n', "c.csv:2:5: syntax: text follows the closing quotation mark"),
        (b"name,type\n\xff,hill\n", "is not UTF-8"),
        (b"name,type\n\x00,hill\n", "zero bytes"),
        ("name,type,name\ntv,hill,x\n", "the column 'name' stands twice"),
        ("name,type,points\ntv,piecewise,1:2 3\n", "expected a point as [spend, response]"),
        (
            "name,type,maximum,scale,group,group_max_share\na,exponential,1,2,g,10%\nb,exponential,1,2,g,20%\n",
            "the group 'g' has '10%' here in line 2",
        ),
        ("name,type,maximum,scale,group\na,exponential,1,2,g\n", "'max_share' is missing"),
    ],
)
def test_what_is_no_table_of_curves_is_refused_in_words(content: str | bytes, said: str) -> None:
    assert any(said in fault for fault in faults(content))


def test_too_many_points_are_one_fault() -> None:
    points = " ".join(f"{index}:1" for index in range(50_001))
    (fault,) = faults(f"name,type,points\na,piecewise,{points}\nb,piecewise,{points}\n")
    assert fault == "c.csv:1:1: too-many: the curves have 100,002 points; expected at most 100,000"


def test_a_missing_budget_is_asked_for_on_the_command_line() -> None:
    with pytest.raises(SpecError, match=r"--budget 200k: a CSV file holds none"):
        load_curves(Source("c.csv", b"name,type,maximum,scale\na,exponential,1,2\n"))
