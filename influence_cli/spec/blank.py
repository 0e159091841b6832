"""A first spec to edit: short comments, every line valid, nothing to mend before the first plan."""

from dataclasses import dataclass

from influence_cli.benchmarks.load import load
from influence_cli.model.errors import UsageError
from influence_cli.spec.lints import MOST_WEEKS
from influence_cli.spec.resolve_money import DOLLAR, USUAL_MINIMUM_USD, clean
from influence_cli.spec.scalars import ScalarError, parse_share, split_range
from influence_cli.spec.text import listed, nearest, shown

LEAST_MARGIN = 0.2
"""Below this margin the template has no commission: 10% of sales would take most of what an order leaves."""

DEFAULT_SET = "field-2026"
"""Benchmark set a spec gets its defaults from."""

SCHEMA_LINE = "# yaml-language-server: $schema=campaign.schema.json"
"""Tells editors where the JSON Schema is: next to the spec, as written by ``influence schema``."""

SCHEMA_COMMAND = "influence schema > campaign.schema.json"
"""Writes the file that the first line names."""


@dataclass(frozen=True, slots=True)
class TemplateOptions:
    """What a template is filled with; amounts and shares as a marketer writes them.

    Attributes:
        name: Campaign name; anything.
        budget: Total, such as ``40k``.
        currency: ISO 4217 code with a known exchange rate.
        weeks: Length, 1 to 104.
        platforms: One or more platforms.
        goal: ``sales``, ``leads``, ``awareness``, ``engagement`` or ``followers``.
        price: Average order value at list price.
        margin: Gross margin at list price, such as ``58%``.
    """

    name: str = "My first campaign"
    budget: str = "40k"
    currency: str = "USD"
    weeks: int = 6
    platforms: tuple[str, ...] = ("instagram", "tiktok")
    goal: str = "sales"
    price: str = "60"
    margin: str = "58%"


def template(options: TemplateOptions) -> str:
    """A commented spec; for valid options it draws no advice, unless the goal itself calls for some.

    Raises:
        UsageError: No exchange rate is known for the currency.
    """
    sections = (
        _head(options),
        _budget(options),
        _product(options),
        _contract(options),
        _rest(),
        _silence(options),
    )
    return "\n".join(section for section in sections if section)


def quoted(text: str) -> str:
    r"""Text as a YAML double-quoted scalar, safe whatever it holds.

    >>> print(quoted('5" \n#'))
    "5\" \n#"
    """
    return '"' + "".join(_escaped(character) for character in text) + '"'


def _escaped(character: str) -> str:
    code = ord(character)
    if character in '"\\':
        return "\\" + character
    if character == "\n":
        return "\\n"
    if character.isprintable() and code < 0x10000:
        return character
    # a lone surrogate is no character at all: nothing could be written to a file
    if 0xD800 <= code <= 0xDFFF:
        return "\\ufffd"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _line(text: str, comment: str) -> str:
    """A line with its comment where the other comments are, or behind a longer line."""
    return f"{text:<28}# {comment}" if len(text) < 28 else f"{text}  # {comment}"


def _head(options: TemplateOptions) -> str:
    platforms = ", ".join(quoted(platform) for platform in options.platforms)
    lines = (
        SCHEMA_LINE,
        "# A campaign for `influence plan`. Every key that is not written here has a default.",
        "# `influence check` tells what is missing or doubtful. For an editor that completes and checks keys, once:",
        f"# {SCHEMA_COMMAND}",
        "",
        "campaign:",
        f"  name: {quoted(options.name)}",
        f"  weeks: {options.weeks}",
        _line("  # start: 2026-09-07", "first day; without it months are counted as 30 days"),
        _line(f"  platforms: [{platforms}]", "instagram, tiktok, youtube"),
        _line(f"  goal: {quoted(options.goal)}", "sales, leads, awareness, engagement or followers"),
        _line("  markets: [US]", "whose disclosure rules apply: US, GB or a country of the EU"),
        _line("  tracking: [link, code]", "how an order finds its creator"),
    )
    return "\n".join(lines) + "\n"


def _budget(options: TemplateOptions) -> str:
    code = options.currency.strip().upper()
    rate = () if code == DOLLAR else (f"  usd_rate: {_usd_rate(options):g}",)
    lines = (
        "budget:",
        f"  total: {quoted(options.budget)}",
        f"  currency: {quoted(code)}",
        *(_line(text, f"{code} per US dollar, rounded: put today's rate here") for text in rate),
        _line("  reserve: 5%", "kept for bonuses and commissions above plan"),
        _line("  # tools: 300", "tracking links, software"),
    )
    return "\n".join(lines) + "\n"


