"""Templates of anyone's making, filled in without letting them do anything else.

Only a part of Jinja is allowed: text, values, ``for``, ``if``, ``set`` and a few filters. There are no calls, no
arithmetic, no other files, so that a template can neither reach into the programme nor grow without end; what
loops and prints is counted.
"""

import difflib
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from types import TracebackType
from typing import Any

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, UndefinedError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from influence_cli.model.errors import UsageError
from influence_cli.report.values.sanitize import plain

MOST_TEMPLATE = 100_000
MOST_OUTPUT = 1_000_000
MOST_STEPS = 100_000
_LONGEST_VALUE = 2_000
_MOST_REMEMBERED = 4_096
"""Texts whose escaped form is remembered: documents of one roster share nearly all of theirs."""

_MOST_JOINED = 100_000
_NAME = "<template>"

_ALLOWED: tuple[type[nodes.Node], ...] = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Const,
    nodes.Getattr,
    nodes.Getitem,
    nodes.For,
    nodes.If,
    nodes.Assign,
    nodes.Filter,
    nodes.Test,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.CondExpr,
)
_WORDS: Mapping[str, str] = {
    "Call": "a call",
    "CallBlock": "a call block",
    "Macro": "a macro",
    "Include": "include",
    "Import": "import",
    "FromImport": "import",
    "Extends": "extends",
    "Block": "block",
    "FilterBlock": "a filter block",
    "AssignBlock": "a set block",
    "NSRef": "a namespace",
}


Escape = Callable[[str], str]
"""Makes a text safe for a format."""


class _Ready(str):
    """A text that is safe already."""

    __slots__ = ()


class _StoppedError(Exception):
    """A template asked for more than it may."""


class Template:
    """A compiled template; renders any number of documents.

    Args:
        text: The template.
        name: What it is called in messages.
        escape: Makes a value safe for the format that is written.
        verbatim: Makes a value safe that is to be copied letter by letter.

    Raises:
        UsageError: It is too large, is no template, or uses what is not allowed; the message names the line.
    """

    def __init__(self, text: str, name: str, escape: Escape, verbatim: Escape) -> None:
        self._name = name
        self._steps = 0
        if len(text) > MOST_TEMPLATE:
            raise UsageError(f"{name}: the template has {len(text):,} characters; expected at most {MOST_TEMPLATE:,}")
        environment = self._environment(escape, verbatim)
        try:
            tree = environment.parse(text, _NAME)
            _refuse(name, tree)
            _count_loops(tree)
            code = environment.compile(tree, _NAME, _NAME)
            self._template = environment.template_class.from_code(environment, code, {}, None)
        except TemplateSyntaxError as error:
            raise UsageError(f"{name}:{error.lineno}: {_first(error.message or 'not a template')}") from None
        except (RecursionError, SyntaxError, MemoryError, ValueError, OverflowError):
            raise UsageError(f"{name}: the template is nested too deeply to be read") from None

    def render(self, values: Mapping[str, object]) -> str:
        """Fill the template in.

        Raises:
            UsageError: It names something that is not there, or asks for too much; the message names the line.
        """
        self._steps = 0
        parts: list[str] = []
        size = 0
        try:
            for part in self._template.generate(dict(values)):
                size += len(part)
                if size > MOST_OUTPUT:
                    raise _StoppedError(f"the document grows beyond {MOST_OUTPUT:,} characters")
                parts.append(part)
        except UndefinedError as error:
            raise self._failed(error, f"{_first(str(error))}{_hint(str(error), values)}") from None
        except (_StoppedError, TemplateError) as error:
            raise self._failed(error, _first(str(error))) from None
        except (TypeError, ValueError, LookupError, RecursionError) as error:
            raise self._failed(error, f"this cannot be filled in ({_first(str(error))})") from None
        return "".join(parts)

    def _failed(self, error: Exception, what: str) -> UsageError:
        line = _line(error.__traceback__)
        return UsageError(f"{self._name}{f':{line}' if line else ''}: {plain(what, 300)}")

    def _environment(self, escape: Escape, verbatim: Escape) -> ImmutableSandboxedEnvironment:
        @lru_cache(maxsize=_MOST_REMEMBERED)
        def escaped(text: str) -> str:
            return escape(plain(text, _LONGEST_VALUE))

        def shown(value: object) -> object:
            if value is None:
                return ""
            if isinstance(value, StrictUndefined | _Ready):
                return value
            if isinstance(value, bool) or not isinstance(value, str | int):
                raise _StoppedError("only a text or a number can be printed; a list needs a loop, or |join(', ')")
            return escaped(str(value))

        def copied(value: object) -> _Ready:
            return _Ready(verbatim(plain(_text(value), _LONGEST_VALUE)))

        environment = ImmutableSandboxedEnvironment(
            autoescape=False,
            undefined=StrictUndefined,
            finalize=shown,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            loader=None,
            cache_size=0,
        )
        environment.globals.clear()
        environment.filters = {**_FILTERS, "verbatim": copied, _COUNTED: self._counted}
        environment.tests = {name: environment.tests[name] for name in ("defined", "undefined", "none")}
        return environment

    def _counted(self, values: object) -> object:
        """The values of a loop, counted; loops inside one another add up."""
        if isinstance(values, StrictUndefined):
            return values
        if not isinstance(values, list | tuple):
            raise _StoppedError("a loop runs over a list")
        self._steps += len(values) + 1
        if self._steps > MOST_STEPS:
            raise _StoppedError(f"the loops take more than {MOST_STEPS:,} steps")
        return values


