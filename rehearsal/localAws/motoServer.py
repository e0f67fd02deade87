"""moto's server for the rehearsal: on a free loopback port, ended with its parent, and with a few corrections that are
simpler here than in the gateway in front of it.

Prints one line of JSON, {"port": n}. Then each line of stdin is a question of the parent, {"id", "name", "content"}, and gets one
line with its id and result or problem. The process ends when stdin closes.
"""

import base64
import functools
import json
import logging
import os
import sys
import threading
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.hashes import SHA256
from werkzeug.serving import make_server

import jsonpath_ng.ext
import moto.iam.models
from moto.core import DEFAULT_ACCOUNT_ID
from moto.core.utils import utcnow
from moto.events.models import Rule
from moto.iam.access_control import IAMPolicy, PermissionResult
from moto.kms.responses import KmsResponse
from moto.logs.models import LogsBackend
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from moto.s3.exceptions import InvalidBucketState, MissingBucket
from moto.s3.models import FakeBucket, S3Backend, s3_backends
from moto.s3.responses import S3Response
from moto.sns.models import Subscription
from moto.sqs.models import Queue
from moto.sts.models import STSBackend
from delivery import check_targets, deliver_events, deliver_mail, outbox
from serviceModels import check_response, check_request

DEPLOYMENT_IDENTITY = "arn:aws:iam::{account}:user/deployment"


def bucket_permission(self, action, resource):
    """moto ignores conditions, so a TLS-only policy would lock its bucket; loopback stands for TLS here."""
    if self.policy is None:
        return PermissionResult.NEUTRAL
    document = json.loads(self.policy.decode())
    statements = document["Statement"] if isinstance(document["Statement"], list) else [document["Statement"]]
    document["Statement"] = [s for s in statements if not (s["Effect"] == "Deny" and s.get("Condition"))]
    return IAMPolicy(json.dumps(document)).is_action_permitted(action, resource) if document["Statement"] else PermissionResult.NEUTRAL


def lock_in_place(self, bucket_name, lock_enabled, mode=None, days=None, years=None):
    """S3 switches Object Lock on in a bucket that has objects since 2023-11; moto still refuses."""
    bucket = self.get_bucket(bucket_name)
    if not bucket.is_versioned:
        raise InvalidBucketState("Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration")
    bucket.object_lock_enabled = bucket.object_lock_enabled or lock_enabled
    bucket.default_lock_mode, bucket.default_lock_days, bucket.default_lock_years = mode, days, years


def keep_sizes(original):
    """moto forgets the sizes in a lifecycle rule's filter."""

    @functools.wraps(original)
    def set_lifecycle(self, rules):
        original(self, rules)
        for kept, rule in zip(self.rules, rules):
            kept.given_filter = rule.get("Filter") or {}

    return set_lifecycle


def return_sizes(original):
    @functools.wraps(original)
    def serialized(self, result):
        if self.data.get("Action") == "GetBucketLifecycleConfiguration":
            for shown, kept in zip(result.result["Rules"], self.backend.get_bucket_lifecycle(self.bucket_name)):
                add_sizes(shown.get("Filter", {}), kept.given_filter)
                add_sizes(shown.get("Filter", {}).get("And", {}), kept.given_filter.get("And") or {})
        return original(self, result)

    return serialized


def add_sizes(shown, given):
    shown.update({key: int(given[key]) for key in ("ObjectSizeGreaterThan", "ObjectSizeLessThan") if key in given})


def sign_digests(original):
    """moto signs a digest as if it were the message."""

    @functools.wraps(original)
    def sign(self):
        if self._get_param("MessageType") != "DIGEST":
            return original(self)
        algorithm, digest = self._get_param("SigningAlgorithm"), self._get_param("Message")
        ways = {"RSASSA_PKCS1_V1_5_SHA_256": (padding.PKCS1v15(), Prehashed(SHA256())), "ECDSA_SHA_256": (ec.ECDSA(Prehashed(SHA256())),)}
        if algorithm not in ways:
            raise NotImplementedError(f"signing a digest with {algorithm}; supported: {', '.join(ways)}")
        key = self.kms_backend.describe_key(self._get_param("KeyId"))
        signature = base64.b64encode(key.private_key.private_key.sign(digest, *ways[algorithm])).decode()
        return json.dumps({"KeyId": key.arn, "Signature": signature, "SigningAlgorithm": algorithm})

    return sign


