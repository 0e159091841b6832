"""What is wrong with the text of a JSON file, in terms of JSON: it is read by the YAML reader, which says YAML."""

import json
from dataclasses import replace

from influence_cli.model.errors import Place, Problem
from influence_cli.spec.loader import Loaded
from influence_cli.spec.source import Source
from influence_cli.spec.text import printable

_WORDS = (
    ("Expecting ',' delimiter", "a comma or a closing bracket is missing here", "a comma between two values"),
    ("Expecting ':' delimiter", "a key has no colon", '"key": value'),
    ("property name", "a key in double quotes is missing here", '"key": value, without a comma after the last'),
    ("Illegal trailing comma", "a comma stands after the last value", "no comma before a closing bracket"),
    ("Unterminated string", "a quotation mark is never closed", "a closing quotation mark"),
    ("Invalid control character", "a text in quotes goes over the end of a line", "the text on one line"),
    ("escape", "the backslash starts no known escape", "two backslashes"),
    ("Extra data", "more text follows the end of the JSON", "nothing after the last closing brace"),
    ("Expecting value", "a value is missing here", "a number, a text in quotes, a list or a mapping"),
)
"""Part of the JSON reader's message, what is wrong in plain words, what was expected."""

_UNKNOWN = ("this is not valid JSON", "keys and texts in double quotes, commas between them")


def in_terms_of_json(loaded: Loaded, source: Source) -> Loaded:
    """The same, with a fault of syntax worded and placed by a reader of JSON."""
    return Loaded(loaded.root, tuple(_reworded(problem, source) for problem in loaded.problems))


def _reworded(problem: Problem, source: Source) -> Problem:
    if problem.code != "syntax":
        return problem
    try:
        json.loads(source.content.decode("utf-8-sig"), parse_int=str, parse_float=str)
    except json.JSONDecodeError as error:
        what, expected = next(((what, expected) for clue, what, expected in _WORDS if clue in error.msg), _UNKNOWN)
        return replace(
            problem, place=Place(printable(source.name), error.lineno, error.colno), what=what, expected=expected
        )
    except (ValueError, RecursionError):
        pass
    what, expected = _UNKNOWN
    return replace(problem, what=what, expected=expected)
