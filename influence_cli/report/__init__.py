"""Results as text: terminal, JSON, CSV, Markdown. A renderer is imported when asked for, Rich by the table."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from influence_cli.report.agreement.as_docx import agreements_docx
    from influence_cli.report.agreement.as_text import (
        agreements_html,
        agreements_markdown,
        html_template,
        markdown_template,
    )
    from influence_cli.report.agreement.sections import agreement_document
    from influence_cli.report.comparison.as_csv import comparison_csv
    from influence_cli.report.comparison.as_json import comparison_json
    from influence_cli.report.comparison.as_markdown import comparison_markdown
    from influence_cli.report.comparison.as_table import comparison_table
    from influence_cli.report.comparison.schema import comparison_json_schema
    from influence_cli.report.curves.as_csv import curves_csv
    from influence_cli.report.curves.as_json import curves_json
    from influence_cli.report.curves.as_markdown import curves_markdown
    from influence_cli.report.curves.as_table import curves_table
    from influence_cli.report.curves.schema import curves_json_schema
    from influence_cli.report.deal.as_csv import deal_csv
    from influence_cli.report.deal.as_json import deal_json
    from influence_cli.report.deal.as_markdown import deal_markdown
    from influence_cli.report.deal.as_table import deal_table
    from influence_cli.report.deal.schema import deal_json_schema
    from influence_cli.report.frontier.as_csv import frontier_csv
    from influence_cli.report.frontier.as_json import frontier_json
    from influence_cli.report.frontier.as_markdown import frontier_markdown
    from influence_cli.report.frontier.as_table import frontier_table
    from influence_cli.report.frontier.schema import frontier_json_schema
    from influence_cli.report.payout.as_csv import payout_csv, payout_csv_parts
    from influence_cli.report.payout.as_html import payout_html, payout_html_all, payout_html_parts
    from influence_cli.report.payout.as_json import payout_json, payout_json_parts
    from influence_cli.report.payout.as_markdown import payout_markdown
    from influence_cli.report.payout.as_table import payout_table
    from influence_cli.report.payout.as_xlsx import payout_xlsx
    from influence_cli.report.payout.file_names import statement_file_name, statement_file_names
    from influence_cli.report.payout.schema import payout_json_schema
    from influence_cli.report.plan.as_csv import plan_csv
    from influence_cli.report.plan.as_json import plan_json
    from influence_cli.report.plan.as_markdown import plan_markdown
    from influence_cli.report.plan.as_table import plan_table
    from influence_cli.report.plan.schema import plan_json_schema
    from influence_cli.report.target.as_csv import target_csv
    from influence_cli.report.target.as_json import target_json
    from influence_cli.report.target.as_markdown import target_markdown
    from influence_cli.report.target.as_table import target_table
    from influence_cli.report.target.schema import target_json_schema
    from influence_cli.report.words.explain import explain_metric

__all__ = [
    "agreement_document",
    "agreements_docx",
    "agreements_html",
    "agreements_markdown",
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
    "html_template",
    "markdown_template",
    "payout_csv",
    "payout_csv_parts",
    "payout_html",
    "payout_html_all",
    "payout_html_parts",
    "payout_json",
    "payout_json_parts",
    "payout_json_schema",
    "payout_markdown",
    "payout_table",
    "payout_xlsx",
    "plan_csv",
    "plan_json",
    "plan_json_schema",
    "plan_markdown",
    "plan_table",
    "statement_file_name",
    "statement_file_names",
    "target_csv",
    "target_json",
    "target_json_schema",
    "target_markdown",
    "target_table",
]

# No module bears the name of a function exported here: its import would put the module in that place.
_MODULES = {
    "agreement_document": "agreement.sections",
    "agreements_docx": "agreement.as_docx",
    "agreements_html": "agreement.as_text",
    "agreements_markdown": "agreement.as_text",
    "html_template": "agreement.as_text",
    "markdown_template": "agreement.as_text",
    "comparison_csv": "comparison.as_csv",
    "comparison_json": "comparison.as_json",
    "comparison_json_schema": "comparison.schema",
    "comparison_markdown": "comparison.as_markdown",
    "comparison_table": "comparison.as_table",
    "curves_csv": "curves.as_csv",
    "curves_json": "curves.as_json",
    "curves_json_schema": "curves.schema",
    "curves_markdown": "curves.as_markdown",
    "curves_table": "curves.as_table",
    "deal_csv": "deal.as_csv",
    "deal_json": "deal.as_json",
    "deal_json_schema": "deal.schema",
    "deal_markdown": "deal.as_markdown",
    "deal_table": "deal.as_table",
    "explain_metric": "words.explain",
    "frontier_csv": "frontier.as_csv",
    "frontier_json": "frontier.as_json",
    "frontier_json_schema": "frontier.schema",
    "frontier_markdown": "frontier.as_markdown",
    "frontier_table": "frontier.as_table",
    "payout_csv": "payout.as_csv",
    "payout_csv_parts": "payout.as_csv",
    "payout_html": "payout.as_html",
    "payout_html_all": "payout.as_html",
    "payout_html_parts": "payout.as_html",
    "payout_json": "payout.as_json",
    "payout_json_parts": "payout.as_json",
    "payout_json_schema": "payout.schema",
    "payout_markdown": "payout.as_markdown",
    "payout_table": "payout.as_table",
    "payout_xlsx": "payout.as_xlsx",
    "plan_csv": "plan.as_csv",
    "plan_json": "plan.as_json",
    "plan_json_schema": "plan.schema",
    "plan_markdown": "plan.as_markdown",
    "plan_table": "plan.as_table",
    "statement_file_name": "payout.file_names",
    "statement_file_names": "payout.file_names",
    "target_csv": "target.as_csv",
    "target_json": "target.as_json",
    "target_json_schema": "target.schema",
    "target_markdown": "target.as_markdown",
    "target_table": "target.as_table",
}


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
