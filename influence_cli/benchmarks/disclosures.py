"""How advertising is marked, by market. From secondary sources: every document says to check with counsel."""

from influence_cli.model.agreement import DisclosureRule

EU = "EU"
EU_COUNTRIES = frozenset(
    [
        "AT",
        "BE",
        "BG",
        "HR",
        "CY",
        "CZ",
        "DK",
        "EE",
        "FI",
        "FR",
        "DE",
        "GR",
        "HU",
        "IE",
        "IT",
        "LV",
        "LT",
        "LU",
        "MT",
        "NL",
        "PL",
        "PT",
        "RO",
        "SK",
        "SI",
        "ES",
        "SE",
    ]
)

_EU_RULES = (
    "Advertising is recognizable as such at once: what is paid for must not look like editorial content "
    "or a private opinion.",
    "The platform's own switch for commercial content is turned on.",
)
_EU_SOURCE = "Directive 2005/29/EC, annex I no. 11; Regulation (EU) 2022/2065, art. 26"

RULES: tuple[DisclosureRule, ...] = (
    DisclosureRule(
        "US",
        "FTC",
        ("Ad", "Advertisement", "Sponsored"),
        (
            "Every payment, gift and family tie is disclosed.",
            "The disclosure stands in each post: not only in the profile, not at the end, not behind 'more' and not "
            "inside a block of hashtags.",
            "A video says it in the video and in the description; a livestream repeats it.",
            "'#sp', '#partner' and 'Thanks [Brand]' are not clear enough.",
        ),
        "FTC endorsement guides, 16 CFR part 255; FTC, Disclosures 101",
    ),
    DisclosureRule(
        "GB",
        "ASA and CMA",
        ("Ad", "Advert", "Advertising", "Advertisement"),
        (
            "The word stands where people see it before they engage with the post.",
            "'#sp', '#spon', 'in association with' and a bare mention of the brand are risky.",
            "Tags, codes and affiliate links alone are not enough.",
        ),
        "CAP Code, section 2; ASA and CMA guidance for influencers",
    ),
    DisclosureRule(
        "FR",
        "EU law and French law",
        ("Publicité", "Collaboration commerciale"),
        _EU_RULES,
        f"{_EU_SOURCE}; French law no. 2023-451",
    ),
    DisclosureRule(
        "IT",
        "EU law and AGCOM",
        (),
        (*_EU_RULES, "The mark is in the first information people see, or among the first three hashtags."),
        f"{_EU_SOURCE}; AGCOM guidelines for influencers",
    ),
    DisclosureRule(
        "DE",
        "EU law and German law",
        (),
        (*_EU_RULES, "Payment is presumed where a business is praised, so that an unpaid mention needs proof."),
        f"{_EU_SOURCE}; German Unfair Competition Act, section 5a(4)",
    ),
    DisclosureRule(EU, "EU law", (), _EU_RULES, _EU_SOURCE),
)
"""Every rule that is known."""

_SAME = {"UK": "GB"}


def rules_for(markets: tuple[str, ...]) -> tuple[tuple[DisclosureRule, ...], tuple[str, ...]]:
    """The rules of some markets, each once, and the markets without a known rule.

    >>> [rule.market for rule in rules_for(("UK", "AT", "ES", "BR"))[0]], rules_for(("BR",))[1]
    (['GB', 'EU'], ('BR',))
    """
    known = {rule.market: rule for rule in RULES}
    names = [_SAME.get(market, market) for market in markets]
    found = [name if name in known else EU if name in EU_COUNTRIES else "" for name in names]
    unknown = tuple(market for market, name in zip(markets, found, strict=True) if not name)
    return tuple(known[name] for name in dict.fromkeys(found) if name), unknown
