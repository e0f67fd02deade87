"""What cloudsplaining and parliament say of policy documents.

Reads a JSON object of documents by name from the file that the first argument names, writes to standard output what each
tool finds by document, and how many are done, a line each, to standard error.
"""

import contextlib
import io
import json
import logging
import sys
import warnings
from importlib.metadata import version

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)

import parliament  # noqa: E402
from cloudsplaining.scan.policy_document import PolicyDocument  # noqa: E402
from cloudsplaining.shared.exclusions import Exclusions  # noqa: E402

# Its defaults leave out service roles by their names; here every document counts.
NOTHING_EXCLUDED = Exclusions(
    {
        "policies": [""],
        "roles": [""],
        "users": [""],
        "groups": [""],
        "include-actions": [],
        "exclude-actions": [""],
    }
)

# cloudsplaining counts these as data; this project's pack counts them as credentials.
SECRETS = {
    "ssm:getparameter",
    "ssm:getparameters",
    "ssm:getparametersbypath",
    "secretsmanager:getsecretvalue",
}


def cloudsplaining_findings(document):
    with contextlib.redirect_stdout(io.StringIO()):
        read = PolicyDocument(document, exclusions=NOTHING_EXCLUDED)
        data = read.allows_data_exfiltration_actions
        found = {
            "PrivilegeEscalation": [each["type"] for each in read.allows_privilege_escalation],
            "CredentialsExposure": read.credentials_exposure,
            "DataExfiltration": [action for action in data if action.lower() not in SECRETS],
            "DataExfiltration of secrets": [action for action in data if action.lower() in SECRETS],
            "ResourceExposure": read.permissions_management_without_constraints,
            "InfrastructureModification": read.infrastructure_modification,
            "ServiceWildcard": read.service_wildcard,
            "NotAction": [s for each in read.statements if each.effect_allow for s in each.not_action],
            "NotResource": [s for each in read.statements if each.effect_allow for s in each.not_resource],
        }
    return {name: sorted(set(details)) for name, details in found.items() if details}


def parliament_findings(document):
    """Its findings, and whether it went to the end: it stops at a name or an ARN that it does not know."""
    try:
        read = parliament.analyze_policy_string(json.dumps(document), include_community_auditors=True)
    except Exception as error:
        return {"complete": False, "error": str(error), "findings": {}}
    found = {}
    for each in read.findings:
        found.setdefault(each.issue, []).append(str(each.detail or each.location.get("actions") or "")[:300])
    complete = read.is_valid and "EXCEPTION" not in found
    return {"complete": complete, "findings": {name: sorted(set(details)) for name, details in found.items()}}


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        documents = json.load(file)
    findings = {}
    for done, (name, document) in enumerate(documents.items()):
        findings[name] = {
            "cloudsplaining": {"complete": True, "findings": cloudsplaining_findings(document)},
            "parliament": parliament_findings(document),
        }
        print(done + 1, file=sys.stderr, flush=True)
    versions = {name: version(name) for name in ("cloudsplaining", "parliament")}
    json.dump({"versions": versions, "findings": findings}, sys.stdout)


main()
