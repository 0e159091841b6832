"""The headers of posts, clicks and monthly totals: creator platforms, networks, dashboards."""

from collections.abc import Mapping

from influence_cli.ingest.columns import Column

_WHO: Mapping[str, Column] = {
    "creator": Column(
        ("creator", "creatorname", "influencer", "influencername", "affiliate", "partner"),
        ("handle", "username", "creatorhandle", "profilename", "accountname", "account", "name"),
    ),
    "creator_id": Column(("creatorid", "influencerid", "affiliateid", "partnerid")),
    "code": Column(("code", "discountcode", "couponcode", "promocode"), ("coupon", "promo", "voucher")),
    "contract": Column(("contract", "contractname")),
    "currency": Column(("currency", "currencycode")),
    "campaign": Column(("campaign", "campaignname")),
}
_DAY = Column(
    ("date", "postdate", "publishedat", "postedat", "publishdate", "day"),
    ("eventdate", "posted", "published", "liveon", "livedate", "createdat"),
)
_VIEWS = Column(
    ("views", "videoviews", "totalviews", "plays", "viewcount"),
    ("impressions", "totalimpressions", "estimpressions"),
)
_ENGAGEMENTS = Column(("engagements", "totalengagements", "engagementcount"), ("engagement", "interactions"))
_CLICKS = Column(("clicks", "totalclicks", "linkclicks", "clickcount"))
_LEADS = Column(("leads", "totalleads", "signups"))
_FOLLOWERS = Column(("followers", "followercount"))
_BOOST: Mapping[str, Column] = {
    "boost_spend": Column(("boostspend", "boostingspend", "adspend", "amplificationspend")),
    "boost_revenue": Column(("boostrevenue", "boostingrevenue", "adrevenue", "amplificationrevenue")),
}

POST_COLUMNS: Mapping[str, Column] = {
    "post_id": Column(("postid", "contentid", "mediaid"), ("id",)),
    "url": Column(("posturl", "url", "permalink", "postlink"), ("contenturl", "link", "mediaurl")),
    **_WHO,
    "date": _DAY,
    "platform": Column(("platform", "socialplatform", "network", "channel")),
    "deliverable": Column(("deliverable", "deliverabletype", "posttype", "contenttype"), ("type", "format")),
    "deliverables": Column(("deliverables", "numberofdeliverables", "deliverablecount"), ("quantity", "count")),
    "views": _VIEWS,
    "engagements": _ENGAGEMENTS,
    "likes": Column(("likes", "likecount")),
    "comments": Column(("comments", "commentcount")),
    "clicks": _CLICKS,
    "leads": _LEADS,
    "followers": _FOLLOWERS,
    "on_time": Column(("ontime", "deliveredontime", "timely")),
    "status": Column(("status", "poststatus", "approval", "approvalstatus")),
    **_BOOST,
}
"""Columns of posts; reach counts people and is no column of views."""

CLICK_COLUMNS: Mapping[str, Column] = {**_WHO, "date": _DAY, "clicks": _CLICKS}
"""Columns of clicks."""

TOTAL_COLUMNS: Mapping[str, Column] = {
    **_WHO,
    "month": Column(("month", "period", "monthof"), ("date", "monthend", "eventdate")),
    "deliverables": Column(("deliverables", "posts", "totalcontent", "totalposts"), ("content",)),
    "views": _VIEWS,
    "engagements": _ENGAGEMENTS,
    "clicks": _CLICKS,
    "leads": _LEADS,
    "orders": Column(("orders", "totalorders", "ordercount"), ("conversions", "actioncountnet", "actions")),
    "gross": Column(("gross", "grosssales", "grossrevenue"), ("revenue", "totalsales", "totalrevenue", "saleamount")),
    "discount": Column(("discount", "discounts", "totaldiscounts", "discountamount")),
    "tax": Column(("tax", "taxes", "vat", "totaltax")),
    "shipping": Column(("shipping", "totalshipping", "shippingamount")),
    "refunded": Column(("refunded", "refunds", "refund", "refundedamount", "refundamount", "totalrefunds")),
    "followers": _FOLLOWERS,
    **_BOOST,
}
"""Columns of monthly totals."""

COUNTS = ("deliverables", "views", "engagements", "clicks", "leads", "orders", "followers")
"""Columns of totals that are counts."""

AMOUNTS = ("gross", "discount", "tax", "shipping", "refunded", "boost_spend", "boost_revenue")
"""Columns of totals that are money."""
