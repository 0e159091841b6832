"""Results beside orders: posts, clicks by day, totals by month."""

from typing import BinaryIO

from influence_cli.ingest.campaigns import CampaignRows
from influence_cli.ingest.columns import Found, find_columns, need
from influence_cli.ingest.dates import read_month
from influence_cli.ingest.findings import Findings
from influence_cli.ingest.options import ReadOptions
from influence_cli.ingest.result_columns import AMOUNTS, CLICK_COLUMNS, COUNTS, POST_COLUMNS, TOTAL_COLUMNS
from influence_cli.ingest.result_file import Kept, ResultsFile
from influence_cli.ingest.result_rows import NO_DAY, WHO, ResultRow, each_row, identity
from influence_cli.ingest.states import on_time, platform_key, post_state
from influence_cli.ingest.table import TableReader
from influence_cli.ingest.words import CellError, folded, shown
from influence_cli.model.payout import Approval, Result, ResultKind

_REACTIONS = ("likes", "comments")


def parse_posts(name: str, stream: BinaryIO, options: ReadOptions) -> ResultsFile:
    """Read posts, one per line.

    An empty cell is unknown, never 0; engagements are likes and comments where there is no column of them.
    Without a column every post is approved; with one, an empty status is pending. A post is known by its id or
    address, else by creator, platform, day and deliverable, and its number among equal ones. The same id with the
    same facts is one post; with others it is a problem, and neither is among the results.

    Args:
        name: What the file is called in messages.
        stream: Its bytes.
        options: What is stated about it.

    Raises:
        SpecError: The file cannot be understood at all, or from some line on; carries every problem found.
        UsageError: The time zone or the encoding is not known.
    """
    findings = Findings(name)
    table = TableReader(findings, stream, options.encoding)
    found = find_columns(findings, table, POST_COLUMNS)
    need(findings, table, POST_COLUMNS, found, *WHO, example="creator or code")
    need(findings, table, POST_COLUMNS, found, "date", example="date")
    findings.stop()
    kept, campaigns = Kept(findings), CampaignRows(findings, table, found, options)
    for row in each_row(findings, campaigns, found, options, kept.clear):
        post = _post(row, found, kept)
        if row.good:
            kept.add(post, row.line, f"the post {shown(post.key.removeprefix('post:'))}", may_repeat=True)
    idle = [found.header[column] for column in _REACTIONS if column in found and "engagements" in found]
    return kept.file(table, campaigns, "posts", (*found.unknown, *idle))


def parse_clicks(name: str, stream: BinaryIO, options: ReadOptions) -> ResultsFile:
    """Read clicks by creator or code and day; those of several links are added up.

    Args:
        name: What the file is called in messages.
        stream: Its bytes.
        options: What is stated about it.

    Raises:
        SpecError: As for posts.
        UsageError: As for posts.
    """
    findings = Findings(name)
    table = TableReader(findings, stream, options.encoding)
    found = find_columns(findings, table, CLICK_COLUMNS)
    need(findings, table, CLICK_COLUMNS, found, *WHO, example="creator or code")
    need(findings, table, CLICK_COLUMNS, found, "date", example="date")
    need(findings, table, CLICK_COLUMNS, found, "clicks", example="clicks")
    findings.stop()
    kept, campaigns = Kept(findings), CampaignRows(findings, table, found, options)
    for row in each_row(findings, campaigns, found, options, kept.clear):
        (who, by_code), day, clicks, contract = row.who(), row.day("date"), row.count("clicks"), row.text("contract")
        if clicks is None and row.good:
            row.wrong("clicks", CellError("the clicks are missing", "a number in every line", code="missing-key"))
        if row.good:
            key = _key("clicks", identity(who, by_code), day.isoformat(), contract)
            kept.add_clicks(
                Result(key, ResultKind.CLICKS, who, by_code, day, clicks=clicks, contract=contract), row.line
            )
    return kept.file(table, campaigns, "clicks", found.unknown)


