"""Runs checkov on a Terraform plan, with all of its checks, and prints a Measurement with how many resources it judged.

Loading checkov counts, as starting the engine and the pack does. Whatever reaches for the network ends the run.
"""

import contextlib
import io
import json
import resource
import sys
import time

start = time.perf_counter()
network = ("socket.connect", "socket.getaddrinfo", "socket.sendto")


def refuse(event, args):
    if event in network:
        raise RuntimeError(f"checkov is meant to stay offline: {event} {args}")


sys.addaudithook(refuse)
plan, resources = sys.argv[1], int(sys.argv[2])
options = ["--framework", "terraform_plan", "--skip-download", "--compact", "--soft-fail", "--output", "json"]
sys.argv = ["checkov", "--file", plan, *options]

from checkov.main import Checkov  # noqa: E402

out = io.StringIO()
with contextlib.redirect_stdout(out):
    code = Checkov().run()
seconds = time.perf_counter() - start
used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]

report = json.loads(out.getvalue())
summary = report.get("summary", report)
if code or summary["resource_count"] != resources or summary["parsing_errors"] or not summary["passed"]:
    sys.exit(f"checkov was meant to judge {resources} resources (exit code {code}): {summary}")
measured = {
    "seconds": seconds,
    "cpuSeconds": sum(each.ru_utime + each.ru_stime for each in used),
    "megabytes": max(each.ru_maxrss for each in used) / 1024,
}
print(json.dumps(measured))
