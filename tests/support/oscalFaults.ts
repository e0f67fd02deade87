import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv, { type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';

const file = join(__dirname, '..', '..', 'assets', 'oscal', 'oscal_assessment-results_schema.json');
let validate: ValidateFunction | undefined;

/** What is wrong with assessment results by NIST's schema, a line each. */
export function oscalFaults(document: unknown): string[] {
  validate ??= addFormats(new Ajv({ strict: false, allErrors: true })).compile(JSON.parse(readFileSync(file, 'utf8')));
  // A file has no undefined properties.
  void validate(JSON.parse(JSON.stringify(document)));
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
