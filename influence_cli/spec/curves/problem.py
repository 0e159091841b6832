"""The tree of a file of curves to a problem. Whether its limits can all be kept is the solver's business."""

from collections.abc import Iterator, Mapping, Sequence

from influence_cli.model.curves import Channel, CurveProblem, Group, Piecewise
from influence_cli.model.errors import Place
from influence_cli.spec.curves.responses import PARAMETERS, read_response
from influence_cli.spec.curves.sections import Notes, Section, kind_of, read_name
from influence_cli.spec.nodes import Items, Node, Path, Scalar, Table
from influence_cli.spec.text import nearest, shown

MOST_CHANNELS = 10_000
MOST_POINTS = 100_000
"""Points of all piecewise curves together."""

KEYS = ("name", "currency", "budget", "channels", "groups")
CHANNEL_KEYS = ("response", "min_spend", "max_spend", "locked", "unit_cost", "max_units")
GROUP_KEYS = ("channels", "min_share", "max_share")

_IN_RESPONSE = {key: f"response.{key}" for key in ("type", *PARAMETERS)}


def curve_problem(root: Table, notes: Notes, *, from_csv: bool = False) -> CurveProblem | None:
    """Read the tree.

    Args:
        root: The top level of the file.
        notes: Where to note what is wrong.
        from_csv: Whether it was written as CSV, which has no place for a budget.

    Returns:
        The problem, or None where anything is wrong.
    """
    top = Section(root, (), KEYS, notes)
    name = top.name("name")
    top.currency("currency")
    budget = top.amount("budget", positive=True)
    if top.node("budget") is None:
        top.missing("budget", "--budget 200k: a CSV file holds none" if from_csv else "budget: 200k, or --budget 200k")
    sections = tuple(_named(top, "channels", CHANNEL_KEYS, _IN_RESPONSE))
    if top.node("channels") is None:
        top.missing("channels", "channels: each with a name and a response")
    channels = tuple(_channels(sections))
    groups = tuple(_groups(top, [channel for channel, _ in sections]))
    points = sum(len(found.response.points) for found in channels if isinstance(found.response, Piecewise))
    if points > MOST_POINTS:
        top.error("too-many", "channels", f"the curves have {points:,} points", f"at most {MOST_POINTS:,}")
    if notes.problems or budget is None:
        return None
    return CurveProblem(name, budget, channels, groups, notes.currency)


def _channels(sections: Sequence[tuple[str, Section]]) -> Iterator[Channel]:
    for name, section in sections:
        response = read_response(section)
        min_spend = section.amount("min_spend")
        max_spend = section.amount("max_spend")
        locked = section.amount("locked")
        unit_cost = section.amount("unit_cost", positive=True)
        max_units = section.whole("max_units")
        if max_units is not None and section.node("unit_cost") is None:
            section.missing("unit_cost", "the cost of a unit, since max_units counts units")
        if response is not None:
            yield Channel(name, response, min_spend or 0.0, max_spend, locked, unit_cost, max_units)


def _groups(top: Section, channels: Sequence[str]) -> Iterator[Group]:
    for name, section in _named(top, "groups", GROUP_KEYS, {}):
        members = tuple(_members(section, channels))
        least, most = section.share("min_share"), section.share("max_share")
        if section.node("min_share") is None and section.node("max_share") is None:
            section.missing("max_share", "max_share or min_share: a share of the budget")
        yield Group(name, members, 0.0 if least is None else least, 1.0 if most is None else most)


def _members(section: Section, channels: Sequence[str]) -> Iterator[str]:
    """The channels of a group, each once; one alone may stand without a list."""
    node = section.node("channels")
    if node is None:
        section.missing("channels", "a list of names of channels")
        return
    if isinstance(node, Table):
        section.error("wrong-type", "channels", "a mapping stands here", "a list of names of channels")
        return
    items = node.nodes if isinstance(node, Items) else (node,)
    if not items:
        section.error("too-few", "channels", "nothing is listed", "at least one channel")
    known, seen = frozenset(channels), set[str]()
    for index, item in enumerate(items):
        path = (*section.path, "channels", index)
        if not isinstance(item, Scalar):
            section.notes.error("wrong-type", item.place, path, f"{kind_of(item)} stands here", "a name of a channel")
            continue
        name = read_name(item, path, section.notes)
        if name and name not in known:
            what = f"there is no channel {shown(name)}"
            suggestion = nearest(name, channels)
            section.notes.error("unknown-word", item.place, path, what, "a name of a channel", suggestion)
        elif name in seen:
            what = f"{shown(name)} stands twice in this group"
            section.notes.error("duplicate-item", item.place, path, what, "each channel once")
        seen.add(name)
        yield name


def _named(top: Section, key: str, keys: Sequence[str], elsewhere: Mapping[str, str]) -> Iterator[tuple[str, Section]]:
    """Channels or groups with their names: a list whose items hold a name, or a mapping from names."""
    seen: dict[str, Place] = {}
    for path, name_place, name, body in _bodies(top, key):
        if not isinstance(body, Table):
            what = f"{kind_of(body)} stands here"
            top.notes.error("wrong-type", body.place, path, what, "a mapping (lines of key: value)")
            continue
        in_list = isinstance(path[-1], int)
        section = Section(body, path, ("name", *keys) if in_list else keys, top.notes, name_place, elsewhere)
        if in_list:
            name, name_place = section.name("name"), section.value_place("name")
            if section.node("name") is None:
                section.missing("name", "a name of its own")
        if name in seen:
            what = f"the name {shown(name)} is used twice, first in line {seen[name].line}"
            top.notes.error("duplicate-name", name_place, path, what, "a name of its own")
        elif name:
            seen[name] = name_place
        yield name, section


def _bodies(top: Section, key: str) -> Iterator[tuple[Path, Place, str, Node]]:
    """Path, place, name (empty in a list) and body of everything listed under a key."""
    node = top.node(key)
    if isinstance(node, Scalar):
        what = f"{kind_of(node)} stands here"
        top.error("wrong-type", key, what, f"a list of {key}, or a mapping from names to {key}")
        return
    listed_here = () if node is None else node.nodes if isinstance(node, Items) else node.entries
    if node is not None and not listed_here:
        top.error("too-few", key, "nothing is listed", f"at least one of the {key}")
    if len(listed_here) > MOST_CHANNELS:
        top.error("too-many", key, f"{len(listed_here):,} are listed", f"at most {MOST_CHANNELS:,}")
    elif isinstance(node, Items):
        for index, item in enumerate(node.nodes):
            yield (key, index), item.place, "", item
    elif isinstance(node, Table):
        for word, (place, body) in node.entries.items():
            name = read_name(Scalar(word, False, place), (key, word), top.notes)
            yield (key, word), place, name, body
