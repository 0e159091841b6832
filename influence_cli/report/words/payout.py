"""Words of payout statements: what was earned, what is owed, what waits, and the entries that say so."""

from influence_cli.model.payout import EntryKind
from influence_cli.report.words.word import Word

_CONTRACT = "the contract in the spec"

_STANDINGS: tuple[Word, ...] = (
    Word(
        EntryKind.EARNED,
        "Earned",
        "What a run adds to what a creator is owed, less what it takes back. As an entry: owed at once.",
        "sum of earned, released, reversed and corrected entries",
        source=_CONTRACT,
    ),
    Word(
        "owed_now",
        "Owed now",
        "What is paid with this run, before anything is withheld: everything open, if it reaches the minimum payout "
        "and nothing else keeps it back.",
        "balance brought forward + earned - carried",
    ),
    Word(
        "held_amount",
        "Held",
        "Earned, but waiting: for the hold of an order or a post to end, or for its approval. As an entry: what waits "
        "from now on.",
        "sum of held entries - sum of released entries",
        source=_CONTRACT,
    ),
    Word(
        "carried_forward",
        "Carried",
        "What stays open after a run: below the minimum payout, unpaid for another reason that is named, or below 0 "
        "because more was taken back than was owed. It is counted in the next run and never lost.",
        "balance brought forward + earned - owed now",
    ),
    Word(
        "scheduled_before",
        "Scheduled",
        "Put into payments by earlier runs that are not marked as paid yet.",
        "sum of scheduled entries - sum of paid entries, before the run",
    ),
    Word(
        "open",
        "Open",
        "Owed, and in no payment yet; below 0 where more was taken back than is owed.",
        "sum of earned, released, reversed and corrected entries - sum of scheduled entries",
    ),
    Word(
        "brought_forward",
        "Brought forward",
        "What earlier runs left open: carried then, counted now.",
        "open before the run",
    ),
    Word("so_far", "So far", "Everything a term has brought a creator up to this run, without what waits."),
)

_ENTRIES: tuple[Word, ...] = (
    Word(
        "entry",
        "Entry",
        "What a line does in the journal: earned, held, released, reversed, corrected, carried, scheduled or paid. "
        "Entries are only ever added.",
    ),
    Word(EntryKind.RELEASED, "Released", "Owed now, after it was held: the hold is over and the order is approved."),
    Word(
        EntryKind.REVERSED,
        "Reversed",
        "Taken back because of a refund after the order was counted, at the rate of the sale. It is set off against "
        "the next payout; no payout is ever below 0.",
        "- refund x rate of the sale",
        source=_CONTRACT,
    ),
    Word(
        EntryKind.CORRECTED,
        "Corrected",
        "The difference that a changed export, or a tier that is settled later, makes to what was counted before.",
        "what the contract says now - what was counted before",
    ),
    Word(EntryKind.SCHEDULED, "Scheduled", "Moved from what is open into a payment that is not marked as paid yet."),
    Word(EntryKind.PAID, "Paid", "Marked as paid under a reference, with influence ledger pay."),
    Word("refunds", "Refunds", "The term of lines that take back commission because of refunds."),
)

_COLUMNS: tuple[Word, ...] = (
    Word("event", "Event", "What a line is for: an order's id, a post, a payment; empty for a whole month."),
    Word("day", "Day", "Day of the event in the campaign's time zone; the month where there is no single day."),
    Word("month", "Month", "The calendar month an amount belongs to, in the campaign's time zone."),
    Word("band", "Band", "The band of the commission that was reached, counted from 1.", source=_CONTRACT),
    Word("base_amount", "Base", "What the rate of a line is taken of, such as the net sales of an order."),
    Word("rate", "Rate", "The rate of a line.", "amount / base, before rounding half-up", "base", _CONTRACT),
    Word("amount", "Amount", "What a line comes to, to the minor unit; below 0 it takes away."),
    Word("note", "Note", "Why a line is as it is; the number stands before the note below the table."),
    Word(
        "gross_sales",
        "Gross sales",
        "Sales at list price, with tax and shipping, before discounts and refunds.",
        source="the orders that were read",
    ),
    Word("events", "Events", "Orders and posts."),
    Word("reason", "Reason", "Why something is not counted."),
    Word("who", "Who", "A creator or a code as an export has it; As says which of the two."),
    Word("together", "Together", "The sum of all rows, of those too that are not shown one by one."),
    Word("totals", "Totals", "What was earned in a run by contract and month of the event."),
    Word("next", "Next", "What is to be done now, most urgent first."),
    Word("why", "Why", "Why something of a creator is not paid now, and until when it waits."),
    Word(
        "unattributed",
        "Unattributed",
        "Orders of a creator or a code that neither the spec nor the roster has. Nobody is paid for them until "
        "somebody is named.",
    ),
    Word("left_out", "Left out", "Orders and posts that are not counted in this run, with the reason."),
    Word("excluded_rows", "Excluded rows", "Rows of an export that cannot be read and were left out on request."),
)

_WAITING: tuple[Word, ...] = (
    Word(
        "waiting",
        "Waiting",
        "Orders and posts that wait, event by event: for a hold to end, an approval or a delivery. They are in no sum "
        "of what is owed, and not in the ledger's journal.",
    ),
    Word(
        "would_bring",
        "Would bring",
        "What a waiting order or post would bring by itself if it counted now. What is held may be another sum: "
        "bonuses, guarantees and limits look at everything together.",
        source=_CONTRACT,
    ),
    Word(
        "waits",
        "Waits",
        "What an order or a post waits for: until the day on which its hold ends, not approved, not delivered.",
    ),
    Word(
        "part",
        "Part",
        "Column of the CSV: line is what a run adds to the journal, waiting is what waits, event by event. Sums are "
        "taken of the rows with line.",
    ),
)

_PAYING: tuple[Word, ...] = (
    Word("payments", "Payments", "What is sent with this run, by currency: one payment per creator."),
    Word("batch", "Batch", "The payments of one run that are due on one day; marked as paid under one reference."),
    Word(
        "due",
        "Due",
        "Business day on which a payment is due: the last day of the period and the contract's net days, moved on to "
        "the next business day.",
        "last day of the period + net days",
        source=_CONTRACT,
    ),
    Word(
        "withheld",
        "Withheld for taxes",
        "Share of a payment that the brand keeps for the tax office.",
        "owed now x withholding rate",
        "owed now",
        "the spec or the roster",
    ),
    Word(
        "payment_fee",
        "Payment fee",
        "What sending a payment costs. It is taken off the payment where creators bear it, else it comes on top for "
        "the brand.",
        "fixed fee + share x payment",
        source="the spec",
    ),
    Word("net", "Net", "What is sent, in the campaign's currency.", "owed now - withheld - payment fee"),
    Word("sent", "Sent", "What is sent, in the creator's currency.", "net x exchange rate, half-up"),
    Word(
        "exchange_rate",
        "Exchange rate",
        "Units of the creator's currency for one unit of the campaign's, as of the day beside it.",
        source="the spec",
    ),
    Word("currency", "Currency", "The currency a payment is sent in."),
    Word(
        "ledger",
        "Ledger",
        "The file that remembers what was earned and paid, so that nobody is paid twice or forgotten. Nothing in it is "
        "ever changed, only added to.",
    ),
    Word("run", "Run", "One recorded use of influence payout, numbered by the ledger."),
    Word("period", "Period", "The month that is paid for; what happened after its last day is for a later run."),
)

PAYOUT_WORDS: tuple[Word, ...] = (*_STANDINGS, *_ENTRIES, *_COLUMNS, *_WAITING, *_PAYING)
"""Words of payout statements."""
