"""The headers of orders: shops, affiliate networks, dashboards."""

from collections.abc import Mapping

from influence_cli.ingest.columns import Column
from influence_cli.ingest.table import TableReader
from influence_cli.ingest.words import folded

ORDER_COLUMNS: Mapping[str, Column] = {
    "order_id": Column(
        ("orderid", "transactionid", "conversionid", "actionid", "saleid"),
        ("ordernumber", "orderno", "ordernr", "order", "ordername", "reference", "orderreference", "id"),
    ),
    "creator": Column(
        ("creator", "creatorname", "influencer", "influencername", "affiliate", "affiliatename", "partner"),
        ("handle", "username", "creatorhandle", "partnername", "publisher"),
    ),
    "creator_id": Column(("creatorid", "influencerid", "affiliateid", "partnerid")),
    "code": Column(
        ("code", "discountcode", "discountcodes", "couponcode", "promocode", "vouchercode"),
        ("coupon", "coupons", "couponitems", "couponcodes", "promo", "voucher"),
    ),
    "date": Column(
        ("date", "orderdate", "createdat", "datecreated", "ordercreated", "orderedat"),
        ("eventdate", "actiondate", "conversiondate", "transactiondate", "saledate", "processedat", "purchasedate"),
    ),
    "gross": Column(
        ("gross", "grosssales", "grossamount", "grossrevenue", "grosstotal"),
        ("revenue", "saleamount", "ordervalue", "orderamount", "amount"),
    ),
    "total": Column(("total", "ordertotal", "totalprice", "totalpaid", "amountpaid")),
    "discount": Column(
        ("discount", "discounts", "discountamount", "totaldiscount", "totaldiscounts", "discounttotal"),
        ("cartdiscount", "orderdiscount"),
    ),
    "tax": Column(("tax", "taxes", "vat", "totaltax", "taxtotal", "taxamount", "ordertax"), ("salestax",)),
    "shipping": Column(
        ("shipping", "shippingtotal", "totalshipping", "shippingcost", "shippingamount", "ordershipping"),
        ("freight", "deliverycost"),
    ),
    "refunded": Column(
        ("refunded", "refund", "refunds", "refundedamount", "refundamount", "refundedtotal", "totalrefunded"),
    ),
    "refund_date": Column(("refunddate", "refundedat", "daterefunded", "refundedon", "refundedate")),
    "delivered": Column(("delivered", "deliveredat", "deliverydate", "deliveredon", "datedelivered")),
    "cancelled": Column(("cancelledat", "canceledat", "datecancelled", "datecanceled", "cancelledon")),
    "status": Column(("status", "financialstatus", "orderstatus", "paymentstatus", "approval"), ("actionstatus",)),
    "customer": Column(
        ("customer", "customerid", "customeremail", "userid", "buyer", "buyerid"),
        ("billingemail", "email", "customeruser", "customername"),
    ),
    "orders": Column(("orders", "ordercount", "numberoforders"), ("count", "conversions")),
    "currency": Column(("currency", "ordercurrency", "currencycode")),
    "contract": Column(("contract", "contractname")),
    "source": Column(("source", "utmsource")),
    "campaign": Column(("campaign", "campaignname")),
    "utm_campaign": Column(("utmcampaign",)),
    "product": Column(("product", "productname")),
}
"""Columns of orders. ``total`` is what the customer paid: gross less the discount."""

COUNTED_BY = ("source", "campaign", "utm_campaign", "product")
"""Columns that tell orders without an id apart; the campaign also says which orders are paid."""

_SHOPIFY = frozenset({"name", "financialstatus"})


def columns_of(table: TableReader) -> Mapping[str, Column]:
    """The columns to look for; a Shopify export names its orders in ``Name`` and its line items in ``Id``."""
    headers = {folded(cell) for cell in table.header}
    if headers >= _SHOPIFY and not headers.intersection(ORDER_COLUMNS["order_id"].names):
        return {**ORDER_COLUMNS, "order_id": Column(("name",))}
    return ORDER_COLUMNS
