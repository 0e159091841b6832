"""How many columns a page on the terminal takes."""

NARROWEST = 80
"""Fewest columns a page is laid out for; a narrower terminal wraps its lines."""

WIDE = 110
"""From here on tables show more columns."""

WIDEST = 120


def page_width(width: int) -> int:
    """Columns a page takes on a terminal.

    >>> page_width(40), page_width(100), page_width(300)
    (80, 100, 120)
    """
    return min(max(width, NARROWEST), WIDEST)
