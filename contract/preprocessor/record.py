"""Record preprocessor of SageMaker Model Monitor for one capture schema.

Written by `schema preprocessor` from the mapping below. It needs only Python's standard library.
https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-pre-and-post-processing.html
"""

import base64
import csv
import io
import json
import math
import re

MAPPING = json.loads(r"""{}""")


class Number(float):
    """A JSON number that keeps its text."""

    def __new__(cls, text):
        number = super().__new__(cls, text)
        number.text = text
        return number


def preprocess_handler(inference_record, logger):
    """Returns the rows of a captured record: none if the schema leaves it out, or if it cannot be read."""
    try:
        return rows_of_record(inference_record)
    # One record must not end the job of the whole window.
    except Exception as error:
        # The container reads the rows from stdout, so nothing else may be printed.
        logger.warning("record left out: %s", error)
        return []


def rows_of_record(inference_record):
    if MAPPING["exclude"] is not None and is_excluded(inference_record.event_dict):
        return []
    sides = [
        (MAPPING["output"], getattr(inference_record, "endpoint_output", None)),
        (MAPPING["input"], getattr(inference_record, "endpoint_input", None)),
    ]
    rows = [rows_of(body, side) for side, body in sides if side["columns"]]
    if len(rows) == 2 and len(rows[0]) != len(rows[1]):
        raise ValueError("the output has %d rows, the input %d" % (len(rows[0]), len(rows[1])))
    columns = [column for side, _ in sides for column in side["columns"]]
    joined = [sum(parts, []) for parts in zip(*rows)]
    for row in joined:
        if len(row) != len(columns):
            raise ValueError("a row has %d columns, the schema %d" % (len(row), len(columns)))
    # Model Monitor sorts the columns by their keys.
    return [
        {"%020d" % i: None if column["ignored"] else value for i, (column, value) in enumerate(zip(columns, row))}
        for row in joined
    ]


def is_excluded(record):
    # The container's own object for the metadata lacks the inference id.
    metadata = record.get("eventMetadata") or {}
    texts = metadata.get("customAttributes") or []
    attributes = [parsed(text) for text in (texts if isinstance(texts, list) else [texts])]
    document = {}
    for attribute in attributes:
        if isinstance(attribute, dict):
            document.update(attribute)
    document["customAttributes"] = attributes
    document["eventMetadata"] = metadata
    found = search(MAPPING["exclude"], document)
    if found is not None and not isinstance(found, bool):
        raise ValueError("captures.exclude finds %r, not true or false" % (found,))
    return found is True


def parsed(text):
    try:
        return json.loads(text)
    except (TypeError, ValueError):
        return text


# Bodies

LAYOUTS = {
    "text/csv": "csv",
    "application/csv": "csv",
    "application/json": "json",
    "text/json": "json",
    "application/jsonlines": "jsonLines",
    "application/x-jsonlines": "jsonLines",
    "application/jsonl": "jsonLines",
    "application/x-ndjson": "jsonLines",
    "text/jsonl": "jsonLines",
}


def rows_of(body, side):
    if body is None:
        raise ValueError("the record lacks a side")
    observed = getattr(body, "observedContentType", None) or getattr(body, "observed_content_type", None) or ""
    content_type = (side["contentType"] or observed).lower()
    essence = content_type.split(";")[0].strip()
    declared = LAYOUTS.get(essence)
    encoding = body.encoding
    data = body.data
    if encoding == "BASE64":
        data = base64.b64decode(data).decode(charset_of(content_type))
        layout = declared
    elif side["contentType"] and declared:
        layout = declared
    else:
        layout = declared if declared == "jsonLines" else {"CSV": "csv", "JSON": "json"}.get(encoding)
    if layout is None:
        raise ValueError("unknown content type %r of %s data" % (content_type, encoding))
    if not isinstance(data, str):
        data = json.dumps(data)
    data = data[1:] if data.startswith("\ufeff") else data
    has_header = side["header"] or "header=present" in content_type.replace(" ", "")
    width = len(side["columns"])
    if layout == "csv" or (width == 1 and data.strip() == ""):
        return csv_rows(data, side, has_header)
    if layout == "json":
        return Reading(side).body(load(data))
    return [row for line in data.splitlines() if line.strip() for row in Reading(side).body(load(line))[:1]]


def charset_of(content_type):
    found = re.search(r"charset=\s*\"?([^\s;\"]+)", content_type)
    return found.group(1) if found else "utf-8"


def csv_rows(text, side, has_header):
    width = len(side["columns"])
    lines = list(csv.reader(io.StringIO(text, newline="")))
    if width == 1:
        lines = [line or [""] for line in lines] or [[""]]
    else:
        lines = [line for line in lines if line]
    if has_header:
        names, lines = lines[0], lines[1:]
        keys = [column["key"] for column in side["columns"]]
        places = [names.index(key) if key in names else None for key in keys]
        lines = [["" if place is None else line[place] for place in places] for line in lines]
    keys = [column["key"] for column in side["columns"]]
    lines = [line for line in lines if width == 1 or line != keys]
    for line in lines:
        if len(line) != width:
            raise ValueError("a row has %d values; the schema has %d columns" % (len(line), width))
    return [[value if value != "" else None for value in line] for line in lines]


def load(text):
    return json.loads(text, parse_int=Number, parse_float=Number, parse_constant=str)
