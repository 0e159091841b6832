"""``influence schema``: print a JSON Schema."""

from typing import Annotated, assert_never

import typer

from influence_cli.cli.options import Debug, SchemaName, examples

EXAMPLES = examples(
    "influence schema > campaign.schema.json",
    "influence schema plan",
    "influence schema curves > curves.schema.json",
    "influence schema ledger-payments",
)


def schema(
    document: Annotated[
        SchemaName,
        typer.Argument(
            metavar="DOCUMENT",
            help=(
                "What to describe: the spec or curves you write, or what a command prints as JSON: plan, allocation, "
                "deals, frontier, target, comparison, payout, ledger, ledger-verification, ledger-payments, journal."
            ),
        ),
    ] = SchemaName.SPEC,
    debug: Debug = False,
) -> None:
    """Print the JSON Schema of what you write or get."""
    import json

    from influence_cli.cli import console

    console.document(json.dumps(_schema(document), indent=2, ensure_ascii=False))


def _schema(document: SchemaName) -> dict[str, object]:
    match document:
        case SchemaName.SPEC:
            from influence_cli.spec import json_schema

            return json_schema()
        case SchemaName.PLAN:
            from influence_cli.report import plan_json_schema

            return plan_json_schema()
        case SchemaName.CURVES:
            from influence_cli.spec.curves import json_schema as curves_schema

            return curves_schema()
        case SchemaName.ALLOCATION:
            from influence_cli.report import curves_json_schema

            return curves_json_schema()
        case SchemaName.DEALS:
            from influence_cli.report import deal_json_schema

            return deal_json_schema()
        case SchemaName.FRONTIER:
            from influence_cli.report import frontier_json_schema

            return frontier_json_schema()
        case SchemaName.TARGET:
            from influence_cli.report import target_json_schema

            return target_json_schema()
        case SchemaName.COMPARISON:
            from influence_cli.report import comparison_json_schema

            return comparison_json_schema()
        case SchemaName.PAYOUT:
            from influence_cli.report import payout_json_schema

            return payout_json_schema()
        case SchemaName.LEDGER:
            from influence_cli.report.ledger import ledger_json_schema

            return ledger_json_schema()
        case SchemaName.LEDGER_VERIFICATION:
            from influence_cli.report.ledger import verification_json_schema

            return verification_json_schema()
        case SchemaName.LEDGER_PAYMENTS:
            from influence_cli.report.ledger import order_json_schema

            return order_json_schema()
        case SchemaName.JOURNAL:
            from influence_cli.report.ledger import journal_json_schema

            return journal_json_schema()
        case _:
            assert_never(document)