def identify_deployment(original):
    """A key that neither IAM nor STS issued is the deployment's."""

    @functools.wraps(original)
    def get_caller_identity(self, access_key_id, region):
        user_id, arn, account = original(self, access_key_id, region)
        return user_id, DEPLOYMENT_IDENTITY.format(account=account) if arn.endswith("user/moto") else arn, account

    return get_caller_identity


def simulated_now(start):
    """The simulated clock as it begins: alarms on silence count from the creation of a monitor's role."""
    offset = datetime.fromisoformat(start.replace("Z", "+00:00")).replace(tzinfo=None) - utcnow()
    return lambda: utcnow() + offset


def one_at_a_time(app):
    """moto's backends are dictionaries that one thread changes while another goes through them."""
    lock = threading.Lock()

    def serve(environ, start_response):
        with lock:
            return app(environ, start_response)

    return serve


def find_object(question):
    """Whether an object exists, and the id of the key that encrypts it, null for none of its own."""
    try:
        found = s3_backends[DEFAULT_ACCOUNT_ID]["aws"].get_object(question["bucket"], question["key"], question.get("version"))
    except MissingBucket:
        found = None
    return {"exists": found is not None, "keyId": found.kms_key_id if found is not None and found.encryption == "aws:kms" else None}


def reply_to_parent(replies) -> None:
    """Handles the parent's questions, and ends this process with it."""
    handlers = {"outbox": lambda _: outbox, "object": find_object, "check-request": check_request, "check-response": check_response}
    for line in sys.stdin.buffer:
        question = json.loads(line)
        try:
            reply = {"result": handlers[question["name"]](question["content"])}
        except Exception as error:  # any: the parent reports it
            reply = {"problem": f"{type(error).__name__}: {error}"}
        replies.write(json.dumps({"id": question["id"], **reply}) + "\n")
        replies.flush()
    os._exit(0)


def return_event_bridge(original):
    """moto stores that a bucket sends its events to EventBridge, and does not return it."""

    @functools.wraps(original)
    def serialized(self, action_result):
        result = action_result.result
        if isinstance(result, dict) and "LambdaFunctionConfigurations" in result:
            if self.backend.get_bucket(self.bucket_name).notification_configuration.event_bridge is not None:
                result["EventBridgeConfiguration"] = {}
        return original(self, action_result)

    return serialized


def replace_filter(original):
    """moto keeps the old filter beside the new one of the same name."""

    @functools.wraps(original)
    def put_metric_filter(self, filter_name, filter_pattern, log_group_name, metric_transformations):
        filters = self.filters.metric_filters
        filters[:] = [row for row in filters if (row["logGroupName"], row["filterName"]) != (log_group_name, filter_name)]
        return original(self, filter_name, filter_pattern, log_group_name, metric_transformations)

    return put_metric_filter


logging.getLogger("werkzeug").setLevel(logging.ERROR)
Subscription.publish = deliver_mail(Subscription.publish)
Rule.send_to_targets = deliver_events(Rule.send_to_targets)
Rule.put_targets = check_targets(Rule.put_targets)
FakeBucket.get_permission = bucket_permission
S3Backend.put_object_lock_configuration = lock_in_place
FakeBucket.set_lifecycle = keep_sizes(FakeBucket.set_lifecycle)
S3Response.serialized = return_event_bridge(return_sizes(S3Response.serialized))
# moto would consume a queue's messages for a function that it cannot run; they are left for the function's host.
Queue.lambda_event_source_mappings = property(lambda self: {}, lambda self, mappings: None)
if os.environ.get("LOCAL_AWS_START"):
    moto.iam.models.utcnow = simulated_now(os.environ["LOCAL_AWS_START"])
LogsBackend.put_metric_filter = replace_filter(LogsBackend.put_metric_filter)
KmsResponse.sign = sign_digests(KmsResponse.sign)
STSBackend.get_caller_identity = identify_deployment(STSBackend.get_caller_identity)

# A template's paths are few, and each takes the parser 10 ms.
jsonpath_ng.ext.parse = functools.cache(jsonpath_ng.ext.parse)

server = make_server(
    "127.0.0.1", 0, one_at_a_time(DomainDispatcherApplication(create_backend_app)), threaded=True, request_handler=MotoRequestHandler
)
# Nothing else may write to the lines that the parent reads.
lines, sys.stdout = sys.stdout, sys.stderr
print(json.dumps({"port": server.server_port}), file=lines, flush=True)
threading.Thread(target=reply_to_parent, args=[lines], daemon=True).start()
server.serve_forever()
