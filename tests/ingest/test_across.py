"""Several files of one command: the same facts once, different ones a problem with both places."""

from collections.abc import Callable

import pytest

from influence_cli.ingest.across import orders_of, results_of
from influence_cli.ingest.orders import OrdersFile, parse_orders
from influence_cli.ingest.result_file import ResultsFile
from influence_cli.ingest.results import parse_clicks, parse_posts, parse_totals
from tests.ingest.reading import EUROS, stream

HEADER = "order_id,code,date,gross,status,customer\n"
A, B, C = (f"{name},X,2026-05-01,10,paid,u\n" for name in "ABC")


def file(name: str, *rows: str) -> OrdersFile:
    return parse_orders(name, stream(HEADER + "".join(rows)), EUROS)


def test_the_same_facts_in_several_files_are_one_order() -> None:
    found, problems = orders_of([file("april.csv", A, B), file("may.csv", B, C), file("june.csv", C, A)])
    assert (list(found.ids), problems) == (["A", "B", "C"], ())
    assert orders_of([])[0].ids == []


@pytest.mark.parametrize(
    "changed",
    [A.replace("10", "11"), A.replace("paid", "pending"), A.replace("X", "Y"), A.replace("u\n", "v\n")],
)
def test_different_facts_name_both_places_and_neither_counts(changed: str) -> None:
    found, problems = orders_of([file("april.csv", B, A), file("may.csv", C, "\n", changed)])
    assert list(found.ids) == ["B", "C"]
    assert [str(problem) for problem in problems] == [
        "may.csv:4:1: duplicate-item: the order 'A' stands in april.csv:3 already, with other facts; "
        "expected one of the two, because it is not known which is newer"
    ]


def test_a_third_file_is_compared_with_the_one_that_has_the_order() -> None:
    files = [file("april.csv", A), file("may.csv", B, C), file("june.csv", A, C.replace("10", "12"))]
    found, problems = orders_of(files)
    assert list(found.ids) == ["A", "B"]
    assert "june.csv:3" in str(problems[0])
    assert "may.csv:3 already" in str(problems[0])


def test_many_differences_are_counted() -> None:
    first = file("a.csv", *(f"{n},X,2026-05-01,10,paid,\n" for n in range(150)))
    second = file("b.csv", *(f"{n},X,2026-05-01,11,paid,\n" for n in range(150)))
    found, problems = orders_of([first, second])
    assert (len(found), len(problems), problems[-1].what) == (0, 101, "50 more problems are not listed")


@pytest.mark.parametrize(
    ("parse", "header", "row", "changed"),
    [
        (parse_posts, "post id,creator,date,views\n", "p,Anna,2026-05-01,1\n", "p,Anna,2026-05-01,2\n"),
        (parse_clicks, "creator,date,clicks\n", "Anna,2026-05-01,1\n", "Anna,2026-05-01,2\n"),
        (parse_totals, "creator,month,orders\n", "Anna,2026-05,1\n", "Anna,2026-05,2\n"),
    ],
)
def test_results_of_several_files(parse: Callable[..., ResultsFile], header: str, row: str, changed: str) -> None:
    def read(name: str, line: str) -> ResultsFile:
        return parse(name, stream(header + line), EUROS)

    found, problems = results_of([read("a.csv", row), read("b.csv", row)])
    assert (len(found), problems) == (1, ())
    found, problems = results_of([read("a.csv", row), read("b.csv", changed)])
    assert found == ()
    assert str(problems[0]).startswith("b.csv:2:1: duplicate-item: the ")
    assert "stands in a.csv:2 already, with other facts" in str(problems[0])