def parse_totals(name: str, stream: BinaryIO, options: ReadOptions) -> ResultsFile:
    """Read totals, one line per creator or code and month; an empty cell is unknown, never 0.

    Two lines for the same creator and month are a problem, whatever they say, and neither is among the results.

    Args:
        name: What the file is called in messages.
        stream: Its bytes.
        options: What is stated about it.

    Raises:
        SpecError: As for posts.
        UsageError: As for posts.
    """
    findings = Findings(name)
    table = TableReader(findings, stream, options.encoding)
    found = find_columns(findings, table, TOTAL_COLUMNS)
    need(findings, table, TOTAL_COLUMNS, found, *WHO, example="creator or code")
    need(findings, table, TOTAL_COLUMNS, found, "month", example="month")
    need(findings, table, TOTAL_COLUMNS, found, *COUNTS, *AMOUNTS, example="orders, gross, views or clicks")
    findings.stop()
    kept, campaigns = Kept(findings), CampaignRows(findings, table, found, options)
    for row in each_row(findings, campaigns, found, options, kept.clear):
        total = _total(row, options)
        if row.good:
            what = f"{shown(total.who)} in {total.day:%Y-%m}"
            kept.add(total, row.line, what, may_repeat=False)
    return kept.file(table, campaigns, "totals", found.unknown)


def _post(row: ResultRow, found: Found, kept: Kept) -> Result:
    who, by_code = row.who()
    post_id = row.text("post_id") or row.text("url")
    day, title, platform = row.day("date"), row.text("deliverable"), row.text("platform")
    key = f"post:{post_id}"
    if not post_id and row.good:
        parts = (identity(who, by_code), platform_key(platform), day.isoformat(), folded(title))
        equal = _key("post", *parts, keep_empty=True)
        key = f"{equal}|{kept.number_of(equal)}"
    return Result(
        key,
        ResultKind.POST,
        who,
        by_code,
        day,
        deliverables=1 if (count := row.count("deliverables", least=1)) is None else count,
        views=row.count("views"),
        engagements=row.count("engagements") if "engagements" in found else _reactions(row, found),
        clicks=row.count("clicks"),
        leads=row.count("leads"),
        boost_spend=row.amount("boost_spend"),
        boost_revenue=row.amount("boost_revenue"),
        followers=row.count("followers"),
        on_time=row.read("on_time", on_time, None),
        title=title,
        platform=platform,
        approval=row.read("status", post_state, Approval.APPROVED),
        contract=row.text("contract"),
    )


def _reactions(row: ResultRow, found: Found) -> int | None:
    """Likes and comments, or None where one that the file has is not known."""
    counts = [row.count(column) for column in _REACTIONS if column in found]
    known = [count for count in counts if count is not None]
    return sum(known) if counts and len(known) == len(counts) else None


def _total(row: ResultRow, options: ReadOptions) -> Result:
    who, by_code = row.who()
    month = row.read("month", lambda text: read_month(text, options.dates), NO_DAY)
    contract = row.text("contract")
    counts = {column: row.count(column) for column in COUNTS}
    amounts = {column: row.amount(column) for column in AMOUNTS}
    gross = amounts["gross"]
    if gross is not None and gross < sum(amounts[column] or 0 for column in ("discount", "tax", "shipping")):
        what = "discount, tax and shipping together are above the gross amount"
        row.wrong(
            "gross", CellError(what, "gross sales before the discount, with tax and shipping", code="bad-amounts")
        )
    return Result(
        _key("total", identity(who, by_code), f"{month:%Y-%m}", contract),
        ResultKind.TOTAL,
        who,
        by_code,
        month,
        deliverables=counts["deliverables"],
        views=counts["views"],
        engagements=counts["engagements"],
        clicks=counts["clicks"],
        leads=counts["leads"],
        orders=counts["orders"],
        gross=gross,
        discount=amounts["discount"],
        tax=amounts["tax"],
        shipping=amounts["shipping"],
        refunded=amounts["refunded"],
        boost_spend=amounts["boost_spend"],
        boost_revenue=amounts["boost_revenue"],
        followers=counts["followers"],
        contract=contract,
    )


def _key(kind: str, *parts: str, keep_empty: bool = False) -> str:
    return f"{kind}:{'|'.join(part for part in parts if part or keep_empty)}"