_COUNTED = "counted"


def _refuse(name: str, tree: nodes.Template) -> None:
    """Say where a template uses what is not allowed."""
    filters = sorted((*_FILTERS, "verbatim"))
    for node in _walk(tree):
        storing = isinstance(node, nodes.Tuple) and node.ctx == "store"
        recursive = isinstance(node, nodes.For) and node.recursive
        if recursive or not (storing or isinstance(node, _ALLOWED)):
            kind = type(node).__name__
            what = _WORDS.get(kind, f"{kind.lower()}")
            raise UsageError(
                f"{name}:{node.lineno}: {what} is not allowed in a template; "
                f"expected values, for, if, set and the filters {', '.join(filters)}"
            )
        if isinstance(node, nodes.Filter) and node.name not in filters:
            near = difflib.get_close_matches(node.name, filters, n=1)
            hint = f"; did you mean {near[0]!r}?" if near else f"; expected one of {', '.join(filters)}"
            raise UsageError(f"{name}:{node.lineno}: there is no filter {plain(node.name)!r}{hint}")


def _walk(tree: nodes.Template) -> Iterable[nodes.Node]:
    waiting: list[nodes.Node] = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(node.iter_child_nodes())


def _count_loops(tree: nodes.Template) -> None:
    for loop in list(tree.find_all(nodes.For)):
        loop.iter = nodes.Filter(loop.iter, _COUNTED, [], [], None, None, lineno=loop.lineno)


def _text(value: object) -> str:
    if isinstance(value, str | int):
        return str(value)
    raise _StoppedError("this filter works on a text or a number")


def _join(values: object, between: str = ", ") -> str:
    if not isinstance(values, list | tuple):
        raise _StoppedError("join works on a list")
    texts = [_text(value) for value in values]
    if sum(map(len, texts)) + len(texts) * len(_text(between)) > _MOST_JOINED:
        raise _StoppedError(f"join makes a text of more than {_MOST_JOINED:,} characters")
    return between.join(texts)


def _default(value: object, other: object = "") -> object:
    return other if isinstance(value, StrictUndefined) or value is None or value == "" else value


def _length(value: object) -> int:
    if isinstance(value, str | list | tuple):
        return len(value)
    raise _StoppedError("length works on a list or a text")


_FILTERS: Mapping[str, Callable[..., Any]] = {
    "upper": lambda value: _text(value).upper(),
    "lower": lambda value: _text(value).lower(),
    "title": lambda value: _text(value).title(),
    "trim": lambda value: _text(value).strip(),
    "join": _join,
    "default": _default,
    "length": _length,
}


def _line(traceback: TracebackType | None) -> int:
    """The line of the template in which it stopped, or 0."""
    line = 0
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename == _NAME:
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    return line


def _hint(message: str, values: Mapping[str, object]) -> str:
    word = message.split("'")[1] if message.count("'") > 1 else ""
    near = difflib.get_close_matches(word, values, n=1)
    return f"; did you mean {near[0]!r}?" if near else f"; known are {', '.join(values)}"


def _first(text: str) -> str:
    return plain(text.strip().splitlines()[0] if text.strip() else "it cannot be filled in", 300).rstrip(".")
