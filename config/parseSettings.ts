import type { Problem } from '../contract/problem';
import { readDocument } from '../contract/readDocument';
import {
  type Environment,
  type EnvironmentDefaults,
  endpointDefaults,
  environmentDefaults,
  environments,
} from './defaults';
import { type EndpointFiles, type ReadFile, readEndpointFiles } from './endpointFiles';
import type { EndpointSettings } from './endpointSettings';
import {
  alertProblems,
  evidenceProblems,
  nameProblems,
  retentionProblems,
  scheduleProblems,
  stackProblems,
  tagProblems,
} from './settingsProblems';
import { type LenientSettings, lenientSettingsSchema, type RawSettings, settingsSchema } from './settingsSchema';
import { withoutMistakes } from './withoutMistakes';

interface ParseContext {
  readonly stack: string;
  /** Whether this run only shows what would change. */
  readonly preview: boolean;
  readonly readFile: ReadFile;
}

/** A stack's settings with every default filled in; the pager's address is still plain text. */
export interface ParsedSettings {
  readonly stack: string;
  readonly environment: Environment;
  readonly owner: string;
  readonly tags: Record<string, string>;
  readonly endpoints: readonly EndpointSettings[];
  readonly alerts: { readonly pagerUrl?: string; readonly digest: readonly string[]; readonly tickets: boolean };
  readonly retention: EnvironmentDefaults['retention'];
  readonly evidence: EnvironmentDefaults['evidence'];
}

type ParseResult =
  | { readonly settings: ParsedSettings; readonly warnings: readonly Problem[]; readonly problems?: undefined }
  | { readonly settings?: undefined; readonly problems: readonly Problem[] };

/** Checks what a stack's file says, and the files that it names: the settings, or every problem at once. */
export function parseSettings(raw: Readonly<Record<string, unknown>>, context: ParseContext): ParseResult {
  const document = { environment: context.stack, ...raw };
  const { value, problems } = readDocument(settingsSchema, document);
  const lenient = value ?? readDocument(lenientSettingsSchema, withoutMistakes(document, problems)).value;
  const defaults = defaultsOf(lenient);
  const files = filesOf(lenient, defaults, context.readFile);
  const alerts = alertProblems(lenient ?? { endpoints: {} }, defaults, context);
  const all = [
    ...stackProblems(context.stack),
    ...problems.map((problem) => explainEnvironment(problem, raw, context.stack)),
    ...(lenient ? contentProblems(lenient, defaults, files, problems) : []),
    ...(mistaken(problems, 'alerts') || mistaken(problems, 'pagerUrl') ? [] : alerts.problems),
  ];
  if (!value || all.length > 0) return { problems: all };
  return {
    settings: settingsOf(value, defaults, files, context.stack),
    warnings: [...alerts.warnings, ...baselineWarnings(value)],
  };
}

/** What only shows when settings are seen together; silent about those that are mistaken by themselves. */
function contentProblems(
  lenient: LenientSettings,
  defaults: EnvironmentDefaults,
  files: ReadonlyMap<string, EndpointFiles>,
  problems: readonly Problem[],
): Problem[] {
  return [
    ...nameProblems(Object.keys(lenient.endpoints)),
    ...Object.entries(lenient.endpoints).flatMap(([name, endpoint]) => {
      const read = files.get(name) ?? { problems: [] };
      const unclear = mistaken(problems, 'endpoints', name, 'schedule');
      return [...read.problems, ...(unclear ? [] : scheduleProblems(name, endpoint, read))];
    }),
    ...(mistaken(problems, 'retention') ? [] : retentionProblems(lenient, defaults)),
    ...(mistaken(problems, 'evidence') ? [] : evidenceProblems(lenient, defaults)),
    ...tagProblems(lenient),
  ];
}

function mistaken(problems: readonly Problem[], ...path: readonly string[]): boolean {
  return problems.some((problem) => path.every((part, i) => problem.path[i] === part));
}

function filesOf(
  lenient: LenientSettings | undefined,
  defaults: EnvironmentDefaults,
  readFile: ReadFile,
): Map<string, EndpointFiles> {
  const thresholds = { ...defaults.thresholds, ...lenient?.thresholds };
  return new Map(
    Object.entries(lenient?.endpoints ?? {}).map(([name, endpoint]) => [
      name,
      readEndpointFiles(name, endpoint, thresholds, readFile),
    ]),
  );
}

/** With an unknown environment the other checks go on as for production, the strictest. */
function defaultsOf(lenient: LenientSettings | undefined): EnvironmentDefaults {
  return environmentDefaults[lenient?.environment ?? 'prod'];
}

function explainEnvironment(problem: Problem, raw: Readonly<Record<string, unknown>>, stack: string): Problem {
  if (problem.path[0] !== 'environment' || raw['environment'] !== undefined) return problem;
  return {
    ...problem,
    text: `stack ${stack} does not say what it is; set environment to one of ${environments.join(', ')}`,
  };
}

function baselineWarnings({ endpoints, environment }: RawSettings): Problem[] {
  if (environment === 'local') return [];
  return Object.entries(endpoints)
    .filter(([, { baseline }]) => baseline === undefined)
    .map(([name]) => ({
      path: ['endpoints', name, 'baseline'],
      text: 'none yet, so no monitor and no alarms are deployed; derive one from a clean window and name its id here',
    }));
}

function settingsOf(
  value: RawSettings,
  defaults: EnvironmentDefaults,
  files: ReadonlyMap<string, EndpointFiles>,
  stack: string,
): ParsedSettings {
  const { environment, owner, pagerUrl } = value;
  const { digest, tickets } = { ...defaults.alerts, ...value.alerts };
  return {
    stack,
    environment,
    owner,
    tags: { project: 'model-observability', stack, environment, owner, ...value.tags },
    endpoints: Object.entries(value.endpoints).flatMap(([name, endpoint]) => {
      const { schema, sla } = files.get(name) ?? {};
      // Without its files an endpoint has problems, and this function is not reached.
      return schema && sla ? [{ ...endpointDefaults, owner: sla.owner, ...endpoint, name, schema, sla }] : [];
    }),
    alerts: { digest, tickets, ...(pagerUrl === undefined ? {} : { pagerUrl }) },
    retention: { ...defaults.retention, ...value.retention },
    evidence: { ...defaults.evidence, ...value.evidence },
  };
}
