"""The words of contracts: what a creator can be promised."""

from influence_cli.report.words.word import Word

_CONTRACT = "the contract in the spec"

TERM_WORDS: tuple[Word, ...] = (
    Word("contract", "Contract", "What one creator is promised, under the name it has in the spec.", source=_CONTRACT),
    Word("term", "Term", "One promise of a contract: a fee, a commission, a bonus and so on.", source=_CONTRACT),
    Word(
        "fee",
        "Fee",
        "Fixed pay for each post, or once per creator. Where the contract says market, it is the market's typical "
        "fee times the share stated.",
        "amount x posts, or amount per creator",
        source=_CONTRACT,
    ),
    Word(
        "retainer",
        "Retainer",
        "Fixed pay per 30 days of the campaign, by days for a part of them.",
        "amount x days / 30",
        source=_CONTRACT,
    ),
    Word(
        "commission",
        "Commission",
        "A share of the sales a creator brings, with one rate or with rates that change with the volume.",
        "rate x sales, gross or net of what is deducted",
        "sales",
        _CONTRACT,
    ),
    Word(
        "cap",
        "Cap",
        "Pay above a limit is cut off, per creator or per contract; the line is what it takes away, so it is below 0.",
        "limit - pay, where pay is above the limit",
        source=_CONTRACT,
    ),
    Word(
        "guarantee",
        "Guarantee",
        "A creator's pay over the campaign is topped up to this amount; the line is the top-up.",
        "guarantee - pay, where pay is below the guarantee",
        source=_CONTRACT,
    ),
    Word(
        "usage_rights",
        "Usage rights",
        "Pay for using a creator's content elsewhere for some days.",
        "share of the fixed pay x days / 30, or a fixed amount",
        source=_CONTRACT,
    ),
    Word(
        "whitelisting",
        "Whitelisting",
        "Pay for running ads through a creator's account for some days.",
        "share of the fixed pay x days / 30, or a fixed amount",
        source=_CONTRACT,
    ),
    Word(
        "exclusivity",
        "Exclusivity",
        "Pay for not working with competitors for some days.",
        "share of the fixed pay x days / 30, or a fixed amount",
        source=_CONTRACT,
    ),
    Word(
        "bonus",
        "Bonus",
        "An amount paid once per creator and period when its conditions hold. It is listed under its own name.",
        source=_CONTRACT,
    ),
    Word(
        "collective_bonus",
        "Collective bonus",
        "An amount paid when all creators of a contract together reach a goal: one shared pot, or paid to each.",
        source=_CONTRACT,
    ),
    Word("cpm_pay", "CPM pay", "A price per 1,000 views.", "price x views / 1000", "views", _CONTRACT),
    Word("cpc_pay", "CPC pay", "A price per click.", "price x clicks", "clicks", _CONTRACT),
    Word("cpl_pay", "CPL pay", "A price per lead.", "price x leads", "leads", _CONTRACT),
    Word("cpa_pay", "CPA pay", "A price per order.", "price x orders", "orders", _CONTRACT),
    Word(
        "minimum_payout",
        "Minimum payout",
        "A balance below it is not paid out in a month but carried to the next one.",
        source=_CONTRACT,
    ),
    Word(
        "gift",
        "Gift",
        "The product and its shipping, given to each creator of a contract. It is part of the cost, not of the payout.",
        "creators x (cost of the product + its shipping)",
        source=_CONTRACT,
    ),
    Word(
        "calendar",
        "Payout calendar",
        "What is paid in which month; balances still carried at the end are in no month.",
        "sum of what is paid in the month",
    ),
)
"""Words of contracts and of what is paid under them."""
