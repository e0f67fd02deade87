"""Checks calls of the local AWS against AWS's own service models, as botocore has them: required members, types, lengths,
patterns, enums and ranges. What the models lack is in `serviceRules.py`.

moto parses requests and botocore parses responses; only the walk over the shapes is written here.
"""

import base64
import functools
import json
import re
from urllib.parse import parse_qsl, unquote, urlsplit

from botocore.awsrequest import HeadersDict
from botocore.exceptions import UnknownServiceError
from botocore.model import OperationNotFoundError
from botocore.parsers import create_parser
from werkzeug.datastructures import Headers, MultiDict

from moto.core.parse import PROTOCOL_PARSERS
from moto.core.utils import get_service_model
from serviceRules import broken_rules

# Names of services in signatures, where botocore has another.
BOTOCORE_NAMES = {"monitoring": "cloudwatch", "states": "stepfunctions"}

# Classes of Java's patterns, for Python; any other class makes a pattern one that is not checked.
JAVA_CLASS = re.compile(r"\\p\{[^}]*\}")
PYTHON_CLASSES = {
    r"\p{L}": "A-Za-z\u00c0-\uffff", r"\p{Alpha}": "A-Za-z", r"\p{Alnum}": "A-Za-z0-9", r"\p{N}": "0-9", r"\p{Nd}": "0-9",
    r"\p{Z}": r"\s", r"\p{IsLetter}": "A-Za-z\u00c0-\uffff", r"\p{IsDigit}": "0-9", r"\p{IsSpace}": r"\s",
}
JSON_TYPES = {
    "structure": dict, "map": dict, "list": list, "string": str, "character": str, "blob": str, "boolean": bool,
    "integer": int, "long": int, "float": (int, float), "double": (int, float), "timestamp": (int, float, str),
}
# Members of responses with values that their models refuse: the examples of DescribeTable have 0 decreases.
LOOSE_MEMBERS = ("NumberOfDecreasesToday",)
CONSTRAINT = "Value {value} at '{path}' failed to satisfy constraint: Member must {text}"


class Refusal(Exception):
    """A request that AWS would not even read."""

    def __init__(self, code, text):
        super().__init__(text)
        self.code = code


# Secrets that services manage have an exclamation mark (events!connection/...), which the pattern of EventBridge lacks.
UNCHECKED_PATTERNS = {"SecretsManagerSecretArn"}


@functools.cache
def compile_pattern(pattern):
    """A pattern of the models for Python; None for one that Python lacks."""
    if any(name not in PYTHON_CLASSES for name in JAVA_CLASS.findall(pattern)):
        return None
    try:
        return re.compile(JAVA_CLASS.sub(lambda match: PYTHON_CLASSES[match[0]], pattern), re.ASCII)
    except re.error:
        return None


@functools.cache
def rest_routes(service):
    """Operations of a REST service: method, pattern of the path, fixed query keys, and required headers and query keys."""
    model = get_service_model(service)
    routes = []
    for name in model.operation_names:
        operation = model.operation_model(name)
        path, _, query = operation.http["requestUri"].partition("?")
        # S3's bucket is in the path here, as in the models.
        pattern = re.sub(r"\\\{(\w+)\\\+\\\}", r"(?P<\1>.+)", re.escape(path))
        pattern = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", pattern)
        members = operation.input_shape.members if operation.input_shape else {}
        required = operation.input_shape.required_members if operation.input_shape else []
        # They tell operations with one address apart, as CopyObject and PutObject.
        needed = [
            (members[member].serialization["location"], members[member].serialization["name"])
            for member in required
            if members[member].serialization.get("location") in ("header", "querystring")
        ]
        routes.append((operation, re.compile(f"{pattern}/?"), dict(parse_qsl(query, keep_blank_values=True)), needed))
    return routes


