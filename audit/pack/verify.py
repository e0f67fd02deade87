"""Verifies an evidence pack: python3 verify.py [folder] [--index SHA256] [--signing-key FINGERPRINT]

Uses the standard library only. It checks that
- no file of the pack was changed, removed or added (index.json has the SHA-256 of each),
- the key in signing-key.pem signed index.json, if it names a key (RSA PKCS #1 v1.5, or ECDSA on P-256, SHA-256),
- each log file in trail/ is named, with its hash, by a digest that CloudTrail signed (RSA, SHA-256, public-keys.json),
- each call in changes.json is a record in its log file, and
- the results in controls.json and assessment-results.json (OSCAL) follow from the calls.
Only --index (printed by the command) or --signing-key (named by its owner) shows that index.json is the original one.
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

SHA256_PREFIX = bytes.fromhex("3031300d060960864801650304020105000420")  # DigestInfo (RFC 8017, section 9.2)
# P-256: prime, order and base point (NIST SP 800-186, section 3.2.1.3).
P = 2**256 - 2**224 + 2**192 + 2**96 - 1
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
G = (0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
     0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5)


def element(der, at):
    """Content of the DER element at an offset, and the offset behind it."""
    count = max(der[at + 1] - 0x80, 0)
    start = at + 2 + count
    length = int.from_bytes(der[at + 1 + (count > 0) : start], "big")
    return der[start : start + length], start + length


def integers(der):
    """The two numbers of a DER sequence: modulus and exponent in PKCS #1, or a signature of ECDSA."""
    body = element(der, 0)[0]
    first, at = element(body, 0)
    return int.from_bytes(first, "big"), int.from_bytes(element(body, at)[0], "big")


def is_rsa_signed(key, text, signature):
    modulus, exponent = key
    size = (modulus.bit_length() + 7) // 8
    block = pow(int.from_bytes(signature, "big"), exponent, modulus).to_bytes(size, "big")
    tail = b"\x00" + SHA256_PREFIX + hashlib.sha256(text).digest()
    return len(signature) == size and block == b"\x00\x01" + b"\xff" * (size - 2 - len(tail)) + tail


def add(a, b):
    """Sum of two points of P-256; None is the point at infinity."""
    if a is None or b is None:
        return a or b
    if a[0] == b[0] and (a[1] + b[1]) % P == 0:
        return None
    slope = 3 * (a[0] ** 2 - 1) * pow(2 * a[1], -1, P) if a == b else (b[1] - a[1]) * pow(b[0] - a[0], -1, P)
    x = (slope**2 - a[0] - b[0]) % P
    return x, (slope * (a[0] - x) - a[1]) % P


def multiply(factor, point):
    half = multiply(factor >> 1, add(point, point)) if factor > 1 else None
    return add(half, point) if factor & 1 else half


def is_ecdsa_signed(point, text, signature):
    r, s = integers(signature)  # FIPS 186-5, section 6.4.2
    if element(signature, 0)[1] != len(signature) or not (0 < r < N and 0 < s < N):
        return False
    inverse, digest = pow(s, -1, N), int(sha256(text), 16)
    total = add(multiply(digest * inverse % N, G), multiply(r * inverse % N, point))
    return total is not None and total[0] % N == r


def is_signed(key, text, signature):
    body = element(key, 0)[0]  # SubjectPublicKeyInfo (RFC 5480)
    bits = element(body, element(body, 0)[1])[0][1:]
    if bits[0] != 0x04:
        return is_rsa_signed(integers(bits), text, signature)
    return is_ecdsa_signed((int.from_bytes(bits[1:33], "big"), int.from_bytes(bits[33:], "big")), text, signature)


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def unpack(data):
    return gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data


