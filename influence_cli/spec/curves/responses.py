"""Response curves by type: which parameters each has, and within what bounds."""

from collections.abc import Iterator, Mapping
from itertools import pairwise

from influence_cli.model.curves import Exponential, Hill, Log, Piecewise, Power, Response
from influence_cli.spec.curves.numbers import Bounds, read_amount, read_number
from influence_cli.spec.curves.sections import Notes, Section, kind_of, read_scalar
from influence_cli.spec.nodes import Items, Node, Path, Scalar, Table
from influence_cli.spec.text import listed, nearest, shown

TYPES: Mapping[str, tuple[str, ...]] = {
    "hill": ("maximum", "half_saturation", "slope"),
    "log": ("coefficient", "scale"),
    "power": ("coefficient", "exponent"),
    "exponential": ("maximum", "scale"),
    "piecewise": ("points",),
}
"""Parameters of each type of curve, all of them needed."""

PARAMETERS = tuple(dict.fromkeys(key for keys in TYPES.values() for key in keys))
"""Every parameter there is."""

BOUNDS: Mapping[str, Bounds] = {
    "maximum": Bounds(),
    "coefficient": Bounds(),
    "slope": Bounds(0.05, 50.0),
    "exponent": Bounds(0.05, 10.0),
}
"""Of the parameters that are not amounts; beyond them a curve is a step, and floats end."""

_PAIR = "a point as [spend, response], for example [5000, 120]"
_POINTS = "a list of points, for example [[5000, 120], [20000, 300]]"
_RESPONSE = "response: {type: hill, maximum: ..., half_saturation: ..., slope: ...}"


def read_response(channel: Section) -> Response | None:
    """The response of a channel, or None with what is wrong noted."""
    node = channel.node("response")
    if node is None:
        channel.missing("response", _RESPONSE)
        return None
    if not isinstance(node, Table):
        channel.error("wrong-type", "response", f"{kind_of(node)} stands here", _RESPONSE)
        return None
    type_ = _type_of(node)
    keys = ("type", *TYPES.get(type_, PARAMETERS))
    response = Section(node, (*channel.path, "response"), keys, channel.notes, channel.key_place("response"))
    written = response.scalar("type", f"one of {listed(TYPES)}")
    if response.node("type") is None:
        response.missing("type", f"one of {listed(TYPES)}")
    elif written is not None and type_ not in TYPES:
        what = f"there is no curve of the type {shown(written.text)}"
        response.error("unknown-word", "type", what, f"one of {listed(TYPES)}", nearest(written.text, TYPES))
    return _built(type_, response)


def _type_of(response: Table) -> str:
    _, written = response.entries.get("type", (None, None))
    return written.text.strip().lower() if isinstance(written, Scalar) else ""


def _built(type_: str, response: Section) -> Response | None:
    if type_ == "piecewise":
        points = tuple(_points(response))
        return Piecewise(points) if points else None
    values = {key: _parameter(response, key) for key in TYPES.get(type_, ())}
    found = {key: value for key, value in values.items() if value is not None}
    if not found or len(found) < len(values):
        return None
    match type_:
        case "hill":
            return Hill(**found)
        case "log":
            return Log(**found)
        case "power":
            return Power(**found)
        case _:
            return Exponential(**found)


def _parameter(response: Section, key: str) -> float | None:
    if response.node(key) is None:
        response.missing(key, f"{key}: a number")
    if key in BOUNDS:
        return response.number(key, BOUNDS[key])
    return response.amount(key, positive=True)


def _points(response: Section) -> Iterator[tuple[float, float]]:
    """The points, as far as they can be read."""
    node = response.node("points")
    if node is None:
        response.missing("points", _POINTS)
        return
    if not isinstance(node, Items):
        response.error("wrong-type", "points", f"{kind_of(node)} stands here", _POINTS)
        return
    if not node.nodes:
        response.error("too-few", "points", "nothing is listed", _POINTS)
    paths = [(*response.path, "points", index) for index in range(len(node.nodes))]
    found = [_point(item, path, response.notes) for item, path in zip(node.nodes, paths, strict=True)]
    for (before, after), item, path in zip(pairwise(found), node.nodes[1:], paths[1:], strict=True):
        if before is not None and after is not None and after[0] <= before[0]:
            what = f"the spend {after[0]:,.15g} comes after {before[0]:,.15g}"
            response.notes.error("bad-number", item.place, path, what, "points in order of their spend, each once")
    yield from (point for point in found if point is not None)


def _point(node: Node, path: Path, notes: Notes) -> tuple[float, float] | None:
    pair = node.nodes if isinstance(node, Items) else ()
    if len(pair) != 2 or not all(isinstance(item, Scalar) and not item.is_null for item in pair):
        what = f"a list of {len(pair)} stands here" if pair else f"{kind_of(node)} stands here"
        notes.error("wrong-type", node.place, path, what, _PAIR)
        return None
    spend, response = (item for item in pair if isinstance(item, Scalar))

    def amount(text: str) -> float:
        found = read_amount(text, _PAIR, Bounds())
        if found.currency:
            notes.in_currency(found.currency, spend.place, (*path, 0))
        return found.value

    x = read_scalar(spend, (*path, 0), notes, "bad-money", amount)
    y = read_scalar(response, (*path, 1), notes, "bad-number", lambda text: read_number(text, _PAIR, Bounds()))
    return None if x is None or y is None else (x, y)
