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
