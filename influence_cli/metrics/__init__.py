"""KPI formulas and what their names mean: numbers or arrays in, the same out. Knows no campaign."""
