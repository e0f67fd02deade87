"""What AWS refuses although its service models do not say so. Each row names the page that does.

A rule returns one sentence for a request that breaks it, otherwise None.
"""

import json
import re
from collections import Counter
from typing import NamedTuple
from urllib.parse import parse_qsl

from moto.core import DEFAULT_ACCOUNT_ID
from moto.iam.models import iam_backends


class Name(NamedTuple):
    """Form of a name that a request gives."""

    service: str
    operations: tuple
    member: str
    pattern: str
    allowed: str
    code: str
    source: str


NAMES = (
    Name(
        "cloudtrail", ("CreateTrail",), "Name",
        r"(?!\d+\.\d+\.\d+\.\d+$)(?=.{3,128}$)[A-Za-z0-9]+(?:[._-][A-Za-z0-9]+)*",
        "3 to 128 letters, digits, periods, underscores and hyphens, begins and ends with a letter or digit, "
        "has no two marks in a row, and is not an IP address",
        "InvalidTrailNameException", "CloudTrail user guide, CloudTrail resource naming requirements",
    ),
    Name(
        "s3", ("CreateBucket",), "Bucket",
        r"(?!\d+\.\d+\.\d+\.\d+$)(?!xn--|sthree-|amzn-s3-demo-)(?!.*(?:-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$)"
        r"(?=.{3,63}$)[a-z0-9](?:(?:[a-z0-9-]|\.(?!\.))*[a-z0-9])?",
        "3 to 63 lower-case letters, digits, periods and hyphens, begins and ends with a letter or digit, "
        "has no two periods in a row, no reserved prefix or suffix, and is not an IP address",
        "InvalidBucketName", "S3 user guide, General purpose bucket naming rules",
    ),
    Name(
        "kms", ("CreateAlias", "UpdateAlias"), "AliasName",
        r"alias/(?!aws/)[a-zA-Z0-9/_-]+",
        "'alias/' and letters, digits, slashes, underscores and hyphens, and does not begin with 'alias/aws/'",
        "InvalidAliasNameException", "KMS API reference, CreateAlias",
    ),
    Name(
        "cloudwatch", ("PutMetricAlarm",), "AlarmName",
        r"[\x20-\x7e]+",
        "printable ASCII characters",
        "ValidationError", "CloudWatch user guide, Common features of CloudWatch alarms",
    ),
    Name(
        "cloudwatch", ("PutDashboard",), "DashboardName",
        r"[A-Za-z0-9_-]{1,255}",
        "1 to 255 letters, digits, hyphens and underscores",
        "InvalidParameterInput", "CloudWatch API reference, PutDashboard",
    ),
    Name(
        "sns", ("CreateTopic",), "Name",
        r"(?=.{1,256}$)[A-Za-z0-9_-]+(?:\.fifo)?",
        "1 to 256 letters, digits, hyphens and underscores",
        "InvalidParameter", "SNS API reference, CreateTopic",
    ),
    Name(
        "sqs", ("CreateQueue",), "QueueName",
        r"(?=.{1,80}$)[A-Za-z0-9_-]+(?:\.fifo)?",
        "1 to 80 letters, digits, hyphens and underscores",
        "InvalidParameterValue", "SQS API reference, CreateQueue",
    ),
    Name(
        "lambda", ("CreateFunction",), "FunctionName",
        r"(?:.*:)?[A-Za-z0-9_-]{1,64}",
        "1 to 64 letters, digits, hyphens and underscores",
        "InvalidParameterValueException", "Lambda API reference, CreateFunction",
    ),
)


def broken_name(row, service, operation, parsed):
    if row.service != service or operation not in row.operations:
        return None
    name = parsed.get(row.member) or ""
    return None if re.fullmatch(row.pattern, name, re.ASCII) else f"{row.member} '{name}' is not valid: it has {row.allowed}"


def tags_of(parsed):
    """Keys and values of the tags in a request; an untag request has none."""
    holder = parsed.get("Tagging") or parsed
    if isinstance(holder, str):  # the header of PutObject
        return parse_qsl(holder, keep_blank_values=True)
    for member in ("Tags", "tags", "TagsList", "TagSet"):
        tags = holder.get(member)
        if isinstance(tags, list):
            return [(tag.get("Key") or tag.get("TagKey") or "", tag.get("Value") or tag.get("TagValue") or "") for tag in tags]
        if isinstance(tags, dict):
            return list(tags.items())
    return []


