"""The words of a comparison, for ``explain``."""

from influence_cli.report.words.word import Word

COMPARISON_WORDS: tuple[Word, ...] = (
    Word("comparison", "Comparison", "Plans side by side, all in the same simulated runs."),
    Word(
        "baseline",
        "Baseline",
        "A saved plan that others are held against: with its own numbers, and as a decision simulated again under "
        "the spec of today.",
    ),
    Word(
        "delta",
        "Delta",
        "In a gate: of the plan less of the baseline, or of the first plan where there is no baseline.",
        "statistic of the plan - statistic of the baseline; in p(...) draw by draw",
    ),
    Word(
        "difference",
        "Difference",
        "A plan less the one it is held against, run by run on the same random numbers.",
        "value of the plan - value of the reference, in each draw",
    ),
    Word(
        "interval",
        "Interval",
        "Where the mean difference lies in 90% of such simulations: what the number of runs leaves open, not what "
        "nobody knows about the world. In print +/-, or From and To.",
        "mean +/- 1.645 x standard deviation of the paired difference / square root of the draws",
        source="paired samples; of ratios their linear part (Cochran, Sampling Techniques)",
    ),
    Word(
        "better",
        "Better",
        "Share of runs in which the plan is better than the one it is held against; of costs less is better.",
        "runs in which it is better / runs",
        "runs",
    ),
    Word("tied", "Level", "Share of runs in which neither plan is better.", "runs without a difference / runs", "runs"),
    Word(
        "chances",
        "Chances",
        "For every two plans the share of runs in which the row beats the column.",
        "runs in which the row is better / runs",
        "runs",
    ),
    Word("profitable", "Profitable", "Share of runs that make a profit.", "runs with profit > 0 / runs", "runs"),
    Word("spread", "Spread", "Mean and quantiles over all runs of one plan."),
    Word("pp", "Percentage points", "Difference of two figures that are per cent: from 10% to 12% are 2 pp."),
)
