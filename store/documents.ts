import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { parse } from 'yaml';
import { type CaptureSchema, parseCaptureSchema } from '../contract/captureSchema';
import { formatProblem, type Problem } from '../contract/problem';
import { parseSla, type Sla } from '../contract/sla';
import { UserError } from '../contract/userError';

/** Reads a capture schema's file; a UserError lists everything that is wrong with it. */
export function readCaptureSchema(file: string): CaptureSchema {
  const { schema, problems } = parseCaptureSchema(readYaml(file));
  if (!schema || problems.length > 0) throw mistakes(file, problems);
  return schema;
}

/** Reads an SLA's file; a UserError lists everything that is wrong with it. */
export function readSla(file: string): Sla {
  const { sla, problems } = parseSla(readYaml(file));
  if (!sla || problems.length > 0) throw mistakes(file, problems);
  return sla;
}

/** A UserError with a line for each problem of a file. */
export function mistakes(file: string, problems: readonly Problem[]): UserError {
  const lines = problems.map((problem) => `  ${formatProblem(problem)}`);
  return new UserError([`${relative(process.cwd(), file) || file} has mistakes:`, ...lines].join('\n'));
}

export function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UserError(`${file}: cannot be read (${(error as Error).message})`);
  }
}

function readYaml(file: string): unknown {
  const text = readText(file);
  try {
    return parse(text);
  } catch (error) {
    throw new UserError(`${file}: is not YAML (${(error as Error).message})`);
  }
}
