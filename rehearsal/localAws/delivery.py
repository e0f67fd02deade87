"""How moto's topics and event rules deliver, where moto differs from AWS: mail, addresses, queues and dead-letter queues."""

import copy
import functools
import json
from urllib.parse import urlparse

import requests
from moto.core.utils import utcnow
from moto.events.models import events_backends
from moto.sns.models import Subscription, sns_backends
from moto.sqs.models import sqs_backends
from moto.utilities.arns import parse_arn

LOOPBACK_HOSTS = ("127.0.0.1", "localhost", "::1")
TARGET_SERVICES = ("sqs", "sns", "logs", "events")

# Messages from SNS to e-mail and to addresses outside this machine, which are never called.
outbox: list[dict] = []


def is_deliverable(subscription: Subscription) -> bool:
    web = subscription.protocol in ("http", "https")
    return not web and "email" not in subscription.protocol or web and urlparse(subscription.endpoint).hostname in LOOPBACK_HOSTS


def deliver_mail(original):
    """moto drops e-mail, and fails the Publish call if a pager does not respond; AWS does neither."""

    @functools.wraps(original)
    def publish(self, message, message_id, subject=None, message_attributes=None, **rest):
        problem = None
        if is_deliverable(self):
            try:
                return original(self, message, message_id, subject=subject, message_attributes=message_attributes, **rest)
            except OSError as error:  # requests' errors are OSErrors
                problem = f"{self.endpoint} did not accept the message: {error}"
        elif self._filter_policy_matcher and not self._filter_policy_matcher.matches(message_attributes, message):
            return None
        outbox.append(
            {"protocol": self.protocol, "to": self.endpoint, "topicArn": self.topic_arn, "messageId": message_id,
             "subject": subject, "message": message, "problem": problem, "deliveredAt": utcnow().isoformat() + "Z"}
        )
        return None

    return publish


def select_input(event, path):
    """The part of an event that a target gets, by a path of names: `$.detail.message`."""
    for name in path.split(".")[1:]:
        event = event.get(name) if isinstance(event, dict) else None
    return event


def call_destination(backend, target, event):
    """An API destination: a loopback address is called, any other is noted. Returns what is wrong, or None."""
    destination = backend.destinations[target["Arn"].split("/")[1]]
    connection = next(c for c in backend.connections.values() if c.arn == destination.connection_arn)
    given = connection.auth_parameters.get("InvocationHttpParameters", {})
    values = lambda kind: {p["Key"]: p["Value"] for p in given.get(kind, [])}
    key = connection.auth_parameters["ApiKeyAuthParameters"]
    url = destination.invocation_endpoint
    for path in target.get("HttpParameters", {}).get("PathParameterValues", []):
        url = url.replace("*", str(select_input(event, path)), 1)
    body = {**select_input(event, target.get("InputPath", "$")), **values("BodyParameters")}
    if urlparse(url).hostname not in LOOPBACK_HOSTS:
        outbox.append({"protocol": "api-destination", "to": url, "topicArn": "", "messageId": event["id"], "subject": None,
                       "message": json.dumps(body), "problem": None, "deliveredAt": utcnow().isoformat() + "Z"})
        return None
    try:
        headers = {key["ApiKeyName"]: key["ApiKeyValue"], **values("HeaderParameters")}
        response = requests.request(destination.http_method, url, params=values("QueryStringParameters"), json=body,
                                    headers=headers, timeout=5)
        return None if response.ok else f"status {response.status_code}"
    except OSError as error:
        return str(error)


def deliver_to(rule, target, event, deliver):
    """Delivers to one target; what it does not accept goes to its dead-letter queue, without retries."""
    arn = parse_arn(target["Arn"])
    if arn.service == "events" and arn.resource_type == "api-destination":
        problem = call_destination(events_backends[arn.account][arn.region], target, event)
        queue = target.get("DeadLetterConfig", {}).get("Arn")
        if problem and queue:
            reasons = {"RULE_ARN": rule.arn, "TARGET_ARN": target["Arn"], "ERROR_CODE": "SDK_CLIENT_ERROR", "ERROR_MESSAGE": problem}
            attributes = {name: {"DataType": "String", "StringValue": value} for name, value in reasons.items()}
            send_to_queue(queue, event, attributes)
    elif arn.service == "sqs" and "InputPath" in target:
        send_to_queue(target["Arn"], select_input(event, target["InputPath"]))
    else:
        single = copy.copy(rule)
        single.targets = [target]
        deliver(single, copy.deepcopy(event))


def send_to_queue(queue_arn, body, attributes=None):
    arn = parse_arn(queue_arn)
    sqs_backends[arn.account][arn.region].send_message(arn.resource_id, json.dumps(body), message_attributes=attributes)


def deliver_events(original):
    """moto delivers for disabled rules, ignores input paths, and does not deliver to topics and with a body to addresses."""

    @functools.wraps(original)
    def send_to_targets(self, original_event, transform_input=True):
        if self.state == "DISABLED" or not self.event_pattern.matches_event(original_event):
            return
        for target in self.targets:
            arn = parse_arn(target["Arn"])
            if arn.service == "sns":
                topic = sns_backends[arn.account][arn.region].topics.get(target["Arn"])
                if topic:
                    topic.publish(json.dumps(original_event))
            else:
                deliver_to(self, target, original_event, functools.partial(original, transform_input=transform_input))

    return send_to_targets


def check_targets(original):
    """Events to any other target would be lost: moto ignores it, or fails PutEvents."""

    @functools.wraps(original)
    def put_targets(self, targets):
        for target in targets:
            service = parse_arn(target["Arn"]).service
            if service not in TARGET_SERVICES:
                raise NotImplementedError(f"target {target['Arn']}; supported: {', '.join(TARGET_SERVICES)}")
        return original(self, targets)

    return put_targets
