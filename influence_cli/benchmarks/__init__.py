"""Packaged benchmark data: what is known about creators, from where, and decided how where sources disagree.

A set is one YAML file in this folder, named like the set::

    name: field-2026
    title: one line
    extends: other-set                  # optional: what this set does not say falls back to it
    sources:
      minter: {title: ..., url: ..., year: ...}         # a public source
      small_tiktok: {assumption: why this value}        # no public source
    figures:
      view_rate:                        # a quantity
        unit: views per follower and post
        statistic: median               # of the creators of a tier: mean or median
        instagram:                      # a platform, or all
          nano: {range: [0.2, 0.35, 0.55], source: minter, confidence: medium, note: ...}   # a tier, or all
    usd_rates: {source: ..., confidence: ..., rates: {EUR: 0.89}}
    decisions:
      - {topic: ..., finding: ..., decision: ..., reason: ...}

``range`` is low / typical / high: P10 / P50 / P90 of what is not known about the mean or median creator of
the tier. ``followers`` is the exception: P10 / P50 / P90 across the creators of the tier. Money is in US
dollars, rates are fractions. ``published.csv`` holds the figures of others, as they print them.
"""

from influence_cli.benchmarks.load import BenchmarkError, load, names, parse
from influence_cli.benchmarks.published import published, published_for

__all__ = ["BenchmarkError", "load", "names", "parse", "published", "published_for"]
