import type { Problem } from '../contract/problem';
import { parseRunbooks, type Runbook } from '../contract/runbooks';
import { fixThePath, locateProblems, type ReadFile, readYaml } from './endpointFiles';

/** Reads the catalogue of runbooks that the settings name; without one there are no runbooks. */
export function readRunbookFile(
  file: string | undefined,
  readFile: ReadFile,
): { runbooks: readonly Runbook[]; problems: readonly Problem[] } {
  if (file === undefined) return { runbooks: [], problems: [] };
  const missing = { path: ['incidents', 'runbooks'], text: `file ${file} not found; ${fixThePath}` };
  const { yaml, problems } = readYaml(file, missing, readFile);
  if (!yaml) return { runbooks: [], problems };
  const { runbooks, problems: contentProblems } = parseRunbooks(yaml.content);
  return { runbooks, problems: locateProblems(yaml, contentProblems) };
}
