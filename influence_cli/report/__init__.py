"""Results as text: terminal, JSON, CSV, Markdown. A renderer is imported when asked for, Rich by the table."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from influence_cli.report.comparison_as_csv import comparison_csv
    from influence_cli.report.comparison_as_json import comparison_json
    from influence_cli.report.comparison_as_markdown import comparison_markdown
    from influence_cli.report.comparison_as_table import comparison_table
    from influence_cli.report.comparison_schema import comparison_json_schema
    from influence_cli.report.curves_as_csv import curves_csv
    from influence_cli.report.curves_as_json import curves_json
    from influence_cli.report.curves_as_markdown import curves_markdown
    from influence_cli.report.curves_as_table import curves_table
    from influence_cli.report.curves_schema import curves_json_schema
    from influence_cli.report.deal_as_csv import deal_csv
    from influence_cli.report.deal_as_json import deal_json
    from influence_cli.report.deal_as_markdown import deal_markdown
    from influence_cli.report.deal_as_table import deal_table
    from influence_cli.report.deal_schema import deal_json_schema
    from influence_cli.report.explain import explain_metric
    from influence_cli.report.frontier_as_csv import frontier_csv
    from influence_cli.report.frontier_as_json import frontier_json
    from influence_cli.report.frontier_as_markdown import frontier_markdown
    from influence_cli.report.frontier_as_table import frontier_table
    from influence_cli.report.frontier_schema import frontier_json_schema
    from influence_cli.report.plan_as_csv import plan_csv
    from influence_cli.report.plan_as_json import plan_json
    from influence_cli.report.plan_as_markdown import plan_markdown
    from influence_cli.report.plan_as_table import plan_table
    from influence_cli.report.plan_schema import plan_json_schema
    from influence_cli.report.target_as_csv import target_csv
    from influence_cli.report.target_as_json import target_json
    from influence_cli.report.target_as_markdown import target_markdown
    from influence_cli.report.target_as_table import target_table
    from influence_cli.report.target_schema import target_json_schema

__all__ = [
    "comparison_csv",
    "comparison_json",
    "comparison_json_schema",
    "comparison_markdown",
    "comparison_table",
    "curves_csv",
    "curves_json",
    "curves_json_schema",
    "curves_markdown",
    "curves_table",
    "deal_csv",
    "deal_json",
    "deal_json_schema",
    "deal_markdown",
    "deal_table",
    "explain_metric",
    "frontier_csv",
    "frontier_json",
    "frontier_json_schema",
    "frontier_markdown",
    "frontier_table",
    "plan_csv",
    "plan_json",
    "plan_json_schema",
    "plan_markdown",
    "plan_table",
    "target_csv",
    "target_json",
    "target_json_schema",
    "target_markdown",
    "target_table",
]

# No module bears the name of a function exported here: its import would put the module in that place.
_MODULES = {
    "comparison_csv": "comparison_as_csv",
    "comparison_json": "comparison_as_json",
    "comparison_json_schema": "comparison_schema",
    "comparison_markdown": "comparison_as_markdown",
    "comparison_table": "comparison_as_table",
    "curves_csv": "curves_as_csv",
    "curves_json": "curves_as_json",
    "curves_json_schema": "curves_schema",
    "curves_markdown": "curves_as_markdown",
    "curves_table": "curves_as_table",
    "deal_csv": "deal_as_csv",
    "deal_json": "deal_as_json",
    "deal_json_schema": "deal_schema",
    "deal_markdown": "deal_as_markdown",
    "deal_table": "deal_as_table",
    "explain_metric": "explain",
    "frontier_csv": "frontier_as_csv",
    "frontier_json": "frontier_as_json",
    "frontier_json_schema": "frontier_schema",
    "frontier_markdown": "frontier_as_markdown",
    "frontier_table": "frontier_as_table",
    "plan_csv": "plan_as_csv",
    "plan_json": "plan_as_json",
    "plan_json_schema": "plan_schema",
    "plan_markdown": "plan_as_markdown",
    "plan_table": "plan_as_table",
    "target_csv": "target_as_csv",
    "target_json": "target_as_json",
    "target_json_schema": "target_schema",
    "target_markdown": "target_as_markdown",
    "target_table": "target_as_table",
}


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
