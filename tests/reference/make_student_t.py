"""Writes quantiles of Student's t and intervals of a mean for the tests of lib/intervals.

    python tests/reference/make_student_t.py

Needs scipy 1.15 or newer.
"""
import json
from pathlib import Path

from scipy import stats

SAMPLES = {"five seeds": [0.612, 0.655, 0.64, 0.71, 0.598], "two": [1, 3], "forty": [(7 * i) % 11 for i in range(40)]}

intervals = {}
for name, values in SAMPLES.items():
    mean, error = float(sum(values) / len(values)), float(stats.sem(values))
    low, high = stats.t.interval(0.95, len(values) - 1, loc=mean, scale=error)
    intervals[name] = {"values": values, "mean": mean, "low": float(low), "high": float(high)}

quantiles = {str(df): float(stats.t.ppf(0.975, df)) for df in [*range(1, 41), 60, 100, 1000]}
text = json.dumps({"quantiles": quantiles, "intervals": intervals}, indent=1)
(Path(__file__).parent / "intervals.json").write_text(text + "\n")