def _usd_rate(options: TemplateOptions) -> float:
    code = options.currency.strip().upper()
    if code == DOLLAR:
        return 1.0
    rates = load(DEFAULT_SET).usd_rates
    if code not in rates:
        known = (DOLLAR, *sorted(rates))
        near = nearest(code, known)
        hint = f"; did you mean {near}?" if near else ""
        raise UsageError(f"no exchange rate is known for {shown(code)}; expected one of {listed(known)}{hint}")
    return rates[code].typical


def _product(options: TemplateOptions) -> str:
    closing = (_line("  close_rate: 5..15%", "leads that become orders"),) if options.goal == "leads" else ()
    lines = (
        "product:",
        _line(f"  price: {quoted(options.price)}", "average order at list price; a range such as 55..70 is fine"),
        _line(f"  margin: {quoted(options.margin)}", "gross margin at list price"),
        _line("  discount: 0%", "what the creator's code takes off"),
        *closing,
        _line("  # refunds: 5%", "share of sales that comes back"),
        _line("  # gifting_cost: 22", "cost of the product given to a creator"),
    )
    return "\n".join(lines) + "\n"


def _contract(options: TemplateOptions) -> str:
    pays = _margin(options.margin) >= LEAST_MARGIN
    minimum = clean(USUAL_MINIMUM_USD * _usd_rate(options))
    lines = (
        "contracts:",
        "  standard:",
        _line("    fee: market", "what the benchmark says a post costs; or an amount such as 400"),
        _line("    commission: 10%" if pays else "    # commission: 5%", "of net sales; the margin must bear it"),
        _line(f"    minimum_payout: {minimum}", "smaller amounts are carried to the next month"),
        "    usage_rights: {share: 10%, days: 30}",
        "    gift: true",
        "",
        "# tiers:",
        "#   nano: {deliverables: 4}",
        "#   micro: {min_creators: 5, overrides: {click_rate: 0.8..1.6%}}",
        "#   mega: {exclude: true}",
        "",
        "# overrides: {code_order_ratio: 1..3, tiktok: {boost_cpm: 4..8}}  # figures that hold for all tiers",
    )
    return "\n".join(lines) + "\n"


def _margin(text: str) -> float:
    """The low end of a margin as written; one that cannot be read is reported when the spec is checked."""
    try:
        ends = split_range(text)
        return float(parse_share(text if ends is None else ends[0]))
    except ScalarError:
        return 1.0


def _rest() -> str:
    lines = (
        "allocation:",
        _line("  strategy: by-budget", "hybrid, by-budget, nano-network, equal, mega-only, manual or optimal"),
        _line("  max_share_per_creator: 40%", "no single creator decides the campaign"),
        _line("  # exclude: [mega.tiktok]", "tiers, platforms, phases and contracts not to be booked"),
        "  # the following with strategy: optimal, which chooses creators and contracts itself",
        _line("  # objective: profit", "or lifetime_profit, revenue, orders, engagements, reach"),
        _line('  # constraints: ["mega.share >= 10%", "nano.creators between 10..40"]', "also spend"),
        _line('  # risk: ["cvar(profit, 10%) >= -5000"]', "mean of the worst 10% of runs"),
        "",
        _line(f"benchmarks: {DEFAULT_SET}", "where numbers come from that are not written here"),
        "",
        _line("gates:", "demands; `influence plan` ends with exit code 1 where one fails"),
        "  - cost.mean <= budget",
        "  # - p(cost <= budget) >= 0.8",
        "  # - roi.p10 >= 0",
    )
    return "\n".join(lines) + "\n"


def _silence(options: TemplateOptions) -> str:
    """Advice that a length or margin calls for which was given on purpose, switched off with the reason."""
    reasons = {
        "long-campaign": "a first plan for the whole time" if options.weeks > MOST_WEEKS else "",
        "negative-contribution": "sold without a margin on purpose" if _margin(options.margin) == 0 else "",
    }
    lines = [f"  {code}: {reason}" for code, reason in reasons.items() if reason]
    return "\n".join((_line("silence:", "advice switched off, with the reason"), *lines)) + "\n" if lines else ""
