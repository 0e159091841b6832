"""Small specs for tests: six lines that are right, and ways to change them."""

from influence_cli.model.campaign import Campaign
from influence_cli.model.errors import Problem, Severity
from influence_cli.spec import Parsed, Source, check, load

RIGHT = """\
campaign: {name: Serum, weeks: 6, platforms: [instagram, tiktok], markets: [US], tracking: [link]}
budget: 40k
product: {price: 60, margin: 58%}
"""
"""The smallest spec that is right and draws no advice."""

CAMPAIGN = "campaign: {name: Serum, weeks: 6, platforms: [instagram, tiktok], markets: [US], tracking: [link]}\n"
BUDGET = "budget: 40k\n"
PRODUCT = "product: {price: 60, margin: 58%}\n"


def no_files(path: str) -> bytes:
    raise FileNotFoundError(path)


def parsed(text: str) -> Parsed:
    return load(Source("spec.yaml", text.encode()), no_files)


def campaign(text: str) -> Campaign:
    return parsed(text).campaign


def found(text: str) -> tuple[Problem, ...]:
    return check(Source("spec.yaml", text.encode()), no_files)


def errors(text: str) -> dict[str, Problem]:
    return {problem.code: problem for problem in found(text) if problem.severity is Severity.ERROR}


def advice(text: str) -> dict[str, Problem]:
    problems = found(text)
    assert all(problem.severity is Severity.WARNING for problem in problems), problems
    return {problem.code: problem for problem in problems}
