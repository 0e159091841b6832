"""Gathers what is wrong with a spec, so that everything is said at once."""

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

    def error(self, code: ErrorCode, path: Path, what: str, expected: str = "", suggestion: str = "") -> None:
        """Note an error at a path; user's text in the words must already be printable."""
        self.add(fault(code, self._document.place(path), path, what, expected, suggestion))

    def add(self, problem: Problem) -> None:
        """Note a problem once: what is read for several platforms is said only once."""
        if problem not in self._problems:
            self._problems.append(problem)
