"""Prints, as JSON, the operations of AWS's service models (botocore) that take a role, and those that return credentials.

Only operations are listed whose IAM action is in the table of actions, `<service>:<Operation>`; some services use another
prefix in IAM, and actions without an operation of the same name are not found.
"""

import json
import re
import sys

import botocore
import botocore.session

takes_role = re.compile(
    r"(?:role_?-?arns?|iamrole|^role|servicerole|executionrole|instanceprofile(?:arn|name)?|taskrole(?:arn)?)$", re.I
)
returns_credentials = re.compile(
    r"(?:secretaccesskey|secretkey|sessiontoken|accesstoken|authtoken|authorizationtoken|bearertoken|securitytoken"
    r"|privatekey|secretstring|streamurl|authorizedurl|servicepassword|dbpassword|secrettoauthenticate.*)$",
    re.I,
)
reading = re.compile(r"(?:List|Get|Describe|BatchGet|Search|Delete|Remove|Untag)")
deepest = 6


def matches(shape, pattern, above=()):
    """Whether a text member of a shape, at any depth, has a name that a pattern matches."""
    if shape is None or shape.name in above or len(above) > deepest:
        return False
    inside = (*above, shape.name)
    if shape.type_name == "structure":
        return any(
            bool(pattern.search(name)) if is_text(member) else matches(member, pattern, inside)
            for name, member in shape.members.items()
        )
    if shape.type_name == "list":
        return matches(shape.member, pattern, inside)
    return shape.type_name == "map" and matches(shape.value, pattern, inside)


def is_text(shape):
    return shape.type_name in ("string", "blob") or (shape.type_name == "list" and is_text(shape.member))


def main(table_path):
    with open(table_path, encoding="utf-8") as file:
        services = json.load(file)["services"]
    names = {
        f"{service}:{name}".lower(): f"{service}:{name}"
        for service, stored in services.items()
        for *_, actions in stored["actions"]
        for name in actions.split()
    }
    session = botocore.session.get_session()
    roles, credentials = set(), set()
    for service in session.get_available_services():
        model = session.get_service_model(service)
        prefixes = (model.signing_name, model.endpoint_prefix, service)
        for operation in model.operation_names:
            action = next(
                (names[key] for prefix in prefixes if (key := f"{prefix}:{operation}".lower()) in names), None
            )
            if action is None:
                continue
            operation_model = model.operation_model(operation)
            if not reading.match(operation) and matches(operation_model.input_shape, takes_role):
                roles.add(action)
            if not operation.startswith("Delete") and matches(operation_model.output_shape, returns_credentials):
                credentials.add(action)
    print(json.dumps({"botocore": botocore.__version__, "roles": sorted(roles), "credentials": sorted(credentials)}))


main(sys.argv[1])
