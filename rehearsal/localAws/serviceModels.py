"""Checks requests and responses of the local AWS against AWS's own service models, as botocore carries them: required
members, types, lengths, patterns, enums and ranges. What the models lack stands in `nameRules.py`.

moto parses requests, botocore parses responses; only the walk over the shapes is written here.
"""

import base64
import functools
import json
import re
from datetime import datetime
from urllib.parse import parse_qsl, unquote, urlsplit

from botocore.parsers import create_parser
from werkzeug.datastructures import Headers, MultiDict

from moto.core.parse import PROTOCOL_PARSERS
from moto.core.utils import get_service_model
from nameRules import broken_rules

# Names of services in signatures, where botocore calls them otherwise.
BOTOCORE_NAMES = {"monitoring": "cloudwatch", "states": "stepfunctions"}

JAVA_CLASSES = re.compile(r"\\p\{(?:L|Alpha|IsL)\}|\\p\{Alnum\}|\\p\{(?:N|Nd|Digit|IsDigit)\}|\\p\{[^}]*\}")
PYTHON_CLASSES = {"\\p{L}": "A-Za-z\u00c0-\uffff", "\\p{Alpha}": "A-Za-z", "\\p{Alnum}": "A-Za-z0-9", "\\p{N}": "0-9", "\\p{Nd}": "0-9"}


class Finding(Exception):
    """What AWS would refuse, in its own words."""


@functools.cache
def compiled(pattern):
    """A pattern of the models (Java's syntax) for Python; None for one that Python can't express."""
    rewritten = JAVA_CLASSES.sub(lambda match: PYTHON_CLASSES.get(match[0], "\x00"), pattern)
    if "\x00" in rewritten:
        return None
    try:
        return re.compile(rewritten)
    except re.error:
        return None


@functools.cache
def rest_routes(service):
    """Operations of a REST service: method, path as a pattern, query keys of the address, members that tell twins apart."""
    model = get_service_model(service)
    routes = []
    for name in model.operation_names:
        operation = model.operation_model(name)
        path, _, query = operation.http["requestUri"].partition("?")
        # The server that is called here has the bucket in the path.
        pattern = re.sub(r"\\\{(\w+)\\\+\\\}", r"(?P<\1>.+)", re.escape(path))
        pattern = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", pattern)
        members = operation.input_shape.members if operation.input_shape else {}
        required = operation.input_shape.required_members if operation.input_shape else []
        needed = [
            (members[member].serialization["location"], members[member].serialization["name"])
            for member in required
            if members[member].serialization.get("location") in ("header", "querystring")
        ]
        literals = dict(parse_qsl(query, keep_blank_values=True))
        routes.append((operation, re.compile(f"^{pattern}/?$"), literals, needed))
    return routes


def rest_operation(service, method, path, query, headers):
    candidates = []
    for operation, pattern, literals, needed in rest_routes(service):
        match = pattern.match(path)
        if operation.http["method"] != method or not match:
            continue
        if any(key not in query or (value and query[key] != value) for key, value in literals.items()):
            continue
        if any((name not in headers) if place == "header" else (name not in query) for place, name in needed):
            continue
        # Of two operations with one address (PutBucketLifecycle, PutBucketLifecycleConfiguration) the older is deprecated.
        candidates.append(((not operation.deprecated, len(literals) + len(needed)), operation, match.groupdict()))
    if not candidates:
        raise Finding(f"{service} has no operation {method} {path}?{'&'.join(query)}")
    _, operation, params = max(candidates, key=lambda candidate: candidate[0])
    return operation, {name: unquote(value) for name, value in params.items()}


def read_request(exchange):
    """The operation of a request, and its input as the model structures it."""
    service = BOTOCORE_NAMES.get(exchange["service"], exchange["service"])
    model = get_service_model(service)
    headers = Headers(exchange["headers"])
    address = urlsplit(exchange["url"])
    query = MultiDict(parse_qsl(address.query, keep_blank_values=True))
    body = base64.b64decode(exchange["body"])
    target = headers.get("x-amz-target")
    params = {}
    if target:
        protocol, operation = "json", model.operation_model(target.split(".")[-1])
    elif headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        query.update(parse_qsl(body.decode(), keep_blank_values=True))
        protocol, operation = "query", model.operation_model(query["Action"])
    else:
        protocol = model.metadata["protocol"]
        operation, params = rest_operation(service, exchange["method"], address.path, query, headers)
    parser = PROTOCOL_PARSERS[protocol](operation)
    parsed = parser.parse(
        {"method": exchange["method"], "values": query, "headers": headers, "body": body, "url_path": address.path, "url_params": params}
    )
    return service, protocol, operation, parsed


