"""``influence schema``: print a JSON Schema."""

from typing import Annotated, assert_never

import typer

from influence_cli.cli.options import Debug, SchemaName, examples

EXAMPLES = examples(
    "influence schema > campaign.schema.json",
    "influence schema plan",
)


def schema(
    document: Annotated[
        SchemaName,
        typer.Argument(
            metavar="[spec|plan]", help="What to describe: the spec you write, or the plan printed as JSON."
        ),
    ] = SchemaName.SPEC,
    debug: Debug = False,
) -> None:
    """Print the JSON Schema of the spec or a plan."""
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
        case _:
            assert_never(document)
