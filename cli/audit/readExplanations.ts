import { readFileSync } from 'node:fs';
import type { Explanations } from '../../audit/judge/verdict';
import { evidenceSchema } from '../../config/evidenceSchema';
import { parseYamlFile } from '../../config/yamlFile';
import { isPlainObject } from '../../contract/isPlainObject';
import { formatProblem } from '../../contract/problem';
import { readDocument } from '../../contract/readDocument';
import { UserError, unreadable } from '../../contract/userError';

const setting = 'model-observability:evidence';

/** Reads what explains recorded calls from `Pulumi.<stack>.yaml` in the current folder; nothing without a stack. */
export function readExplanations(stack: string | undefined): Explanations {
  const { deploymentRoles = [], approvers = [], mutes = [] } = stack === undefined ? {} : readEvidence(stack);
  return { deploymentRoles, approvers, mutes };
}

function readEvidence(stack: string) {
  const file = `Pulumi.${stack}.yaml`;
  const { yaml, problems: syntax } = parseYamlFile(file, readText(file));
  const { config = {} } = isPlainObject(yaml?.content) ? yaml.content : {};
  const { value, problems } = readDocument(evidenceSchema, (isPlainObject(config) && config[setting]) || {});
  const located = problems.map(({ path, text }) => {
    const problem = { path: ['config', setting, ...path], text };
    return yaml?.locate(problem) ?? problem;
  });
  const [problem] = [...syntax, ...located];
  if (problem) throw new UserError(formatProblem(problem));
  return value ?? {};
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw unreadable(file, error, "run the command in the program's folder, or leave out --stack");
  }
}
