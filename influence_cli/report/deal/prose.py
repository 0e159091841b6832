"""What a sweep of deals says in sentences."""

from influence_cli.model.deal import Deal, DealResult, DealSweep
from influence_cli.model.money import Currency
from influence_cli.report.values.labels import platform_label
from influence_cli.report.values.numbers import coded, exact_money, money, percent
from influence_cli.report.values.sanitize import SENTENCE_LIMIT, plain


def place(sweep: DealSweep) -> str:
    """Tier and platform."""
    return f"{sweep.tier} on {platform_label(sweep.platform)}"


def circumstances(result: DealResult, sweep: DealSweep) -> str:
    """Under which contract, for what, against which fee."""
    posts = f"{sweep.deliverables} deliverable" + ("" if sweep.deliverables == 1 else "s")
    fee = coded(exact_money(sweep.market_fee, result.campaign.currency), result.campaign.currency)
    return f"{posts}, market fee {fee}, contract {plain(sweep.contract, 40)}"


def deal(found: Deal, currency: Currency) -> str:
    """A deal in short, such as ``1,200 + 10%``."""
    return f"{exact_money(found.base, currency)} + {commission(found)}"


def commission(found: Deal) -> str:
    """A commission with as many decimals as it has."""
    return f"{found.commission * 100:.4f}".rstrip("0").rstrip(".") + "%"


def sentences(result: DealResult, sweep: DealSweep) -> tuple[str, ...]:
    """The answer: what is recommended, what it changes, and why."""
    said = (
        _recommendation(result, sweep),
        _change(result, sweep),
        _lift(sweep),
        _pie(result, sweep),
        _efficient(result, sweep),
        *(plain(note, SENTENCE_LIMIT) for note in sweep.notes),
    )
    return tuple(filter(None, said))


def method(result: DealResult) -> tuple[str, ...]:
    """What all figures stand on."""
    question = result.question
    pooled = question.creators
    whom = "one creator" if pooled == 1 else f"{pooled} creators"
    floor = "on average" if question.chance is None else f"with a chance of at least {question.chance * 100:.4g}%"
    effort = (
        f"Your assumption: orders rise by {question.effort * 100:.4g}% for each 10 points of commission above the "
        "present one, and fall likewise below it. No public source supports a figure."
        if question.effort
        else "More effort for more commission is not assumed; state yours with --effort 5%, for example."
    )
    return (
        f"Profit is first-order contribution less pay and gift per creator, averaged over {whom}; pay is that of "
        "one creator. Boost, overlap and halo are left out. All deals are paid on the same simulated outcomes.",
        f"Acceptable is a deal under which a creator earns at least the market fee {floor}. Efficient is one that no "
        "other fee and commission betters for one side without costing the other. Recommended is the efficient one "
        "with the best mean profit; of those within half a step of the base fee, the creator's safest.",
        effort,
    )


def _recommendation(result: DealResult, sweep: DealSweep) -> str:
    best, currency = sweep.deals[sweep.recommended], result.campaign.currency
    share = percent(best.base / sweep.market_fee)
    keeps = "keeps" if best.profit.mean >= 0 else "loses"
    return (
        f"Recommended: a base fee of {coded(exact_money(best.base, currency), currency)} ({share} of the market fee) "
        f"and {commission(best)} commission. Per creator the brand {keeps} "
        f"{coded(money(abs(best.profit.mean), currency), currency)} on average, the creator earns "
        f"{coded(money(best.pay.mean, currency), currency)}."
    )


def _change(result: DealResult, sweep: DealSweep) -> str:
    mine, best, currency = sweep.deals[sweep.present], sweep.deals[sweep.recommended], result.campaign.currency
    if sweep.present == sweep.recommended:
        return "It is the deal you have."
    brand = _gained("the brand", best.profit.mean - mine.profit.mean, currency)
    creator = _gained("the creator", best.pay.mean - mine.pay.mean, currency)
    return f"Instead of yours ({deal(mine, currency)}), {brand} and {creator} on average."


def _gained(who: str, amount: float, currency: Currency) -> str:
    return f"{who} {'gains' if amount >= 0 else 'loses'} {coded(money(abs(amount), currency), currency)}"


def _lift(sweep: DealSweep) -> str:
    if sweep.break_even_lift is None:
        return ""
    return (
        f"Your higher commission pays for itself if it makes creators bring about {percent(sweep.break_even_lift)} "
        "more orders."
    )


def _pie(result: DealResult, sweep: DealSweep) -> str:
    if result.question.effort:
        return ""
    some, currency = sweep.deals[sweep.present], result.campaign.currency
    both = coded(money(some.profit.mean + some.pay.mean, currency), currency)
    return (
        f"A deal only moves money: profit and pay come to {both} on average in every deal, so by their means alone "
        "no deal is better for both sides. Who bears the risk is what can be."
    )


def _efficient(result: DealResult, sweep: DealSweep) -> str:
    question = result.question
    acceptable = sum(found.acceptable for found in sweep.deals[: len(sweep.bases) * len(sweep.commissions)])
    kept = sum(found.efficient for found in sweep.deals)
    brand, creator = percent(question.brand_aversion), percent(question.creator_aversion)
    mine = sweep.deals[sweep.present]
    outside = sweep.present >= len(sweep.bases) * len(sweep.commissions)
    yours = (
        "yours lies outside of what was tried"
        if outside
        else "yours is one of them"
        if mine.efficient
        else "yours is not one of them"
        if mine.acceptable
        else "yours is not even acceptable"
    )
    counted = f"{kept} of the {acceptable} acceptable deals {'is' if kept == 1 else 'are'} efficient"
    weighed = f"if the worst tenth of runs weighs {brand} for the brand and {creator} for a creator"
    if not (question.brand_aversion or question.creator_aversion or question.effort):
        weighed = "as bad runs have no weight here: every acceptable deal is, whoever it favors"
    return f"{counted}, {weighed}; {yours}."
