import { settingsSchema } from '../../config/settingsSchema';
import { parseYamlFile } from '../../config/yamlFile';
import { isPlainObject } from '../../contract/isPlainObject';
import { formatProblem } from '../../contract/problem';
import { readDocument } from '../../contract/readDocument';
import { UserError } from '../../contract/userError';
import { readTextFile } from '../../store/documents';

const prefix = 'model-observability:';

/** The settings that the audit commands read; `pulumi preview` checks the others. */
const auditedSettings = settingsSchema.pick({ environment: true, retention: true, evidence: true }).partial().loose();

/** Reads the settings in `Pulumi.<stack>.yaml` of the current folder. Throws a UserError for the first invalid one. */
export function readStackSettings(stack: string) {
  const file = `Pulumi.${stack}.yaml`;
  const text = readTextFile(file, "run the command in the program's folder, or leave out --stack");
  const { yaml, problems: syntax } = parseYamlFile(file, text);
  const { config = {} } = isPlainObject(yaml?.content) ? yaml.content : {};
  const ours = Object.entries(isPlainObject(config) ? config : {}).filter(([key]) => key.startsWith(prefix));
  const document = Object.fromEntries(ours.map(([key, value]) => [key.slice(prefix.length), value]));
  const { value, problems } = readDocument(auditedSettings, document);
  const located = problems.map(({ path: [name, ...path], text }) => {
    const problem = { path: ['config', `${prefix}${String(name)}`, ...path], text };
    return yaml?.locate(problem) ?? problem;
  });
  const [problem] = [...syntax, ...located];
  if (problem) throw new UserError(formatProblem(problem));
  return { ...value, evidence: value?.evidence ?? {} };
}
