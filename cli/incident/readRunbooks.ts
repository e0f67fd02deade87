import { parse } from 'yaml';
import { parseRunbooks, type Runbook } from '../../contract/runbooks';
import { UserError } from '../../contract/userError';
import { invalidDocument, readTextFile } from '../../store/documents';

/** Reads a catalogue of runbooks. Throws a UserError that lists every problem. */
export function readRunbooks(file: string): readonly Runbook[] {
  const { runbooks, problems } = parseRunbooks(parseYaml(file));
  if (problems.length > 0) throw invalidDocument(file, problems);
  return runbooks;
}

function parseYaml(file: string): unknown {
  const text = readTextFile(file);
  try {
    return parse(text);
  } catch (error) {
    throw new UserError(`${file}: is not YAML (${(error as Error).message.split('\n')[0]})`);
  }
}
