"""Scores of Evidently's default drift tests, from standard input to standard output.

The baseline is a sample of at most 2,000 rows with a fixed seed, since each test sorts all of it.

Each line of the input is one feature of one test: {"kind", "baseline", "windows"}, in which values are lists [value, rows].
Each line of the output has a window's score for each window: 1 or more means drift by the test's default threshold.
"""

import json
import sys
import warnings
from importlib.metadata import version

warnings.simplefilter("ignore")

import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402
from evidently.legacy.calculations.stattests import get_stattest  # noqa: E402
from evidently.legacy.core import ColumnType  # noqa: E402

SAMPLE = 2000
KINDS = {"numeric": ColumnType.Numerical, "category": ColumnType.Categorical}


def series(entries):
    values = [value for value, _ in entries]
    return pd.Series(np.repeat(np.array(values), [rows for _, rows in entries])) if values else pd.Series(dtype=float)


def score(test, baseline, window, kind):
    """A distance in thresholds. Baselines of more than 1,000 rows get no test whose result is a p-value."""
    if test.name not in ("wasserstein", "jensenshannon"):
        raise ValueError(f"unexpected default test {test.name}: expected a distance")
    distance, _ = test.func(baseline, window, kind, test.default_threshold)
    return float(distance) / float(test.default_threshold)


def main():
    print(json.dumps(version("evidently")))
    for line in sys.stdin:
        feature = json.loads(line)
        kind = KINDS[feature["kind"]]
        baseline = series(feature["baseline"])
        baseline = baseline.sample(min(SAMPLE, len(baseline)), random_state=0)
        windows = [series(entries) for entries in feature["windows"]]
        test = get_stattest(baseline, windows[0], kind, None)
        scores = [0.0 if window.empty else score(test, baseline, window, kind) for window in windows]
        print(json.dumps(scores), flush=True)


main()
