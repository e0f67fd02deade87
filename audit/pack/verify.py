#!/usr/bin/env python3
"""Verifies an evidence pack: python3 verify.py [folder] [--index SHA256]

Uses the standard library only. It checks that
- no file of the pack was changed, removed or added (index.json has the SHA-256 of each),
- each log file in trail/ is named, with its hash, by a digest that CloudTrail signed (RSA, SHA-256, public-keys.json),
- each call in changes.json is a record in its log file, and
- the results in controls.json follow from the calls.
Pass the SHA-256 of index.json that the command printed, to know that index.json is the one that was written.
"""
import argparse
import base64
import gzip
import hashlib
import json
import pathlib
import re
import sys
import zlib

# DigestInfo of SHA-256 (RFC 8017, section 9.2).
SHA256_PREFIX = bytes.fromhex("3031300d060960864801650304020105000420")


def read_integer(der, at):
    """Returns the INTEGER at an offset of a DER text, and the offset behind it."""
    if der[at] != 0x02:
        raise ValueError("not an RSA public key in PKCS #1")
    length, start = read_length(der, at + 1)
    return int.from_bytes(der[start : start + length], "big"), start + length


def read_length(der, at):
    first = der[at]
    if first < 0x80:
        return first, at + 1
    count = first & 0x7F
    return int.from_bytes(der[at + 1 : at + 1 + count], "big"), at + 1 + count


def public_key(value):
    """Modulus and exponent of an RSA key: DER in PKCS #1, in Base64."""
    der = base64.b64decode(value)
    _, start = read_length(der, 1)
    modulus, at = read_integer(der, start)
    exponent, _ = read_integer(der, at)
    return modulus, exponent


def is_signed(key, text, signature):
    """Whether a signature is that of a text: RSASSA-PKCS1-v1_5 with SHA-256."""
    modulus, exponent = key
    size = (modulus.bit_length() + 7) // 8
    block = pow(int(signature, 16), exponent, modulus).to_bytes(size, "big")
    tail = b"\x00" + SHA256_PREFIX + hashlib.sha256(text.encode()).digest()
    return block == b"\x00\x01" + b"\xff" * (size - 2 - len(tail)) + tail


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def unpack(data):
    return gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data


def hour_of(name):
    match = re.search(r"_(\d{4})(\d\d)(\d\d)T(\d\d)\d{2,4}Z", name)
    return "%s-%s-%sT%s" % match.groups() if match else "-"


class Pack:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.faults = []

    def fault(self, path, text):
        self.faults.append((hour_of(path), path, text))

    def read(self, path):
        return (self.folder / path).read_bytes()

    def json(self, path):
        return json.loads(self.read(path))

    def check_index(self, expected):
        if expected and sha256(self.read("index.json")) != expected:
            self.fault("index.json", "its hash is not the expected one")
        listed = {entry["path"]: entry["sha256"] for entry in self.json("index.json")["files"]}
        present = {p.relative_to(self.folder).as_posix() for p in self.folder.rglob("*") if p.is_file()}
        for path in sorted(present - set(listed) - {"index.json"}):
            self.fault(path, "the index does not name it")
        for path in sorted(listed):
            if path not in present:
                self.fault(path, "missing")
            elif sha256(self.read(path)) != listed[path]:
                self.fault(path, "its hash is not the one in the index")

    def check_trail(self):
        keys = {entry["Fingerprint"]: public_key(entry["Value"]) for entry in self.json("public-keys.json")["PublicKeyList"]}
        for entry in self.json("trail.json"):
            log, path = entry["log"], entry["digest"]
            content = unpack(self.read("trail/" + path))
            digest = json.loads(content)
            text = "\n".join([
                digest["digestEndTime"],
                digest["digestS3Bucket"] + "/" + digest["digestS3Object"],
                sha256(content),
                digest.get("previousDigestSignature") or "null",
            ])
            key = keys.get(digest["digestPublicKeyFingerprint"])
            if key is None:
                self.fault("trail/" + path, "its public key is not in public-keys.json")
            elif not entry.get("signature"):
                self.fault("trail/" + path, "its signature is not in trail.json")
            elif not is_signed(key, text, entry["signature"]):
                self.fault("trail/" + path, "its signature is not CloudTrail's")
            name = log.rsplit("/", 1)[-1]
            hashes = [f["hashValue"] for f in digest["logFiles"] if f["s3Object"].rsplit("/", 1)[-1] == name]
            if sha256(unpack(self.read("trail/" + log))) not in hashes:
                self.fault("trail/" + log, "its digest does not name it with its hash")

    def check_changes(self):
        changes = self.json("changes.json")
        logs = {}
        for call in changes:
            path = "trail/" + call["file"]
            if path not in logs:
                records = json.loads(unpack(self.read(path)))["Records"]
                logs[path] = {record.get("eventID", ""): record for record in records}
            record = logs[path].get(call["eventId"])
            if record is None:
                self.fault(path, "it has no record %s, which changes.json names" % call["eventId"])
            elif [record["eventName"], record["eventTime"]] != [call["action"], call["when"]]:
                self.fault(path, "record %s is not the call in changes.json" % call["eventId"])
            elif record.get("userIdentity", {}).get("arn", call["who"]) != call["who"]:
                self.fault(path, "record %s has another caller than changes.json" % call["eventId"])
        unexplained = sum(call["verdict"] == "unexplained" for call in changes)
        for control in self.json("controls.json"):
            if control["held"] != (len(control["exceptions"]) == 0):
                self.fault("controls.json", "%s: the result does not follow from its exceptions" % control["id"])
            if control["id"] == "changes-explained" and len(control["exceptions"]) != unexplained:
                self.fault("controls.json", "changes-explained: not the unexplained calls of changes.json")

    def verify(self, expected):
        for check in (lambda: self.check_index(expected), self.check_trail, self.check_changes):
            try:
                check()
            except (OSError, EOFError, ValueError, KeyError, TypeError, AttributeError, IndexError, zlib.error) as error:
                self.fault("index.json" if check is not self.check_trail else "trail.json", "unreadable: %r" % (error,))
        return self.faults


def main():
    parser = argparse.ArgumentParser(description="verify an evidence pack")
    parser.add_argument("folder", nargs="?", default=str(pathlib.Path(__file__).parent))
    parser.add_argument("--index", help="SHA-256 of index.json that the command printed")
    options = parser.parse_args()
    faults = Pack(options.folder).verify(options.index)
    for hour, path, text in faults:
        print("%s  %s: %s" % (hour, path, text))
    print("%d faults" % len(faults) if faults else "the pack is complete and unaltered")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
