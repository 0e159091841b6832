"""The words of an optimized plan: what was aimed at, what is proved, what limits and more money are worth."""

from influence_cli.report.words.word import Word

_SPEC = "the spec"
_CVAR = "Rockafellar and Uryasev, Optimization of conditional value-at-risk (2000)"

OPTIMALITY_WORDS: tuple[Word, ...] = (
    Word("optimum", "Optimum", "What an optimized plan is worth, and what is proved about it."),
    Word(
        "plan_objective",
        "Objective of a plan",
        "What the optimal strategy makes as large as possible: one aim or a weighted sum of several, money in major "
        "units, people and orders as they are. Left out, the goal of the campaign decides.",
        "sum of weight x aim, less what risk_aversion takes off",
        source=_SPEC,
    ),
    Word(
        "lifetime_profit",
        "Lifetime profit",
        "As an objective: profit with the repeat purchases of the buyers won.",
        "lifetime_contribution - cost",
    ),
    Word(
        "certificate",
        "Certificate",
        "What comes with an optimized plan: its planned value, an upper bound no other plan within the limits can "
        "exceed under the planning model, and the gap between them.",
        source="branch and bound",
    ),
    Word(
        "planning_model",
        "Planning model",
        "What the optimizer decides by: the outcome model as an average over a smaller number of draws. The plan it "
        "finds is then simulated in full.",
    ),
    Word("planned_value", "Planned value", "The objective's value of the plan under the planning model."),
    Word("simulated_value", "As simulated", "The objective's value over the plan's own simulated runs."),
    Word("simulated_parts", "Simulated parts", "The mean of each aim in the objective over the simulated runs."),
    Word(
        "rival",
        "What else",
        "What the other strategies, and shares of your own, would have brought by the same objective on the same "
        "draws, and which limits they break.",
    ),
    Word(
        "price_of_a_limit",
        "Price of a limit",
        "What keeping a limit costs: how much more the best plan would bring without it, all others kept.",
        "planned value without the limit - planned value with it",
    ),
    Word(
        "next_money",
        "Next money",
        "What a further step of money brings: at its best use anywhere, and in each cell.",
        "value with the step - value without it",
        "the step named beside it",
    ),
    Word(
        "stopped_early",
        "Stopped early",
        "Whether money is left because spending it would lower the objective, not because it could not be spent.",
    ),
    Word(
        "spend_all",
        "Spend all",
        "Whether the optimal strategy spends what it can even where that no longer pays; left out, only where the "
        "objective is not profit.",
        source=_SPEC,
    ),
    Word(
        "max_share_per_cell",
        "Most per cell",
        "The largest share of what is spent on creators that one cell may have.",
        "planned cost of the cell / planned cost of all creators",
        "planned cost of all creators",
        _SPEC,
    ),
    Word(
        "cell",
        "Cell",
        "The smallest thing that can be booked: creators of one tier on one platform under one contract in one phase.",
    ),
    Word(
        "risk_limit",
        "Risk limit",
        "A limit on bad luck, such as payout.p95 <= budget or cvar(profit, 10%) >= -5000; kept on the draws the plan "
        "was decided on, and checked on fresh ones.",
        source=_SPEC,
    ),
    Word("bound", "Bound", "What a risk limit allows."),
    Word("decided", "Decided on", "The value of a risk limit on the draws the plan was decided on."),
    Word("fresh", "Fresh draws", "The value of a risk limit on draws that were not used to decide: the honest one."),
    Word("kept", "Kept", "Whether a limit holds; a risk limit on fresh draws."),
    Word(
        "cvar",
        "CVaR",
        "Mean of the worst share of the runs, such as the worst 10%.",
        "mean of the lowest draws",
        source=_CVAR,
    ),
    Word(
        "risk_aversion",
        "Risk aversion",
        "How much the worst runs count against the objective: 0% leaves the mean, 100% only the CVaR.",
        "mean - weight x (mean - CVaR)",
        source=_CVAR,
    ),
)
"""Words of the optimal strategy that no other plan has."""
