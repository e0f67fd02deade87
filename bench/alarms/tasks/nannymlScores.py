"""Scores of NannyML's univariate drift with its default methods and thresholds, from standard input to standard output.

Each line of the input is one feature of one test: {"kind", "reference", "windows"}: the windows of the baseline's time and those
to judge, in which values are lists [value, rows]. Each line of the output has a window's score for each window: 1 or more means
an alert.
"""

import json
import logging
import sys
import warnings
from importlib.metadata import version

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)

import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402
from nannyml import UnivariateDriftCalculator  # noqa: E402


def frame(windows, kind):
    """One row a value. Each window gets an hour of its own, so that chunks of an hour are the windows."""
    entries = [(hour, value, rows) for hour, window in enumerate(windows) for value, rows in window]
    counts = [rows for _, _, rows in entries]
    values = np.repeat(np.array([value for _, value, _ in entries], dtype=object), counts)
    hours = np.repeat(np.array([hour for hour, _, _ in entries], dtype=int), counts)
    return pd.DataFrame(
        {
            "value": pd.Series(values).astype("category" if kind == "category" else float),
            "at": pd.Timestamp("2000-01-01") + pd.to_timedelta(hours, unit="h"),
        }
    )


def scores_of(feature):
    kind = feature["kind"]
    calculator = UnivariateDriftCalculator(
        column_names=["value"],
        treat_as_categorical=["value"] if kind == "category" else [],
        timestamp_column_name="at",
        chunk_period="h",
    )
    calculator.fit(frame(feature["reference"], kind))
    table = calculator.calculate(frame(feature["windows"], kind)).filter(period="analysis").to_df()
    scores = [0.0] * len(feature["windows"])
    method = [name for name in table.columns.get_level_values(1).unique() if name != "chunk"][0]
    hours = (table[("chunk", "chunk", "start_date")] - pd.Timestamp("2000-01-01")) // pd.Timedelta(hours=1)
    of_method = table["value"][method]
    for hour, value, upper, lower in zip(
        hours, of_method["value"], of_method["upper_threshold"], of_method["lower_threshold"]
    ):
        above = 0.0 if upper is None or np.isnan(upper) else value / upper
        below = 0.0 if lower is None or np.isnan(lower) else lower / max(value, 1e-12)
        scores[int(hour)] = 0.0 if np.isnan(value) else float(max(above, below))
    return scores


def main():
    print(json.dumps(version("nannyml")))
    for line in sys.stdin:
        print(json.dumps(scores_of(json.loads(line))), flush=True)


main()
