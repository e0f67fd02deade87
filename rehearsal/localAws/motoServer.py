"""moto's server for the rehearsal: a free loopback port, gone with its parent, and the few behaviours set right that are
far smaller here than in the gateway in front of it.

Prints one line of JSON, {"port": n}. The parent keeps stdin open: its end, for whatever reason, ends this process.
"""

import copy
import functools
import json
import logging
import os
import sys
import threading
from urllib.parse import urlparse

from werkzeug.serving import make_server

from moto.core.utils import utcnow
from moto.events.models import Rule
from moto.iam.access_control import IAMPolicy, PermissionResult
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from moto.s3.models import FakeBucket
from moto.sns.models import Subscription, sns_backends
from moto.sqs.models import Queue
from moto.sts.models import STSBackend
from moto.utilities.arns import parse_arn

OUTBOX_PATH = "/local-aws/outbox"
LOOPBACK_HOSTS = ("127.0.0.1", "localhost", "::1")
DEPLOYMENT_IDENTITY = "arn:aws:iam::{account}:user/deployment"

# What SNS handed to e-mail and to addresses outside this machine (which are never called).
outbox: list[dict] = []


def end_with_parent() -> None:
    sys.stdin.buffer.read()
    os._exit(0)


def stays_here(subscription: Subscription) -> bool:
    web = subscription.protocol in ("http", "https")
    return not web and "email" not in subscription.protocol or web and urlparse(subscription.endpoint).hostname in LOOPBACK_HOSTS


def deliver_mail(original):
    """moto drops e-mail, and a pager that does not answer fails the Publish call; AWS does neither."""

    @functools.wraps(original)
    def publish(self, message, message_id, subject=None, message_attributes=None, **rest):
        problem = None
        if stays_here(self):
            try:
                return original(self, message, message_id, subject=subject, message_attributes=message_attributes, **rest)
            except OSError as error:  # requests' errors are OSErrors
                problem = f"{self.endpoint} did not take the message: {error}"
        elif self._filter_policy_matcher and not self._filter_policy_matcher.matches(message_attributes, message):
            return None
        outbox.append(
            {"protocol": self.protocol, "to": self.endpoint, "topicArn": self.topic_arn, "messageId": message_id,
             "subject": subject, "message": message, "problem": problem, "deliveredAt": utcnow().isoformat() + "Z"}
        )
        return None

    return publish


def deliver_events(original):
    """moto delivers for disabled rules, fails PutEvents at the first target it does not know, and knows no topics."""

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
            elif arn.service in ("sqs", "logs", "events"):
                one = copy.copy(self)
                one.targets = [target]
                original(one, copy.deepcopy(original_event), transform_input)

    return send_to_targets


def bucket_permission(self, action, resource):
    """moto ignores conditions, so that a TLS-only policy would lock its bucket; loopback stands for TLS here."""
    if self.policy is None:
        return PermissionResult.NEUTRAL
    document = json.loads(self.policy.decode())
    statements = document["Statement"] if isinstance(document["Statement"], list) else [document["Statement"]]
    document["Statement"] = [s for s in statements if not (s["Effect"] == "Deny" and s.get("Condition"))]
    return IAMPolicy(json.dumps(document)).is_action_permitted(action, resource) if document["Statement"] else PermissionResult.NEUTRAL


def known_caller(original):
    """Keys that IAM and STS never gave out are the deployment's own."""

    @functools.wraps(original)
    def get_caller_identity(self, access_key_id, region):
        user_id, arn, account = original(self, access_key_id, region)
        return user_id, DEPLOYMENT_IDENTITY.format(account=account) if arn.endswith("user/moto") else arn, account

    return get_caller_identity


def with_outbox(app):
    def serve(environ, start_response):
        if environ.get("PATH_INFO") != OUTBOX_PATH:
            return app(environ, start_response)
        start_response("200 OK", [("Content-Type", "application/json")])
        return [json.dumps(outbox).encode()]

    return serve


logging.getLogger("werkzeug").setLevel(logging.ERROR)
Subscription.publish = deliver_mail(Subscription.publish)
Rule.send_to_targets = deliver_events(Rule.send_to_targets)
FakeBucket.get_permission = bucket_permission
# moto would take a queue's messages for a function that it cannot run; they are left for whoever hosts the function.
Queue.lambda_event_source_mappings = property(lambda self: {}, lambda self, mappings: None)
STSBackend.get_caller_identity = known_caller(STSBackend.get_caller_identity)

server = make_server(
    "127.0.0.1", 0, with_outbox(DomainDispatcherApplication(create_backend_app)), threaded=True, request_handler=MotoRequestHandler
)
threading.Thread(target=end_with_parent, daemon=True).start()
print(json.dumps({"port": server.server_port}), flush=True)
server.serve_forever()
