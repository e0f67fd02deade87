"""Downloads the jars of a list into a folder, and checks their SHA-256: fetch_jars.py <list> <folder>.

Reads Maven's central repository, or the mirror whose address MAVEN_REPOSITORY has.
"""

import hashlib
import os
import pathlib
import sys

from maven_artifact import Artifact, Downloader

jars, folder = map(pathlib.Path, sys.argv[1:])
mirror = os.environ.get("MAVEN_REPOSITORY")
downloader = Downloader(base=mirror) if mirror else Downloader()
for line in jars.read_text().splitlines():
    coordinates, expected = line.split()
    group, name, version = coordinates.split(":")
    file = folder / f"{name}-{version}.jar"
    downloader.download(Artifact(group, name, version), str(file))
    found = hashlib.sha256(file.read_bytes()).hexdigest()
    if found != expected:
        sys.exit(f"{coordinates}: SHA-256 {found}, expected {expected}; check the mirror")
