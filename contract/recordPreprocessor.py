"""Record preprocessor of SageMaker Model Monitor for one capture schema.

Written by `schema preprocessor` from the mapping below. It needs only Python's standard library.
https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-pre-and-post-processing.html
"""

import base64
import csv
import io
import json
import math

MAPPING = json.loads(r"""{}""")


class Number(float):
    """A JSON number that keeps its text."""

    def __new__(cls, text):
        number = super().__new__(cls, text)
        number.text = text
        return number


def preprocess_handler(inference_record):
    """Returns the rows of a captured record: none if the schema leaves it out, or if it cannot be read."""
    try:
        return rows_of_record(inference_record)
    # One record must not end the job of the whole window.
    except Exception as error:
        print("record left out: %s" % error)
        return []


def rows_of_record(inference_record):
    if MAPPING["exclude"] is not None and is_excluded(inference_record.event_metadata):
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


def is_excluded(metadata):
    texts = getattr(metadata, "custom_attribute", None) or []
    attributes = [parsed(text) for text in (texts if isinstance(texts, list) else [texts])]
    known = {
        "eventId": getattr(metadata, "event_id", None),
        "inferenceTime": getattr(metadata, "event_time", None),
        "inferenceId": getattr(metadata, "inference_id", None),
        "customAttributes": texts,
    }
    document = {}
    for attribute in attributes:
        if isinstance(attribute, dict):
            document.update(attribute)
    document["customAttributes"] = attributes
    document["eventMetadata"] = {key: value for key, value in known.items() if value is not None}
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
        data = base64.b64decode(data).decode("utf-8")
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


# JSON of model servers

ROW_KEYS = MAPPING.get("rowKeys", [])
SETTING_KEYS = MAPPING.get("settingKeys", [])
VALUE_KEYS = MAPPING.get("valueKeys", [])


def is_container(value):
    return isinstance(value, (list, dict))


def text_of(value):
    if is_container(value):
        raise ValueError("a value is a list or an object")
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Number):
        return value.text
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() else repr(value)
    return str(value) or None


class Reading:
    """Reads the rows of one JSON body."""

    def __init__(self, side):
        self.columns = side["columns"]
        self.rows_path = side["rows"]
        self.width = len(self.columns)
        self.has_paths = any(column["path"] for column in self.columns)

    def is_column(self, key):
        for column in self.columns:
            if column["path"] is None:
                if key in column["keys"]:
                    return True
            elif column["firstKey"] is None or column["firstKey"] == key:
                return True
        return False

    def body(self, value):
        if self.rows_path is not None:
            value = search(self.rows_path, value)
            if value is None:
                raise ValueError("captures.rows finds nothing in the data")
        return self.rows(value)

    def rows(self, value):
        if isinstance(value, list):
            return self.list_rows(value)
        if not isinstance(value, dict):
            return [self.row(value)]
        split = self.split_rows(value)
        if split is not None:
            return split
        keys = [key for key in value if key in ROW_KEYS]
        if len(keys) == 1 and not (self.has_paths and any(self.is_column(key) for key in value)):
            others = [key for key in value if key != keys[0]]
            wrapped = value[keys[0]]
            is_only = all(key in SETTING_KEYS for key in others)
            has_column = any(self.is_column(key) for key in value)
            if (is_only and isinstance(wrapped, list)) or (not has_column and (is_only or is_container(wrapped))):
                return self.rows(wrapped)
        lists = self.column_lists(value)
        return [self.row(value)] if lists is None else lists

    def list_rows(self, value):
        if not value:
            return [[None]] if self.width == 1 else []
        some = any if self.width == 1 or self.has_paths else all
        if some(is_container(item) for item in value):
            return [self.row(item) for item in value]
        row = [text_of(item) for item in value]
        return [[item] for item in row] if self.width == 1 else [row]

    def column_lists(self, value):
        if self.has_paths or self.value_key(value):
            return None
        keys = [key for key in value if self.is_column(key)]
        if not keys or not all(isinstance(value[key], list) for key in keys):
            return None
        lengths = {len(value[key]) for key in keys}
        if len(lengths) > 1:
            raise ValueError("the lists by column have different lengths")
        length = lengths.pop()
        if length == 0:
            return [[None]] if self.width == 1 else []
        return [
            self.keyed({key: one(value[key][i]) for key in keys})
            for i in range(length)
        ]

    def split_rows(self, value):
        names, rows = value.get("columns"), value.get("data")
        if not isinstance(names, list) or not isinstance(rows, list) or any(is_container(name) for name in names):
            return None
        if any(self.is_column(key) or key not in ("columns", "data", "index") for key in value):
            return None
        names = [name.text if isinstance(name, Number) else str(name) for name in names]
        by_place = names == [str(i) for i in range(len(names))] and not any(self.is_column(name) for name in names)
        if any(len(row) != len(names) for row in rows):
            raise ValueError("a row in 'data' has another number of values than 'columns'")
        return [self.row(row) if by_place else self.row(dict(zip(names, row))) for row in rows]

    def value_key(self, value):
        if len(value) != 1:
            return None
        key = next(iter(value))
        return key if key in VALUE_KEYS and not self.is_column(key) and is_container(value[key]) else None

    def row(self, value):
        if self.has_paths:
            return self.mapped(value)
        if isinstance(value, list):
            return [text_of(item) for item in value] or ([None] if self.width == 1 else [])
        if not isinstance(value, dict):
            return [text_of(value)]
        key = self.value_key(value)
        return self.keyed(value) if key is None else self.row(value[key])

    def keyed(self, value):
        keys = [next((key for key in column["keys"] if key in value), None) for column in self.columns]
        if all(key is None for key in keys) and any(is_container(item) for item in value.values()):
            raise ValueError("no key of the object belongs to a column")
        return [None if key is None else text_of(value[key]) for key in keys]

    def mapped(self, value):
        if isinstance(value, dict) and self.rows_path is None and not any(self.is_column(key) for key in value):
            raise ValueError("no column has its value in the object")
        return [self.cell(column, i, value) for i, column in enumerate(self.columns)]

    def cell(self, column, i, value):
        if column["path"] is not None:
            return text_of(search(column["path"], value))
        if isinstance(value, list):
            return text_of(value[i]) if i < len(value) else None
        if isinstance(value, dict):
            return text_of(value.get(column["key"]))
        return text_of(value) if self.width == 1 else None


