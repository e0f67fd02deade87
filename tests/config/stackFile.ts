import { type ParsedSettings, parseSettings } from '../../config/parseSettings';
import { formatProblem } from '../../contract/problem';

const schemaFile = `version: v1
output:
  - { name: score, type: Fractional }
input:
  - { name: age, type: Integral }
  - { name: country, type: String }
`;

const slaFile = `endpoint: churn
owner: payments-ml
runbook: https://runbooks.example.com/churn
freshnessHours: 3
features:
  age: { completeness: 0.99, driftLimit: 0.1, severity: critical }
`;

/** Files of the program's folder, by path. */
export const files: Readonly<Record<string, string>> = {
  'schemas/churn/v1.yaml': schemaFile,
  'slas/churn.yaml': slaFile,
};

/** The smallest valid endpoint and stack file. */
export const churn = { engine: 'modelMonitor', schema: 'v1', sla: 'slas/churn.yaml' };
export const stackFile = { owner: 'ml-platform', endpoints: { churn }, alerts: { digest: ['oncall@example.com'] } };

/** The stack file with changed settings of its endpoint. */
export const endpoint = (changes: Record<string, unknown>) => ({
  ...stackFile,
  endpoints: { churn: { ...churn, ...changes } },
});

/** The folder with another SLA. */
export const withSla = (text: string) => ({ files: { ...files, 'slas/churn.yaml': text } });
/** An SLA without its features. */
export const slaHead =
  'endpoint: churn\nowner: payments-ml\nrunbook: https://runbooks.example.com/churn\nfreshnessHours: 3\n';

interface Situation {
  readonly stack?: string;
  readonly preview?: boolean;
  readonly files?: Readonly<Record<string, string>>;
  readonly defaultTags?: Readonly<Record<string, string>>;
  /** Names of the settings that are encrypted. @default pagerUrl */
  readonly encrypted?: readonly string[];
  readonly now?: Date;
}

function parse(raw: Record<string, unknown>, situation: Situation) {
  const folder = situation.files ?? files;
  const readFile = (path: string): string => {
    const text = folder[path];
    if (text === undefined) throw new Error(`ENOENT ${path}`);
    return text;
  };
  const listFiles = (path: string) => {
    const inside = Object.keys(folder).filter((file) => file.startsWith(`${path}/`));
    const names = inside.map((file) => file.slice(path.length + 1)).filter((name) => !name.includes('/'));
    return inside.length === 0 ? undefined : names;
  };
  const { stack = 'dev', preview = false, defaultTags = {}, encrypted = ['pagerUrl'], now } = situation;
  return parseSettings(raw, { stack, preview, readFile, listFiles, defaultTags, encrypted, now });
}

/** The problems of a stack's settings as they are printed; empty if there are none. */
export function problemLines(raw: Record<string, unknown>, situation: Situation = {}): string[] {
  return (parse(raw, situation).problems ?? []).map(formatProblem);
}

/** The settings and warnings of a stack file; fails if it has a problem. */
export function accepted(
  raw: Record<string, unknown>,
  situation: Situation = {},
): { settings: ParsedSettings; warnings: string[] } {
  const result = parse(raw, situation);
  if (result.problems) throw new Error(result.problems.map(formatProblem).join('\n'));
  return { settings: result.settings, warnings: result.warnings.map(formatProblem) };
}
