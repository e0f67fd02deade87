import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** Parses statements with Trino's parser, which Athena's is. Returns its error for each, or null. */
export function parseWithTrino(statements: readonly string[]): (string | null)[] {
  const { TRINO_PARSER_PYTHON: python = '', TRINO_PARSER_JARS: jars = '' } = process.env;
  const script = join(__dirname, '..', '..', 'tools', 'trino-parser', 'parse.py');
  const { status, stdout, stderr } = spawnSync(python, [script, jars], {
    input: JSON.stringify(statements),
    encoding: 'utf8',
  });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout) as (string | null)[];
}