def repeated_tags(service, _operation, parsed):
    keys = [key.lower() if service == "iam" else key for key, _ in tags_of(parsed)]
    repeated = sorted(key for key, count in Counter(keys).items() if count > 1)
    case = " Please note that Tag keys are case insensitive." if service == "iam" else ""
    return f"Duplicate tag keys found: {', '.join(repeated)}.{case}" if repeated else None


def reserved_tags(_service, _operation, parsed):
    reserved = [key for key, _ in tags_of(parsed) if key.lower().startswith("aws:")]
    return f"Tag keys beginning with 'aws:' are reserved: {', '.join(reserved)}" if reserved else None


def tag_characters(_service, _operation, parsed):
    for text in (text for tag in tags_of(parsed) for text in tag):
        if not all(mark.isalnum() or mark.isspace() or mark in "_.:/=+-@" for mark in text):
            return f"Tag text '{text}' is not valid: it has letters, digits, spaces and _ . : / = + - @"
    return None


def tag_lengths(_service, _operation, parsed):
    for key, value in tags_of(parsed):
        if not 1 <= len(key) <= 128 or len(value) > 256:
            return f"Tag '{key}' is not valid: a key has 1 to 128 characters, and a value at most 256"
    return None


def tag_count(_service, _operation, parsed):
    count = len(tags_of(parsed))
    return f"{count} tags; the maximum is 50" if count > 50 else None


def metric_name(service, operation, parsed):
    if service != "cloudwatch" or operation not in ("PutMetricAlarm", "PutMetricData"):
        return None
    names = [parsed.get("MetricName")] + [datum.get("MetricName") for datum in parsed.get("MetricData") or []]
    broken = [name for name in names if name and not re.fullmatch(r"[\x20-\x7e]+", name)]
    return f"Metric name '{broken[0]}' is not valid: it has printable ASCII characters" if broken else None


def dashboard_widgets(service, operation, parsed):
    if (service, operation) != ("cloudwatch", "PutDashboard"):
        return None
    widgets = json.loads(parsed.get("DashboardBody") or "{}").get("widgets", [])
    return f"{len(widgets)} widgets; a dashboard has at most 500" if len(widgets) > 500 else None


def inline_policy_size(service, operation, parsed):
    """All inline policies of a role together, without white space."""
    if (service, operation) != ("iam", "PutRolePolicy"):
        return None
    role = parsed.get("RoleName")
    present = [other.policies for other in iam_backends[DEFAULT_ACCOUNT_ID]["aws"].roles.values() if other.name == role]
    policies = {**(present[0] if present else {}), parsed.get("PolicyName"): parsed.get("PolicyDocument") or ""}
    size = sum(len(re.sub(r"\s", "", document)) for document in policies.values())
    return f"Maximum policy size of 10240 bytes exceeded for role {role}: {size} bytes" if size > 10_240 else None


def trust_policy_size(service, operation, parsed):
    document = {"CreateRole": "AssumeRolePolicyDocument", "UpdateAssumeRolePolicy": "PolicyDocument"}.get(operation)
    if service != "iam" or document is None:
        return None
    size = len(re.sub(r"\s", "", parsed.get(document) or ""))
    return f"Cannot exceed quota for ACLSizePerRole: 2048: {size} characters" if size > 2048 else None


def bucket_policy_size(service, operation, parsed):
    if (service, operation) != ("s3", "PutBucketPolicy"):
        return None
    size = len(parsed.get("Policy") or "")
    return f"Bucket policy of {size} bytes; the maximum is 20480" if size > 20_480 else None


def key_policy_size(service, operation, parsed):
    if service != "kms" or operation not in ("CreateKey", "PutKeyPolicy"):
        return None
    size = len(parsed.get("Policy") or "")
    return f"Key policy of {size} bytes; the maximum is 32768" if size > 32_768 else None


def environment_size(service, operation, parsed):
    if service != "lambda" or operation not in ("CreateFunction", "UpdateFunctionConfiguration"):
        return None
    size = len(json.dumps((parsed.get("Environment") or {}).get("Variables") or {}, separators=(",", ":")))
    return f"Environment variables of {size} bytes; the maximum is 4096" if size > 4096 else None


