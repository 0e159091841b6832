"""Results as text: terminal, JSON, CSV, Markdown. A renderer is imported when asked for, Rich by the table."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from influence_cli.report.explain import explain_metric
    from influence_cli.report.plan_as_csv import plan_csv
    from influence_cli.report.plan_as_json import plan_json
    from influence_cli.report.plan_as_markdown import plan_markdown
    from influence_cli.report.plan_as_table import plan_table
    from influence_cli.report.plan_schema import plan_json_schema

__all__ = ["explain_metric", "plan_csv", "plan_json", "plan_json_schema", "plan_markdown", "plan_table"]

# No module bears the name of a function exported here: its import would put the module in that place.
_MODULES = {
    "explain_metric": "explain",
    "plan_csv": "plan_as_csv",
    "plan_json": "plan_as_json",
    "plan_json_schema": "plan_schema",
    "plan_markdown": "plan_as_markdown",
    "plan_table": "plan_as_table",
}


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
