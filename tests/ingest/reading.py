"""Short ways to read what a test writes."""

from io import BytesIO

from influence_cli.ingest.options import ReadOptions
from influence_cli.ingest.orders import OrdersFile, parse_orders
from influence_cli.ingest.result_file import ResultsFile
from influence_cli.ingest.results import parse_clicks, parse_posts, parse_totals
from influence_cli.model.errors import Problem
from influence_cli.model.money import Currency

EUROS = ReadOptions("Europe/Berlin", Currency("EUR"))


def stream(text: str | bytes) -> BytesIO:
    return BytesIO(text.encode() if isinstance(text, str) else text)


def orders(text: str | bytes, options: ReadOptions = EUROS) -> OrdersFile:
    return parse_orders("orders.csv", stream(text), options)


def posts(text: str | bytes, options: ReadOptions = EUROS) -> ResultsFile:
    return parse_posts("posts.csv", stream(text), options)


def clicks(text: str | bytes, options: ReadOptions = EUROS) -> ResultsFile:
    return parse_clicks("clicks.csv", stream(text), options)


def totals(text: str | bytes, options: ReadOptions = EUROS) -> ResultsFile:
    return parse_totals("totals.csv", stream(text), options)


def said(problems: tuple[Problem, ...]) -> list[tuple[str, int, str]]:
    """Code, line and column of problems."""
    return [(problem.code, problem.place.line, problem.path) for problem in problems]