def find_rest_operation(service, method, path, query, headers):
    """The most specific operation at an address, and the parameters in its path."""
    candidates = []
    for operation, pattern, fixed, needed in rest_routes(service):
        match = pattern.fullmatch(path)
        if operation.http["method"] != method or not match:
            continue
        if any(key not in query or (value and query[key] != value) for key, value in fixed.items()):
            continue
        missing = sum(name not in (headers if place == "header" else query) for place, name in needed)
        # A required query key that is missing is a finding, unless another operation fits. Deprecated ones come last.
        candidates.append(((missing == 0, not operation.deprecated, len(fixed), len(needed)), operation, match.groupdict()))
    if not candidates:
        raise Refusal("UnknownOperationException", f"{service} has no operation {method} {path}")
    _, operation, params = max(candidates, key=lambda candidate: candidate[0])
    return operation, {name: unquote(value) for name, value in params.items()}


def find_operation(service, name):
    try:
        return get_service_model(service).operation_model(name)
    except OperationNotFoundError:
        raise Refusal("UnknownOperationException", f"{service} has no operation {name}") from None


def json_document(body):
    try:
        document = json.loads(body or b"{}")
    except ValueError:
        raise Refusal("SerializationException", "the body is not JSON") from None
    if not isinstance(document, dict):
        raise Refusal("SerializationException", "the body is not a JSON object")
    return document


def read_request(request):
    """Service, protocol and operation of a request, its input as the model structures it, and the findings about types."""
    service = BOTOCORE_NAMES.get(request["service"], request["service"])
    try:
        model = get_service_model(service)
    except UnknownServiceError:
        raise Refusal("UnknownOperationException", f"botocore has no service '{service}'") from None
    headers = Headers(request["headers"])
    address = urlsplit(request["url"])
    query = MultiDict(parse_qsl(address.query, keep_blank_values=True))
    body = base64.b64decode(request["body"])
    target = headers.get("x-amz-target")
    params, mistyped = {}, []
    if target:
        protocol, operation = "json", find_operation(service, target.split(".")[-1])
    elif headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        query.update(parse_qsl(body.decode(), keep_blank_values=True))
        protocol, operation = "query", find_operation(service, query.get("Action"))
    else:
        protocol = model.metadata["protocol"]
        operation, params = find_rest_operation(service, request["method"], address.path, query, headers)
    if protocol in ("json", "rest-json") and not request.get("streamed"):
        shape = body_shape(operation.input_shape)
        mistyped = list(check_json(shape, json_document(body), "")) if shape else []
    if mistyped:
        return service, protocol, operation, None, mistyped
    try:
        parsed = PROTOCOL_PARSERS[protocol](operation).parse(
            {"method": request["method"], "values": query, "headers": headers, "body": body, "url_path": address.path, "url_params": params}
        )
    except Exception as error:  # any: moto's parsers don't expect input that is wrong
        code = "MalformedXML" if protocol == "rest-xml" else "SerializationException"
        raise Refusal(code, f"{operation.name} cannot be read: {error}") from None
    return service, protocol, operation, parsed, []


def body_shape(shape):
    """The structure that a JSON body has; None when the body is none."""
    payload = shape and shape.serialization.get("payload")
    inner = shape.members[payload] if payload else shape
    return inner if inner and inner.type_name == "structure" else None


def check_json(shape, value, path, closed=False):
    """Members of a JSON document that have another type than the model's; with `closed` also members that it lacks."""
    kind = shape.type_name
    if value is None:
        return
    if not isinstance(value, JSON_TYPES[kind]) or (isinstance(value, bool) and kind != "boolean"):
        yield CONSTRAINT.format(value=text_of(value), path=path, text=f"be of type {kind}")
    elif kind == "structure" and not shape.is_document_type:
        members = {member.serialization.get("name", name): member for name, member in shape.members.items()}
        for name, item in value.items():
            if name in members:
                yield from check_json(members[name], item, join(path, name), closed)
            elif closed and name != "__type":
                yield f"'{join(path, name)}' is not in the service model"
    elif kind == "map":
        for key, item in value.items():
            yield from check_json(shape.value, item, join(path, key), closed)
    elif kind == "list":
        for place, item in enumerate(value):
            yield from check_json(shape.member, item, f"{path}.{place + 1}.member", closed)


