"""What is said beside a file that was read: rows that are no rows of their own."""

SAME = ("row repeats an earlier one and counts once", "rows repeat an earlier one and count once")
ADDED = ("row is added to an earlier one of that day", "rows are added to earlier ones of their day")
CONTINUED = ("row only goes on with the order above it", "rows only go on with the order above them")
EMPTY = ("row without orders and money is passed over", "rows without orders and money are passed over")


def counted(*counts: tuple[int, tuple[str, str]]) -> tuple[str, ...]:
    """How many rows there are of each kind, in words for one and for many; nothing where there is none.

    >>> counted((1_234, SAME), (0, EMPTY))
    ('1,234 rows repeat an earlier one and count once',)
    """
    return tuple(f"{count:,} {words[count > 1]}" for count, words in counts if count)