class Pack:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.faults, self.signer = [], {"key": None, "fingerprint": None}

    def fault(self, path, text):
        hour = re.search(r"_(\d{4})(\d\d)(\d\d)T(\d\d)\d{2,4}Z", path)
        self.faults.append(("%s-%s-%sT%s" % hour.groups() if hour else "-", path, text))

    def read(self, path):
        return (self.folder / path).read_bytes()

    def check_index(self, expected, signing_key):
        if expected and sha256(self.read("index.json")) != expected:
            self.fault("index.json", "its hash is not the expected one")
        index = json.loads(self.read("index.json"))
        listed = {entry["path"]: entry["sha256"] for entry in index["files"]}
        present = {p.relative_to(self.folder).as_posix() for p in self.folder.rglob("*") if p.is_file()}
        self.signer = index.get("signature", self.signer)
        for path in sorted(present - set(listed) - {"index.json", self.signer["key"] and "index.json.sig"}):
            self.fault(path, "the index does not name it")
        for path in sorted(listed):
            if path not in present:
                self.fault(path, "missing")
            elif sha256(self.read(path)) != listed[path]:
                self.fault(path, "its hash is not the one in the index")
        if signing_key and self.signer["fingerprint"] != signing_key:
            self.fault("index.json", "the expected key did not sign it")

    def check_signature(self):
        if not self.signer["key"]:
            return
        key = base64.b64decode("".join(self.read("signing-key.pem").decode().split("-----")[2].split()))
        if sha256(key) != self.signer["fingerprint"]:
            self.fault("signing-key.pem", "its fingerprint is not the one in the index")
        elif not is_signed(key, self.read("index.json"), self.read("index.json.sig")):
            self.fault("index.json.sig", "not the signature of index.json by the key in signing-key.pem")

    def check_trail(self):
        listed = json.loads(self.read("public-keys.json"))["PublicKeyList"]
        keys = {entry["Fingerprint"]: integers(base64.b64decode(entry["Value"])) for entry in listed}
        for entry in json.loads(self.read("trail.json")):
            log, path = entry["log"], entry["digest"]
            content = unpack(self.read("trail/" + path))
            digest = json.loads(content)
            lines = [digest["digestEndTime"], digest["digestS3Bucket"] + "/" + digest["digestS3Object"]]
            text = "\n".join(lines + [sha256(content), digest.get("previousDigestSignature") or "null"])
            key = keys.get(digest["digestPublicKeyFingerprint"])
            if key is None:
                self.fault("trail/" + path, "its public key is not in public-keys.json")
            elif not is_rsa_signed(key, text.encode(), bytes.fromhex(entry.get("signature", ""))):
                self.fault("trail/" + path, "its signature in trail.json is not CloudTrail's")
            hashes = [f["hashValue"] for f in digest["logFiles"] if pathlib.Path(f["s3Object"]).name == pathlib.Path(log).name]
            if sha256(unpack(self.read("trail/" + log))) not in hashes:
                self.fault("trail/" + log, "its digest does not name it with its hash")

    def check_changes(self):
        changes, logs = json.loads(self.read("changes.json")), {}
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
        results = json.loads(self.read("assessment-results.json"))["assessment-results"]["results"][0]
        states = {finding["title"]: finding["target"]["status"]["state"] for finding in results["findings"]}
        for control in json.loads(self.read("controls.json")):
            if control["held"] != (len(control["exceptions"]) == 0):
                self.fault("controls.json", "%s: the result does not follow from its exceptions" % control["id"])
            if control["id"] == "changes-explained" and len(control["exceptions"]) != unexplained:
                self.fault("controls.json", "changes-explained: not the unexplained calls of changes.json")
            if states.get(control["id"]) != ("satisfied" if control["held"] else "not-satisfied"):
                self.fault("assessment-results.json", "%s: not the result in controls.json" % control["id"])

    def verify(self, index=None, signing_key=None):
        checks = {"index.json": lambda: self.check_index(index, signing_key), "index.json.sig": self.check_signature}
        for path, check in {**checks, "trail.json": self.check_trail, "changes.json": self.check_changes}.items():
            try:
                check()
            except (OSError, EOFError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, zlib.error) as error:
                self.fault(path, "unreadable: %r" % (error,))
        return self.faults


def main():
    parser = argparse.ArgumentParser(description="verify an evidence pack")
    parser.add_argument("folder", nargs="?", default=str(pathlib.Path(__file__).parent))
    parser.add_argument("--index", help="SHA-256 of index.json that the command printed")
    parser.add_argument("--signing-key", help="fingerprint of the key that signed index.json")
    options = parser.parse_args()
    pack = Pack(options.folder)
    for fault in pack.verify(options.index, options.signing_key):
        print("%s  %s: %s" % fault)
    print("signed with %(key)s, fingerprint %(fingerprint)s" % pack.signer if pack.signer["key"] else "not signed")
    print("%d faults" % len(pack.faults) if pack.faults else "the pack is complete and unaltered")
    return 1 if pack.faults else 0


if __name__ == "__main__":
    sys.exit(main())
