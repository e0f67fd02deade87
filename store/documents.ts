import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { parse } from 'yaml';
import { type CaptureSchema, parseCaptureSchema } from '../contract/captureSchema';
import { formatProblem, type Problem } from '../contract/problem';
import { parseSla, type Sla } from '../contract/sla';
import { UserError, unreadable } from '../contract/userError';

/** Reads the file of a capture schema. Throws a UserError that lists every problem. */
export function readCaptureSchema(file: string): CaptureSchema {
  const { schema, problems } = parseCaptureSchema(readYaml(file));
  if (!schema || problems.length > 0) throw invalidDocument(file, problems);
  return schema;
}

/** Reads the file of an SLA. Throws a UserError that lists every problem. */
export function readSla(file: string): Sla {
  const { sla, problems } = parseSla(readYaml(file));
  if (!sla || problems.length > 0) throw invalidDocument(file, problems);
  return sla;
}

/** The error for a file with problems, one line each. */
export function invalidDocument(file: string, problems: readonly Problem[]): UserError {
  const lines = problems.map((problem) => `  ${formatProblem(problem)}`);
  return new UserError([`${relative(process.cwd(), file) || file} is invalid:`, ...lines].join('\n'));
}

/** Reads a file as text. Throws a UserError where that fails, with what to do about it. */
export function readTextFile(file: string, remedy?: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw unreadable(file, error, remedy);
  }
}

function readYaml(file: string): unknown {
  const text = readTextFile(file);
  try {
    return parse(text);
  } catch (error) {
    throw new UserError(`${file}: is not YAML (${(error as Error).message})`);
  }
}
