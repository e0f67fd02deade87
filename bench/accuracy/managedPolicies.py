"""Prints the documents of AWS's managed policies that moto carries, as one JSON object by name, with moto's version."""

import json
import sys
from importlib.metadata import version

from moto.iam.aws_managed_policies import aws_managed_policies_data

policies = json.loads(aws_managed_policies_data)
documents = {name: policies[name]["Document"] for name in sorted(policies)}
json.dump({"moto": version("moto"), "documents": documents}, sys.stdout)
