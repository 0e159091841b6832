"""Finished comparisons, built by hand, and the odd ones derived from them."""

from collections.abc import Mapping
from dataclasses import replace

from influence_cli.model.campaign import Gate
from influence_cli.model.comparison import (
    Alternative,
    BookedCell,
    CellChange,
    Changes,
    Comparison,
    Difference,
    Fact,
    MetricChange,
    Side,
)
from influence_cli.model.money import Currency
from influence_cli.model.plan import GateResult, Statistics
from tests.report.fixtures import HOSTILE, NOTHING, TOTALS

NAN = float("nan")
METRICS = ("cost", "payout", "reach", "orders", "revenue", "profit", "roi", "clv_roi")
CELLS = (
    BookedCell("nano", "instagram", "campaign", "ambassador", 40, 4, 21_034),
    BookedCell("micro", "tiktok", "campaign", "hybrid", 9, 3, 117_637),
    BookedCell("mid", "tiktok", "campaign", "hybrid", 0, 2, 519_300),
)


def scaled(factor: float) -> Mapping[str, Statistics]:
    """Totals of another plan: counts and money larger by a factor, returns as they are."""
    return {
        metric: Statistics(*(getattr(found, name) * factor for name in Statistics.__dataclass_fields__))
        for metric, found in TOTALS.items()
    }


def alternative(
    name: str, strategy: str, factor: float, *, side: Side = Side.SPEC, cells: tuple[BookedCell, ...] = CELLS
) -> Alternative:
    return Alternative(
        name=name,
        side=side,
        campaign="Spring serum launch",
        goal="sales",
        strategy=strategy,
        spec_sha256="a" * 64,
        benchmarks="field-2026",
        budget=4_000_000,
        boost=0,
        cells=cells,
        statistics=scaled(factor),
        probability_of_profit=0.031,
        simulated=True,
    )


def differing(factor: float) -> Mapping[str, Difference]:
    return {
        metric: Difference(
            TOTALS[metric].mean * factor,
            TOTALS[metric].mean * factor - abs(TOTALS[metric].mean) * 0.004,
            TOTALS[metric].mean * factor + abs(TOTALS[metric].mean) * 0.004,
            -TOTALS[metric].p90 * 0.1,
            TOTALS[metric].p50 * factor,
            TOTALS[metric].p90 * 0.1,
            0.61,
            0.0004,
        )
        for metric in METRICS
    }


def gate_result(text: str, metric: str, statistic: str, value: float, limit: float, *, passed: bool) -> GateResult:
    inner = "" if statistic else ">"
    return GateResult(Gate(text, metric, statistic, ">=", limit, inner), value, limit, passed)


def three() -> Comparison:
    """Three strategies of one spec."""
    names = ("hybrid", "by-budget", "equal")
    factors = (1.0, 1.04, 0.97)
    return Comparison(
        version="0.1.0",
        seed=7,
        draws=10_000,
        currency=Currency("USD"),
        metrics=METRICS,
        main_metric="roi",
        alternatives=tuple(
            alternative("specs/medium-40k.yaml", name, factor) for name, factor in zip(names, factors, strict=True)
        ),
        reference=0,
        differences=({}, differing(0.04), differing(-0.03)),
        chances=((NAN, 0.3896, 0.52), (0.61, NAN, 0.9995), (0.48, 0.0004, NAN)),
        judged=2,
        changes=None,
        gates=(),
        notes=(),
    )


def against_baseline() -> Comparison:
    """A spec against its saved plan, with another budget and other cells."""
    new = (replace(CELLS[0], creators=44), CELLS[1], replace(CELLS[2], creators=1, unit_cost=519_350))
    base = alternative("plans/plan.json", "by-budget", 1.0, side=Side.BASELINE)
    now = replace(alternative("medium-40k.yaml", "by-budget", 1.04, cells=new), spec_sha256="b" * 64, budget=4_500_000)
    delta = {
        metric: Statistics(*(getattr(found, name) * 0.04 for name in Statistics.__dataclass_fields__))
        for metric, found in TOTALS.items()
    }
    changes = Changes(
        facts=(
            Fact("version", "0.1.0", "0.1.0"),
            Fact("spec_sha256", "a" * 64, "b" * 64),
            Fact("benchmarks", "playbook-2026", "field-2026"),
            Fact("seed", "1", "7"),
        ),
        budget=(4_000_000, 4_500_000),
        boost=(100_000, 0),
        cells=(
            *(CellChange(before, after) for before, after in zip(CELLS, new, strict=True)),
            CellChange(BookedCell("mega", "youtube", "campaign", "hybrid", 1, 1, 2_000_000), None),
        ),
        metrics=tuple(MetricChange(m, TOTALS[m], now.statistics[m], delta[m]) for m in METRICS),
    )
    return replace(
        three(),
        alternatives=(base, now),
        differences=({}, differing(0.04)),
        chances=((NAN, 0.3896), (0.61, NAN)),
        judged=1,
        changes=changes,
        gates=(
            gate_result("delta.roi.p50 >= -0.02", "roi", "p50", -0.0314, -0.02, passed=False),
            gate_result("p(delta.roi > 0) >= 60%", "roi", "", 0.61, 0.6, passed=True),
            gate_result("payout.p95 >= 100", "payout", "p95", 3_652_480.0, 10_000.0, passed=True),
        ),
        notes=("A is the saved decision under the contracts and assumptions of B, in the same runs",),
    )