def one(value):
    return value[0] if isinstance(value, list) and len(value) == 1 else value


# JMESPath: https://jmespath.org/specification.html


def search(node, value):
    return NODES[node["type"]](node, value)


def is_false(value):
    return value is None or value is False or value == "" or value == [] or value == {}


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def kind(value):
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if is_number(value):
        return "number"
    return {str: "string", list: "array", dict: "object"}[type(value)]


def field(node, value):
    return value.get(node["name"]) if isinstance(value, dict) else None


def index(node, value):
    place = int(node["value"])
    return value[place] if isinstance(value, list) and -len(value) <= place < len(value) else None


def chain(node, value):
    return search(node["right"], search(node["left"], value))


def subexpression(node, value):
    left = search(node["left"], value)
    return None if left is None else search(node["right"], left)


def projected(node, items):
    found = [search(node["right"], item) for item in items]
    return [item for item in found if item is not None]


def projection(node, value):
    base = search(node["left"], value)
    return projected(node, base) if isinstance(base, list) else None


def value_projection(node, value):
    base = search(node["left"], value)
    return projected(node, base.values()) if isinstance(base, dict) else None


def filter_projection(node, value):
    base = search(node["left"], value)
    if not isinstance(base, list):
        return None
    return projected(node, [item for item in base if not is_false(search(node["condition"], item))])


def flatten(node, value):
    base = search(node["child"], value)
    if not isinstance(base, list):
        return None
    return [inner for item in base for inner in (item if isinstance(item, list) else [item])]


def sliced(node, value):
    if not isinstance(value, list):
        return None
    return value[slice(*[None if node[part] is None else int(node[part]) for part in ("start", "stop", "step")])]


def equal(a, b):
    if kind(a) != kind(b):
        return False
    if isinstance(a, list):
        return len(a) == len(b) and all(equal(x, y) for x, y in zip(a, b))
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(equal(a[key], b[key]) for key in a)
    return a == b


def comparator(node, value):
    a, b = search(node["left"], value), search(node["right"], value)
    if node["name"] in ("EQ", "NE"):
        return equal(a, b) == (node["name"] == "EQ")
    if not (is_number(a) and is_number(b)):
        return None
    return {"GT": a > b, "GTE": a >= b, "LT": a < b, "LTE": a <= b}[node["name"]]


def either(node, value):
    left = search(node["left"], value)
    return search(node["right"], value) if is_false(left) else left


def both(node, value):
    left = search(node["left"], value)
    return left if is_false(left) else search(node["right"], value)


def multi_list(node, value):
    return None if value is None else [search(child, value) for child in node["children"]]


def multi_hash(node, value):
    return None if value is None else {child["name"]: search(child["value"], value) for child in node["children"]}


def function(node, value):
    values = [search(child, value) for child in node["children"]]
    return FUNCTIONS[node["name"]](*values)


NODES = {
    "AndExpression": both,
    "Comparator": comparator,
    "Current": lambda node, value: value,
    "Field": field,
    "FilterProjection": filter_projection,
    "Flatten": flatten,
    "Function": function,
    "Identity": lambda node, value: value,
    "Index": index,
    "IndexExpression": chain,
    "Literal": lambda node, value: node["value"],
    "MultiSelectHash": multi_hash,
    "MultiSelectList": multi_list,
    "NotExpression": lambda node, value: is_false(search(node["child"], value)),
    "OrExpression": either,
    "Pipe": chain,
    "Projection": projection,
    "Slice": sliced,
    "Subexpression": subexpression,
    "ValueProjection": value_projection,
}


def contains(where, what):
    if isinstance(where, str):
        return isinstance(what, str) and what in where
    return any(equal(item, what) for item in where)


def to_number(value):
    if is_number(value):
        return value
    try:
        return float(value) if isinstance(value, str) else None
    except ValueError:
        return None


def to_string(value):
    return value if isinstance(value, str) else json.dumps(plain(value), separators=(",", ":"))


def plain(value):
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return int(value) if isinstance(value, float) and value.is_integer() else value


FUNCTIONS = {
    "abs": abs,
    "avg": lambda values: sum(values) / len(values) if values else None,
    "ceil": math.ceil,
    "contains": contains,
    "ends_with": lambda text, end: text.endswith(end),
    "floor": math.floor,
    "join": lambda glue, texts: glue.join(texts),
    "keys": lambda value: list(value),
    "length": len,
    "max": lambda values: max(values) if values else None,
    "merge": lambda *values: {key: item for value in values for key, item in value.items()},
    "min": lambda values: min(values) if values else None,
    "not_null": lambda *values: next((value for value in values if value is not None), None),
    "reverse": lambda value: value[::-1],
    "sort": sorted,
    "starts_with": lambda text, start: text.startswith(start),
    "sum": sum,
    "to_array": lambda value: value if isinstance(value, list) else [value],
    "to_number": to_number,
    "to_string": to_string,
    "type": kind,
    "values": lambda value: list(value.values()),
}
