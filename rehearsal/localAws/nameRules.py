"""What AWS refuses although its service models do not say so. Each rule names its source."""

import re


def tags_of(parsed):
    for key in ("Tags", "tags", "TagsList", "TagList"):
        tags = parsed.get(key)
        if isinstance(tags, list):
            return [tag.get("Key") or tag.get("key") or tag.get("TagKey") or "" for tag in tags]
        if isinstance(tags, dict):
            return list(tags)
    return []


def equal_but_for_case(service, _operation, parsed):
    if service != "iam":
        return None
    keys = [key.lower() for key in tags_of(parsed)]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    return f"Duplicate tag keys found. Please note that Tag keys are case insensitive. ({', '.join(twice)})" if twice else None


def reserved_tags(_service, _operation, parsed):
    reserved = [key for key in tags_of(parsed) if key.lower().startswith("aws:")]
    return f"Tag keys starting with 'aws:' are reserved for system use ({', '.join(reserved)})" if reserved else None


def too_many_tags(_service, _operation, parsed):
    count = len(tags_of(parsed))
    return f"{count} tags; the maximum is 50" if count > 50 else None


TRAIL_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9]|[._-](?=[A-Za-z0-9])){1,126}[A-Za-z0-9]")
IP_ADDRESS = re.compile(r"\d+\.\d+\.\d+\.\d+")


def trail_name(service, operation, parsed):
    if (service, operation) != ("cloudtrail", "CreateTrail"):
        return None
    name = parsed.get("Name", "")
    if 3 <= len(name) <= 128 and TRAIL_NAME.fullmatch(name) and not IP_ADDRESS.fullmatch(name):
        return None
    return (
        f"Trail name {name!r} is not valid: 3 to 128 letters, digits, periods, underscores and hyphens, "
        "beginning and ending with a letter or digit, no two marks in a row"
    )


def alarm_name(service, operation, parsed):
    if service != "cloudwatch" or operation not in ("PutMetricAlarm", "PutCompositeAlarm"):
        return None
    name = parsed.get("AlarmName", "")
    return None if name.isascii() and name.isprintable() else f"Alarm name {name!r} must contain only ASCII characters"


def dashboard_size(service, operation, parsed):
    if (service, operation) != ("cloudwatch", "PutDashboard"):
        return None
    import json

    widgets = json.loads(parsed.get("DashboardBody", "{}")).get("widgets", [])
    return f"{len(widgets)} widgets; a dashboard has at most 500" if len(widgets) > 500 else None


def inline_policy_size(service, operation, parsed):
    if (service, operation) != ("iam", "PutRolePolicy"):
        return None
    size = len(re.sub(r"\s", "", parsed.get("PolicyDocument", "")))
    return f"Maximum policy size of 10240 bytes exceeded for role {parsed.get('RoleName')} ({size})" if size > 10_240 else None


def expiry_before_transition(service, operation, parsed):
    if service != "s3" or operation != "PutBucketLifecycleConfiguration":
        return None
    for rule in parsed.get("LifecycleConfiguration", {}).get("Rules", []):
        expiry = rule.get("Expiration", {}).get("Days")
        for transition in rule.get("Transitions", []):
            days = transition.get("Days")
            if days is not None and transition.get("StorageClass") in ("STANDARD_IA", "ONEZONE_IA") and days < 30:
                return f"'Days' in Transition action must be greater than or equal to 30 for storageClass {transition['StorageClass']!r}"
            if expiry is not None and days is not None and expiry <= days:
                return f"'Days' in the Expiration action for rule {rule.get('ID')!r} must be greater than 'Days' in the Transition action"
    return None


# Rule, and the page that says so.
RULES = (
    (equal_but_for_case, "IAM user guide, Tagging IAM resources: tag keys are not case sensitive"),
    (reserved_tags, "AWS general reference, Tag naming limits and requirements"),
    (too_many_tags, "AWS general reference, Tag naming limits and requirements"),
    (trail_name, "CloudTrail user guide, Naming requirements for CloudTrail resources, S3 buckets and KMS keys"),
    (alarm_name, "CloudWatch user guide, Common features of CloudWatch alarms"),
    (dashboard_size, "CloudWatch user guide, CloudWatch service quotas"),
    (inline_policy_size, "IAM user guide, IAM and AWS STS quotas"),
    (expiry_before_transition, "S3 user guide, Lifecycle transitions: general considerations"),
)


def broken_rules(service, operation, parsed):
    return [problem for rule, _source in RULES if (problem := rule(service, operation, parsed))]