def unchanged() -> Comparison:
    """A spec against the plan it still makes."""
    nothing = Statistics(0, 0, 0, 0, 0, 0)
    level = Difference(0, 0, 0, 0, 0, 0, 0, 1)
    both = tuple(
        alternative(name, "by-budget", 1.0, side=side)
        for name, side in (("plan.json", Side.BASELINE), ("medium-40k.yaml", Side.SPEC))
    )
    return replace(
        against_baseline(),
        alternatives=both,
        differences=({}, dict.fromkeys(METRICS, level)),
        chances=((NAN, 0.0), (0.0, NAN)),
        changes=Changes(
            facts=(Fact("seed", "7", "7"),),
            budget=(4_000_000, 4_000_000),
            boost=(0, 0),
            cells=tuple(CellChange(cell, cell) for cell in CELLS),
            metrics=tuple(MetricChange(m, TOTALS[m], TOTALS[m], nothing) for m in METRICS),
        ),
        gates=(),
    )


def infeasible() -> Comparison:
    """One of three strategies has no plan, and the last one only the numbers of its file."""
    whole = three()
    none = replace(
        whole.alternatives[1],
        cells=(),
        statistics={},
        probability_of_profit=NAN,
        simulated=False,
        infeasible="the budget does not buy one creator: 17,570.26 USD is missing",
    )
    saved = replace(
        whole.alternatives[2],
        name="old.json",
        side=Side.SAVED,
        probability_of_profit=NAN,
        simulated=False,
        unsimulated="no spec is given to simulate it under",
        statistics={"roi": TOTALS["roi"], "cost": TOTALS["cost"]},
    )
    unpaired = Difference(0.04, *(NAN,) * 7)
    return replace(
        whole,
        alternatives=(whole.alternatives[0], none, saved),
        differences=({}, {}, {"roi": unpaired, "cost": unpaired}),
        chances=((NAN, NAN, NAN),) * 3,
        gates=(gate_result("delta.roi.p50 >= 0", "roi", "p50", NAN, 0.0, passed=False),),
    )


def five() -> Comparison:
    """As many plans as stand side by side on 80 columns with ease."""
    whole = three()
    more = (alternative("a/spec.yaml", "nano-network", 1.2), alternative("b/spec.yaml", "mega-only", 0.6))
    return replace(
        whole,
        alternatives=(*whole.alternatives, *more),
        differences=(*whole.differences, differing(0.2), differing(-0.4)),
        chances=tuple(tuple(NAN if i == j else 0.999_5 for j in range(5)) for i in range(5)),
        judged=4,
    )


def crowd() -> Comparison:
    """As many plans as there are letters, with numbers as large as they get."""
    whole = three()
    plans = tuple(alternative(f"specs/plan-{at}.yaml", "nano-network", 1e9 + at) for at in range(26))
    return replace(
        whole,
        alternatives=plans,
        differences=({}, *(differing(-1e9) for _ in plans[1:])),
        chances=tuple(tuple(NAN if i == j else 0.999_5 for j in range(26)) for i in range(26)),
        judged=25,
    )


def hostile() -> Comparison:
    """Names that try to act on whatever shows them."""
    whole = against_baseline()
    assert whole.changes is not None
    cell = BookedCell(HOSTILE, "=cmd()", "@x", "+1", 3, 1, 100)
    odd = replace(
        whole.alternatives[0], name=f"=x/{HOSTILE}", campaign=HOSTILE, strategy=HOSTILE, goal=HOSTILE, cells=(cell,)
    )
    changes = replace(
        whole.changes,
        facts=(*whole.changes.facts, Fact("campaign", HOSTILE, "Spring")),
        cells=(CellChange(cell, None), *whole.changes.cells),
    )
    return replace(
        whole,
        alternatives=(odd, replace(whole.alternatives[1], infeasible=HOSTILE)),
        changes=changes,
        notes=(HOSTILE,),
        gates=(replace(whole.gates[0], gate=replace(whole.gates[0].gate, text=f"{HOSTILE} >= 0")),),
    )


def without_values() -> Comparison:
    """A metric that no plan has."""
    whole = three()
    nothing = Difference(NAN, NAN, NAN, 0, 0, 0, 0, 1)
    return replace(
        whole,
        metrics=("cpl", "roi"),
        main_metric="cpl",
        alternatives=tuple(replace(a, statistics={**a.statistics, "cpl": NOTHING}) for a in whole.alternatives),
        differences=({}, *({"cpl": nothing, "roi": found["roi"]} for found in whole.differences[1:])),
    )
