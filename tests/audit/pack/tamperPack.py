"""Tampers with an evidence pack in random ways: python3 tamperPack.py <pack> <sha256 of its index> <count> <seed>

Prints the tamperings that the pack's verifier does not find, each with a fault of the file, and fails if there are any.
"""
import importlib.util
import pathlib
import random
import sys

folder, index, count, seed = pathlib.Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
spec = importlib.util.spec_from_file_location("verify", folder / "verify.py")
verify = importlib.util.module_from_spec(spec)
sys.dont_write_bytecode = True
spec.loader.exec_module(verify)
chance = random.Random(seed)


def change(body):
    at = chance.randrange(len(body))
    return body[:at] + bytes([body[at] ^ chance.randrange(1, 256)]) + body[at + 1 :]


def shorten(body):
    return body[: chance.randrange(len(body))]


def remove(_):
    return None


def swap(_):
    return paths[other]


files = sorted(p for p in folder.rglob("*") if p.is_file())
paths = {p: p.read_bytes() for p in files}
missed = []
for number in range(count):
    path = chance.choice(files)
    other = chance.choice([p for p in files if paths[p] != paths[path]])
    way = chance.choice([change, shorten, remove, swap])
    body = way(paths[path])
    added = chance.random() < 0.1
    target = folder / "added.json" if added else path
    if body is None and not added:
        target.unlink()
    else:
        target.write_bytes(body or b"{}")
    faults = verify.Pack(folder).verify(index)
    name = target.relative_to(folder).as_posix()
    if not any(fault_path == name for _, fault_path, _ in faults):
        missed.append("%d: %s %s" % (number, way.__name__, name))
    if added:
        target.unlink()
    else:
        target.write_bytes(paths[path])

print("%d of %d tamperings with the pack found" % (count - len(missed), count))
print("\n".join(missed), end="")
sys.exit(1 if missed or verify.Pack(folder).verify(index) else 0)