def check_shape(shape, value, path, streamed=()):
    """Constraints of a shape that a parsed value breaks. `streamed` are members whose value was not kept."""
    kind = shape.type_name
    if kind == "structure":
        for name in shape.required_members:
            if value.get(name) is None and name not in streamed:
                yield f"Value null at '{join(path, name)}' failed to satisfy constraint: Member must not be null"
        for name, member in shape.members.items():
            if value.get(name) is not None and name not in streamed:
                yield from check_shape(member, value[name], join(path, name))
        return
    if kind == "list":
        for place, item in enumerate(value):
            yield from check_shape(shape.member, item, f"{path}.{place + 1}.member")
    elif kind == "map":
        for key, item in value.items():
            yield from check_shape(shape.key, key, f"{path}.key")
            yield from check_shape(shape.value, item, join(path, key))
    for text in broken_constraints(shape, value):
        yield CONSTRAINT.format(value=text_of(value), path=path, text=text)


def broken_constraints(shape, value):
    """Length, range, pattern and enum of one value."""
    low, high = shape.metadata.get("min"), shape.metadata.get("max")
    number = shape.type_name in ("integer", "long", "float", "double")
    if number or shape.type_name in ("string", "blob", "list", "map"):
        size, noun = (value, "value") if number else (len(value), "length")
        if low is not None and size < low:
            yield f"have {noun} greater than or equal to {low}"
        if high is not None and size > high:
            yield f"have {noun} less than or equal to {high}"
    if shape.type_name != "string":
        return
    pattern, enum = shape.metadata.get("pattern"), shape.metadata.get("enum")
    expression = shape.name not in UNCHECKED_PATTERNS and pattern and compile_pattern(pattern)
    if expression and not expression.fullmatch(value):
        yield f"satisfy regular expression pattern: {pattern}"
    if enum and value not in enum:
        yield f"satisfy enum value set: [{', '.join(enum)}]"


def text_of(value):
    text = json.dumps(value, default=str, ensure_ascii=False)
    return text if len(text) <= 100 else text[:100] + "..."


def join(path, name):
    return f"{path}.{name}" if path else name


def streamed_members(shape, streamed):
    return (shape.serialization.get("payload"),) if streamed and shape else ()


def check_request(request):
    """`operation` (`service:Operation`), `protocol`, and `problems` as {code, text}; no code for those of the model.

    `request`: service (as in the signature), method, url, headers, body (base64), streamed (the body is not there).
    """
    try:
        service, protocol, operation, parsed, mistyped = read_request(request)
    except Refusal as refusal:
        return {"operation": None, "protocol": None, "problems": [{"code": refusal.code, "text": str(refusal)}]}
    name = f"{service}:{operation.name}"
    if mistyped:
        problems = [{"code": "SerializationException", "text": text} for text in mistyped]
        return {"operation": name, "protocol": protocol, "problems": problems}
    shape = operation.input_shape
    broken = check_shape(shape, parsed, "", streamed_members(shape, request.get("streamed"))) if shape else []
    problems = [{"text": text} for text in broken]
    problems += [{"code": code, "text": text} for code, text in broken_rules(service, operation.name, parsed)]
    return {"operation": name, "protocol": protocol, "problems": problems}


def check_response(response):
    """Findings about a response.

    `response`: operation and protocol as `check_request` returned them, status, headers, body, streamed, and own (not moto's:
    it must have no member that the model lacks).
    """
    service, _, name = response["operation"].partition(":")
    operation = get_service_model(service).operation_model(name)
    shape, protocol = operation.output_shape, response["protocol"]
    body = base64.b64decode(response["body"])
    parts = {"headers": HeadersDict(response["headers"]), "body": body, "status_code": response["status"]}
    try:
        if response["status"] < 300 and shape and protocol in ("json", "rest-json") and not response.get("streamed"):
            inner = body_shape(shape)
            mistyped = list(check_json(inner, json_document(body), "", response["own"])) if inner else []
            if mistyped:
                return mistyped
        parsed = create_parser(protocol).parse(parts, shape)
    except Exception as error:  # any: what botocore can't read, no client can
        return [f"the response cannot be read: {error}"]
    if response["status"] >= 300:
        return [] if parsed.get("Error", {}).get("Code") else ["the error has no code"]
    broken = check_shape(shape, parsed, "", streamed_members(shape, response.get("streamed"))) if shape else []
    return [text for text in broken if not any(f".{member}'" in text for member in LOOSE_MEMBERS)]
