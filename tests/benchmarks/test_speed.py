"""Speed and memory, reported and never judged: ratios of what runs side by side on one machine.

Run with ``pytest tests/benchmarks -m nightly -s``; each test prints a line with its ratio or its peak.
"""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from influence_cli.model.campaign import Phase, Platform, Tier
from influence_cli.model.contract import Bonus, Condition
from influence_cli.simulate.engine import simulate
from tests.benchmarks.floor import floor
from tests.builders import HYBRID, a_campaign, a_cell, booked

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "sample_campaigns"

pytestmark = pytest.mark.nightly

BARE_TYPER = """
import typer
app = typer.Typer(rich_markup_mode=None, add_completion=True)
@app.command()
def plan(spec: str) -> None:
    \"\"\"Plan.\"\"\"
@app.command()
def check(spec: str) -> None:
    \"\"\"Check.\"\"\"
app()
"""


def seconds(run: Callable[[], object], rounds: int = 7) -> list[float]:
    found = []
    for _ in range(rounds):
        start = time.perf_counter()
        run()
        found.append(time.perf_counter() - start)
    return found


def process(*arguments: str) -> Callable[[], object]:
    return lambda: subprocess.run([sys.executable, *arguments], check=False, capture_output=True, cwd=ROOT)


def in_turn(a: Callable[[], object], b: Callable[[], object], rounds: int = 9) -> tuple[float, float]:
    """Medians of two things run A B A B, so that a drifting machine slows both alike."""
    pairs = [(seconds(a, 1)[0], seconds(b, 1)[0]) for _ in range(rounds + 1)][1:]
    return statistics.median(p[0] for p in pairs), statistics.median(p[1] for p in pairs)


def peak_megabytes(arguments: Sequence[str]) -> float:
    """Peak resident memory of a child process, from the operating system's own accounting."""
    script = (
        "import resource, subprocess, sys;"
        "subprocess.run(sys.argv[1:], capture_output=True);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)"
    )
    out = subprocess.run(
        [sys.executable, "-c", script, sys.executable, *arguments], check=True, capture_output=True, text=True, cwd=ROOT
    )
    return float(out.stdout)


@pytest.mark.parametrize("arguments", [("--help",), ("--version",), ("plan", "--help")])
def test_start_up_against_a_bare_typer_app(arguments, benchmark):
    ours, bare = in_turn(process("-m", "influence_cli", *arguments), process("-c", BARE_TYPER, "--help"))
    print(f"\n{' '.join(arguments)}: {ours:.3f} s, bare Typer --help {bare:.3f} s, ratio {ours / bare:.2f}")
    benchmark.pedantic(process("-m", "influence_cli", *arguments), rounds=3)


@pytest.mark.parametrize("sample", ["small-5k", "medium-40k"])
def test_plan_of_a_sample_against_the_floor(sample, benchmark):
    """The first is the sample of the README's first command."""
    run = ("-m", "influence_cli", "plan", str(SAMPLES / f"{sample}.yaml"))
    ours, least = in_turn(process(*run), lambda: floor(200, 3, 10_000, 1))
    print(f"\nplan of {sample}: {ours:.2f} s, peak {peak_megabytes(run):.0f} MB; floor {least:.2f} s")
    benchmark.pedantic(process(*run), rounds=5, warmup_rounds=1)


def two_hundred():
    bonus = Bonus(
        "bronze",
        20_000,
        (Condition("engagement_rate_by_followers", ">=", 0.05), Condition("clicks", ">=", 1000.0)),
    )
    phase = Phase("campaign", 1, 4, tuple(Tier))
    cells = tuple(
        a_cell(t, p, phase=phase, contract=replace(HYBRID, bonuses=(bonus,)))
        for t in (Tier.NANO, Tier.MICRO)
        for p in (Platform.INSTAGRAM, Platform.TIKTOK)
    )
    return a_campaign(cells, weeks=4), [booked(cell, 50) for cell in cells]


@pytest.mark.parametrize("threads", [1, 2])
def test_two_hundred_creators_against_the_floor(threads, benchmark):
    campaign, plan = two_hundred()
    ours, least = in_turn(
        lambda: simulate(campaign, plan, draws=10_000, seed=1, threads=threads),
        lambda: floor(200, 3, 10_000, 1),
        rounds=5,
    )
    print(f"\n200 creators, {threads} thread(s): {ours:.2f} s, floor {least:.2f} s, ratio {ours / least:.2f}")
    benchmark.pedantic(lambda: simulate(campaign, plan, draws=10_000, seed=1, threads=threads), rounds=3)


def test_ten_thousand_creators_stay_below_a_gigabyte(tmp_path, benchmark):
    spec = tmp_path / "many.yaml"
    spec.write_text(
        "campaign: {name: many, weeks: 8, platforms: [instagram, tiktok]}\n"
        "budget: 20m\n"
        "product: {price: 60, margin: 60%}\n"
        "tiers: {nano: {creators: 10000}}\n"
        "allocation: {strategy: manual}\n"
        "simulation: {draws: 10000}\n"
    )
    run = ("-m", "influence_cli", "plan", str(spec), "--quiet")
    peaks = []
    benchmark.pedantic(lambda: peaks.append(peak_megabytes(run)), rounds=1)
    print(f"\n10,000 creators x 10,000 draws: peak {peaks[0]:.0f} MB")