def read_answer(protocol, operation, exchange):
    answer = {
        "headers": Headers(exchange["answerHeaders"]),
        "body": base64.b64decode(exchange["answerBody"]),
        "status_code": exchange["status"],
    }
    return create_parser(protocol).parse(answer, operation.output_shape)


def text_of(value):
    return json.dumps(value, default=str, ensure_ascii=False)[:200]


def constraint(value, path, text):
    return f"Value {text_of(value)} at '{path}' failed to satisfy constraint: Member must {text}"


def walk(shape, value, path, streamed):
    """Every constraint of a shape that a value breaks."""
    kind = shape.type_name
    low, high = shape.metadata.get("min"), shape.metadata.get("max")
    if kind == "structure":
        if not isinstance(value, dict):
            yield constraint(value, path, "be a structure")
            return
        for name in shape.required_members:
            if value.get(name) is None and name not in streamed:
                yield f"Value null at '{dotted(path, name)}' failed to satisfy constraint: Member must not be null"
        for name, member in shape.members.items():
            if value.get(name) is not None:
                yield from walk(member, value[name], dotted(path, name), ())
        return
    if kind == "list":
        if not isinstance(value, list):
            yield constraint(value, path, "be a list")
            return
        yield from sized(len(value), value, path, low, high)
        for place, item in enumerate(value):
            yield from walk(shape.member, item, f"{path}.{place + 1}.member", ())
        return
    if kind == "map":
        if not isinstance(value, dict):
            yield constraint(value, path, "be a map")
            return
        yield from sized(len(value), value, path, low, high)
        for key, item in value.items():
            yield from walk(shape.key, key, f"{path}.key", ())
            yield from walk(shape.value, item, f"{path}.{key}", ())
        return
    yield from scalar(shape, value, path, low, high)


def scalar(shape, value, path, low, high):
    kind = shape.type_name
    types = {
        "string": str, "boolean": bool, "integer": int, "long": int, "float": (int, float), "double": (int, float),
        "timestamp": (datetime, int, float, str), "blob": (bytes, str), "character": str,
    }[kind]
    if not isinstance(value, types) or (kind in ("integer", "long", "float", "double") and isinstance(value, bool)):
        yield constraint(value, path, f"be of type {kind}")
        return
    if kind == "string":
        yield from sized(len(value), value, path, low, high)
        pattern = shape.metadata.get("pattern")
        expression = pattern and compiled(pattern)
        if expression and not expression.fullmatch(value):
            yield constraint(value, path, f"satisfy regular expression pattern: {pattern}")
        enum = shape.metadata.get("enum")
        if enum and value not in enum:
            yield constraint(value, path, f"satisfy enum value set: {enum}")
    elif kind == "blob":
        yield from sized(len(value), "(bytes)", path, low, high)
    elif kind in ("integer", "long", "float", "double"):
        if low is not None and value < low:
            yield constraint(value, path, f"have value greater than or equal to {low}")
        if high is not None and value > high:
            yield constraint(value, path, f"have value less than or equal to {high}")


def sized(length, value, path, low, high):
    if low is not None and length < low:
        yield constraint(value, path, f"have length greater than or equal to {low}")
    if high is not None and length > high:
        yield constraint(value, path, f"have length less than or equal to {high}")


def dotted(path, name):
    return f"{path}.{name}" if path else name


def findings_of(exchange):
    """Checks one exchange: `{"operation", "request": [...], "answer": [...]}`. Without a status there is no answer yet."""
    try:
        service, protocol, operation, parsed = read_request(exchange)
    except Finding as finding:
        return {"operation": None, "request": [str(finding)], "answer": []}
    streamed = exchange.get("streamed", False) and operation.input_shape is not None
    payload = (operation.input_shape.serialization.get("payload"),) if streamed else ()
    request = list(walk(operation.input_shape, parsed, "", payload)) if operation.input_shape else []
    request += broken_rules(service, operation.name, parsed)
    answer = []
    if exchange.get("status") is not None and operation.output_shape is not None and exchange["status"] < 400:
        output = read_answer(protocol, operation, exchange)
        output.pop("ResponseMetadata", None)
        body = (operation.output_shape.serialization.get("payload"),) if exchange.get("answerStreamed") else ()
        answer = list(walk(operation.output_shape, {k: v for k, v in output.items() if k not in body}, "", body))
    return {"operation": f"{service}:{operation.name}", "request": request, "answer": answer}
