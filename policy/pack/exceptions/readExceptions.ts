import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { parse } from 'yaml';
import type { Exception, ExceptionFile } from './exceptions';

const defaultFile = 'exceptions.yaml';
const required = ['rule', 'resource', 'fingerprint', 'reason', 'owner', 'expires'] as const;
const allowed: readonly string[] = [...required, 'stack'];

/**
 * Reads the exceptions of the configured file (relative to the pack's folder, or absolute), or of `exceptions.yaml` in
 * the pack's folder if it exists. Invalid entries are left out and reported.
 */
export function readExceptions(packFolder: string, configuredFile: string | undefined): ExceptionFile {
  const file = configuredFile === undefined || configuredFile === '' ? defaultFile : configuredFile;
  const path = isAbsolute(file) ? file : resolve(join(packFolder, file));
  if (!existsSync(path)) {
    const problems = file === configuredFile ? [`${file}: no such file: fix or unset POLICY_EXCEPTIONS.`] : [];
    return { file, exceptions: [], problems };
  }
  return parseExceptions(file, readFileSync(path, 'utf8'));
}

/** Reads a list of exceptions in YAML. */
export function parseExceptions(file: string, text: string): ExceptionFile {
  let value: unknown;
  try {
    value = parse(text) ?? [];
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n')[0] : String(error);
    return { file, exceptions: [], problems: [`${file}: invalid YAML: ${why}`] };
  }
  if (!Array.isArray(value)) {
    return { file, exceptions: [], problems: [`${file}: must be a list of exceptions with ${required.join(', ')}.`] };
  }
  const entries = value.map((entry: unknown, i) => ({ entry, fault: faultOf(entry, `${file}: exception ${i + 1}`) }));
  return {
    file,
    exceptions: entries.filter(({ fault }) => fault === undefined).map(({ entry }) => entry as Exception),
    problems: entries.flatMap(({ fault }) => fault ?? []),
  };
}

function faultOf(entry: unknown, where: string): string | undefined {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) {
    return `${where} must have ${required.join(', ')}.`;
  }
  const fields = entry as Readonly<Record<string, unknown>>;
  const isText = (key: string) => typeof fields[key] === 'string' && fields[key] !== '';
  const missing = required.filter((key) => !isText(key));
  if (missing.length > 0) return `${where} lacks ${missing.join(', ')}: each must be a string.`;
  const unknown = Object.keys(fields).filter((key) => !allowed.includes(key));
  if (unknown.length > 0)
    return `${where} has unknown fields: ${unknown.join(', ')}; allowed are ${allowed.join(', ')}.`;
  if ('stack' in fields && !isText('stack')) return `${where} has an invalid stack: it must be a string.`;
  if (!isDay(String(fields['expires']))) {
    return `${where} has an invalid expires '${String(fields['expires'])}': use a date such as 2027-01-31.`;
  }
  return undefined;
}

function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00.000Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