# Days that CloudWatch Logs accepts.
RETENTION_DAYS = (1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653)


def retention_days(service, operation, parsed):
    days = parsed.get("retentionInDays")
    if (service, operation) != ("logs", "PutRetentionPolicy") or days in RETENTION_DAYS:
        return None
    return f"Retention of {days} days is not valid; allowed: {', '.join(map(str, RETENTION_DAYS))}"


def schedule_expression(service, operation, parsed):
    """`rate(1 hour)`, `rate(5 minutes)`, `cron(` six fields, one of the two days `?` `)`, and for Scheduler `at(...)`."""
    expression = parsed.get("ScheduleExpression")
    if not expression or (service, operation) not in (
        ("events", "PutRule"), ("scheduler", "CreateSchedule"), ("scheduler", "UpdateSchedule"),
    ):
        return None
    rate = re.fullmatch(r"rate\((\d+) (minute|hour|day)(s?)\)", expression)
    cron = re.fullmatch(r"cron\((\S+ \S+ (\S+) \S+ (\S+) \S+)\)", expression)
    if rate and int(rate[1]) > 0 and (rate[1] == "1") == (rate[3] == ""):
        return None
    if cron and (cron[2] == "?") != (cron[3] == "?"):
        return None
    if service == "scheduler" and re.fullmatch(r"at\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\)", expression):
        return None
    return f"Parameter ScheduleExpression is not valid: '{expression}'"


def lifecycle_days(service, operation, parsed):
    if (service, operation) != ("s3", "PutBucketLifecycleConfiguration"):
        return None
    for rule in (parsed.get("LifecycleConfiguration") or {}).get("Rules") or []:
        expiry = (rule.get("Expiration") or {}).get("Days")
        for transition in rule.get("Transitions") or []:
            days, storage = transition.get("Days"), transition.get("StorageClass")
            if days is not None and storage in ("STANDARD_IA", "ONEZONE_IA") and days < 30:
                return f"'Days' in Transition action must be greater than or equal to 30 for storageClass '{storage}'"
            if None not in (expiry, days) and expiry <= days:
                return f"'Days' in the Expiration action for rule '{rule.get('ID')}' must be greater than 'Days' in the Transition action"
    return None


class Rule(NamedTuple):
    check: object
    code: str
    source: str


TAG_NAMING = "AWS general reference, Tag naming limits and requirements"
IAM_QUOTAS = "IAM user guide, IAM and AWS STS quotas"
RULES = (
    Rule(repeated_tags, "InvalidInput", "IAM user guide, Rules for tagging in IAM and AWS STS; " + TAG_NAMING),
    Rule(reserved_tags, "ValidationException", TAG_NAMING),
    Rule(tag_characters, "ValidationException", TAG_NAMING),
    Rule(tag_lengths, "ValidationException", TAG_NAMING),
    Rule(tag_count, "LimitExceeded", TAG_NAMING),
    Rule(metric_name, "ValidationError", "CloudWatch API reference, PutMetricData"),
    Rule(dashboard_widgets, "InvalidParameterInput", "CloudWatch user guide, CloudWatch service quotas"),
    Rule(inline_policy_size, "LimitExceeded", IAM_QUOTAS),
    Rule(trust_policy_size, "LimitExceeded", IAM_QUOTAS),
    Rule(bucket_policy_size, "PolicyTooLarge", "S3 user guide, Bucket policies"),
    Rule(key_policy_size, "LimitExceededException", "KMS developer guide, Resource quotas"),
    Rule(environment_size, "InvalidParameterValueException", "Lambda developer guide, Lambda quotas"),
    Rule(retention_days, "InvalidParameterException", "CloudWatch Logs API reference, PutRetentionPolicy"),
    Rule(schedule_expression, "ValidationException", "EventBridge user guide, Schedule types"),
    Rule(lifecycle_days, "InvalidArgument", "S3 user guide, Lifecycle transitions: general considerations"),
)


def broken_rules(service, operation, parsed):
    """Problems of a request as (code, sentence)."""
    names = [(row.code, broken_name(row, service, operation, parsed)) for row in NAMES]
    rules = [(rule.code, rule.check(service, operation, parsed)) for rule in RULES]
    return [(code, problem) for code, problem in names + rules if problem]
