"""Posts, clicks and monthly totals, of creator platforms and of spreadsheets."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from influence_cli.ingest import result_rows
from influence_cli.ingest.options import DecimalMark
from influence_cli.model.errors import SpecError
from influence_cli.model.payout import Approval, Result, ResultKind
from tests.ingest.reading import EUROS, clicks, posts, said, totals

MAY_3 = date(2026, 5, 3)


def test_a_whole_post_is_understood() -> None:
    file = posts(
        "Post ID,URL,Creator,Platform,Date,Deliverable,Deliverables,Views,Engagements,Clicks,Leads,Followers,On time,"
        "Boost spend,Boost revenue,Status,Contract,Mood\n"
        "p1,https://x.example/1,Anna,Insta,2026-05-03 23:00:00Z,Reel,2,475.8k,3.3k,120,4,1.2m,late,\u20ac50,"
        "1234.50,live,hybrid,good\n"
    )
    assert file.problems == ()
    assert file.results == (
        Result(
            "post:p1",
            ResultKind.POST,
            "Anna",
            False,
            date(2026, 5, 4),
            deliverables=2,
            views=475_800,
            engagements=3_300,
            clicks=120,
            leads=4,
            boost_spend=5_000,
            boost_revenue=123_450,
            followers=1_200_000,
            on_time=False,
            title="Reel",
            platform="Insta",
            contract="hybrid",
        ),
    )
    assert (file.lines.tolist(), file.unknown_columns, file.input.holds) == ([2], ("Mood",), "posts")


@pytest.mark.parametrize("cell", ["", "-", "n/a", "N/A", "--", "null"])
def test_what_is_not_known_is_never_0(cell: str) -> None:
    (post,) = posts(f"creator,date,views,engagements,clicks,on time\nAnna,2026-05-03,{cell},{cell},0,\n").results
    assert (post.views, post.engagements, post.clicks, post.on_time, post.deliverables) == (None, None, 0, None, 1)


def test_the_columns_of_impact_com_are_posts() -> None:
    file = posts(
        "Creator,Creator ID,Creator Campaign ID,Event Date,Post ID,Post Name,Post Type,Post URL,Social Platform,Clicks,"
        "Comments,Engagements,Flat Fee,Followers,Impressions\n"
        'Anna,12,1,05/31/2026,p1,My post,Reel,https://x.example/p1,Instagram,"1,200",4,33,0,140000,475.8k\n'
    )
    (post,) = file.results
    assert (post.key, post.who, post.title, post.views, post.engagements, post.clicks) == (
        "post:p1",
        "Anna",
        "Reel",
        475_800,
        33,
        1_200,
    )
    assert file.unknown_columns == ("Creator Campaign ID", "Post Name", "Flat Fee", "Comments")


def test_posts_of_dashboards_count_likes_and_comments_and_no_reach() -> None:
    file = posts(
        "influencer_id,platform,date,url,caption,reach,likes,comments\n"
        "3,IG,2026-05-03,https://x.example/a,hi,100,10,2\n3,IG,2026-05-03,https://x.example/b,hi,100,10,\n"
    )
    assert [(post.key, post.who, post.views, post.engagements) for post in file.results] == [
        ("post:https://x.example/a", "3", None, 12),
        ("post:https://x.example/b", "3", None, None),
    ]
    assert file.unknown_columns == ("caption", "reach")


def test_views_win_over_impressions() -> None:
    file = posts("creator,date,impressions,views\nAnna,2026-05-03,9,8\n")
    assert (file.results[0].views, file.unknown_columns) == (8, ("impressions",))


def test_posts_without_an_id_are_numbered_among_equal_ones_whatever_else_is_wrong() -> None:
    header = "creator,platform,date,deliverable,views\n"
    file = posts(
        header + "@Anna,IG,2026-05-03,Reel,x\nanna,Instagram,2026-05-03,reel,2\nAnna,insta,2026-05-03,Story,3\n"
    )
    assert [post.key for post in file.results] == [
        "post:anna|instagram|2026-05-03|reel|2",
        "post:anna|instagram|2026-05-03|story|1",
    ]
    assert said(file.problems) == [("bad-number", 2, "views")]


@pytest.mark.parametrize(
    ("word", "approval"),
    [
        ("Live", Approval.APPROVED),
        ("in review", Approval.PENDING),
        ("", Approval.PENDING),
        ("rejected", Approval.CANCELLED),
    ],
)
def test_words_for_the_state_of_a_post_are_translated(word: str, approval: Approval) -> None:
    assert posts(f"creator,date,status\nAnna,2026-05-03,{word}\n").results[0].approval is approval


def test_the_same_post_twice_is_one_and_with_other_facts_none() -> None:
    header = "post id,creator,date,views\n"
    file = posts(header + "p,Anna,2026-05-03,1\np,Anna,2026-05-03,1\n")
    assert (len(file.results), file.notes, file.problems) == (
        1,
        ("1 row repeats an earlier one and counts once",),
        (),
    )
    file = posts(header + "p,Anna,2026-05-03,1\nq,Anna,2026-05-03,1\np,Anna,2026-05-03,2\n")
    assert ([post.key for post in file.results], file.refused) == (["post:q"], 2)
    assert file.problems[0].what == "the post 'p' stands in line 2 already, with other facts"


@pytest.mark.parametrize(
    ("line", "code", "column"),
    [
        (",,2026-05-03,,,,", "missing-key", "creator"),
        ("Anna,,,,,,", "missing-key", "date"),
        ("Anna,,2026-04-31,,,,", "bad-date", "date"),
        ("Anna,,2026-05-03,-1,,,", "negative", "views"),
        ("Anna,,2026-05-03,1.5,,,", "bad-number", "views"),
        ("Anna,,2026-05-03,,0,,", "bad-number", "deliverables"),
        ("Anna,,2026-05-03,,,perhaps,", "bad-text", "on_time"),
        ("Anna,,2026-05-03,,,,publishd", "unknown-status", "status"),
        ("An\x07na,,2026-05-03,,,,", "bad-character", "creator"),
        (f"{'a' * 501},,2026-05-03,,,,", "bad-text", "creator"),
    ],
)
def test_a_post_that_cannot_be_read_is_placed_and_left_out(line: str, code: str, column: str) -> None:
    file = posts(f"creator,code,date,views,deliverables,on time,status\nBen,,2026-05-03,1,1,yes,live\n{line}\n")
    assert said(file.problems) == [(code, 3, column)]
    assert (len(file.results), file.refused) == (1, 1)


def test_amounts_of_another_currency_are_refused() -> None:
    file = posts("creator,date,boost spend,currency\nAnna,2026-05-03,5,USD\nAnna,2026-05-03,$5,EUR\n")
    assert said(file.problems) == [("other-currency", 2, "currency"), ("other-currency", 3, "boost_spend")]


def test_clicks_of_a_day_are_added_up() -> None:
    file = clicks("code,date,clicks,link\nANNA15,2026-05-03,1,a\nanna15,03.05.2026,1.2k,b\nBEN,2026-05-03,,c\n")
    assert [(line.key, line.by_code, line.day, line.clicks) for line in file.results] == [
        ("clicks:ANNA15|2026-05-03", True, MAY_3, 1_201)
    ]
    assert said(file.problems) == [("missing-key", 4, "clicks")]
    assert (file.passed, file.refused, file.unknown_columns) == (1, 1, ("link",))
    assert file.notes == ("1 row is added to an earlier one of that day",)


def test_totals_are_of_months() -> None:
    file = totals(
        "Creator;Month;Posts;Orders;Revenue;Discounts;Refunds;Tax;Shipping;Total views;Engagements;"
        "Clicks;Leads;Followers\n"
        "@Anna;May 2026;3;12;1.234,50;12,50;200;0;4,95;475,8k;;120;;1,2m\n",
        replace(EUROS, decimal=DecimalMark.COMMA),
    )
    (total,) = file.results
    assert (total.key, total.day, total.who) == ("total:anna|2026-05", date(2026, 5, 31), "@Anna")
    assert (total.deliverables, total.orders, total.gross, total.discount, total.refunded) == (
        3,
        12,
        123_450,
        1_250,
        20_000,
    )
    assert (total.tax, total.shipping, total.views, total.engagements, total.clicks) == (0, 495, 475_800, None, 120)
    assert (total.leads, total.followers) == (None, 1_200_000)


def test_two_totals_for_a_month_are_a_problem_whatever_they_say() -> None:
    file = totals("creator,month,orders\nAnna,2026-05,1\nAnna,05/2026,1\nAnna,2026-06,1\n")
    assert [total.key for total in file.results] == ["total:anna|2026-06"]
    assert said(file.problems) == [("duplicate-item", 3, "")]
    assert totals("creator,month,contract,orders\nAnna,2026-05,a,1\nAnna,2026-05,b,1\n").problems == ()


def test_totals_whose_parts_are_more_than_the_whole_are_refused() -> None:
    file = totals("creator,month,gross,discount,tax\nAnna,2026-05,10,6,5\nBen,2026-05,,6,5\nCleo,mai,1,,\n")
    assert said(file.problems) == [("bad-amounts", 2, "gross"), ("bad-date", 4, "month")]


@pytest.mark.parametrize(
    ("parse", "header", "words"),
    [
        (posts, "date,views", "creator or creator_id or code"),
        (posts, "creator,dat,views", "no column date; the headers are 'creator', 'dat', 'views', of which 'dat' comes"),
        (clicks, "creator,date", "no column clicks"),
        (totals, "creator,month,notes", "no column deliverables or views"),
        (totals, "creator,orders", "no column month"),
    ],
)
def test_a_header_that_will_not_do_is_refused(parse, header: str, words: str) -> None:
    with pytest.raises(SpecError) as caught:
        parse(f"{header}\n1,2,3\n")
    assert words in caught.value.problems[0].what


def test_rows_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(result_rows, "MOST_RESULTS", 2)
    with pytest.raises(SpecError, match="at most 2"):
        posts("creator,date\n" + "Anna,2026-05-03\n" * 3)


@settings(deadline=None)
@given(st.binary(max_size=120) | st.text(alphabet='A1,;"\n\t=-. 2026/05\u00e4', max_size=80).map(str.encode), st.data())
def test_garbage_below_a_header_is_read_or_listed(content: bytes, data: st.DataObject) -> None:
    parse, header = data.draw(
        st.sampled_from(
            [
                (posts, b"creator,date,views,status,on time\n"),
                (clicks, b"creator,date,clicks\n"),
                (totals, b"creator,month,orders,gross\n"),
            ]
        )
    )
    try:
        file = parse(header + content)
    except SpecError:
        return
    assert file.input.rows == len(file.results) + file.refused + file.passed
