"""Gathers what is wrong with a spec, so that everything is said at once."""

from collections.abc import Sequence
from dataclasses import replace

from influence_cli.model.errors import Place, Problem
from influence_cli.spec.codes import ErrorCode
from influence_cli.spec.document import Document
from influence_cli.spec.faults import fault
from influence_cli.spec.nodes import Path, Scalar


class Findings:
    """A list of errors in the making."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._problems: list[Problem] = []

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything found so far."""
        return tuple(self._problems)

    def text_place(self, path: Path) -> Place:
        """Where the text of a scalar begins: behind the quotation mark, where it has one."""
        place, node = self._document.place(path), self._document.node(path)
        quoted = isinstance(node, Scalar) and not node.plain and place.column > 0
        return replace(place, column=place.column + 1) if quoted else place

    def error(
        self,
        code: ErrorCode,
        path: Path,
        what: str,
        expected: str = "",
        suggestion: str = "",
        *,
        causes: Sequence[Path] = (),
    ) -> None:
        """Note an error at a path; user's text in the words must already be printable.

        Args:
            code: What kind of error.
            path: What it concerns.
            what: What is wrong.
            expected: What would be right.
            suggestion: The nearest valid word.
            causes: Values that together are wrong; the error stands at one of them that was typed on the
                command line, for the file may be right without it.
        """
        typed = [place for place in map(self._document.place, causes) if not place.line]
        place = typed[-1] if typed else self._document.place(path)
        self.add(fault(code, place, path, what, expected, suggestion))

    def add(self, problem: Problem) -> None:
        """Note a problem once: what is read for several platforms is said only once."""
        if problem not in self._problems:
            self._problems.append(problem)
