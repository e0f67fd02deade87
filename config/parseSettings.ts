import type { CaptureSchema } from '../contract/captureSchema';
import type { DigestSettings } from '../contract/digestSettings';
import type { MessageRoute, RouteDelivery } from '../contract/messageRoute';
import { analyzerDefaults } from '../contract/monitorDefaults';
import type { Engine, IncidentSettings } from '../contract/monitorSettings';
import type { PlannedMute } from '../contract/plannedMute';
import type { Problem } from '../contract/problem';
import { readDocument } from '../contract/readDocument';
import type { Runbook } from '../contract/runbooks';
import type { Sla } from '../contract/sla';
import { composeDigest } from './composeDigest';
import {
  type Environment,
  type EnvironmentDefaults,
  endpointDefaults,
  environmentDefaults,
  environments,
} from './defaults';
import { type EndpointFiles, type ReadFile, readEndpointFiles } from './endpointFiles';
import { type ListFiles, mergeEndpoints } from './endpointsFolder';
import { endpointWarnings } from './endpointWarnings';
import { featureMetricProblems, quotaProblems } from './limitProblems';
import { mailReaders, messageRoutes, routeProblems } from './messageRoutes';
import { nameProblems, stackProblems } from './nameProblems';
import { removeInvalidParts } from './removeInvalidParts';
import { routeDelivery } from './routeDelivery';
import { isHttpsRoute } from './routesSchema';
import { readRunbookFile } from './runbookFile';
import { encryptedSettingProblems, findCredentials, withoutTexts } from './secretProblems';
import {
  alertProblems,
  digestProblems,
  evidenceProblems,
  muteProblems,
  retentionProblems,
  scheduleProblems,
  trailWarnings,
} from './settingsProblems';
import { type LenientSettings, lenientSettingsSchema, type RawSettings, settingsSchema } from './settingsSchema';
import { tagProblems } from './tagProblems';

interface ParseContext {
  readonly stack: string;
  /** Whether this run is a preview. */
  readonly preview: boolean;
  readonly readFile: ReadFile;
  readonly listFiles: ListFiles;
  /** Tags that the AWS provider adds to every resource (`aws:defaultTags`). */
  readonly defaultTags: Readonly<Record<string, string>>;
  /** Names of the settings that are encrypted in the stack's configuration. */
  readonly encrypted: readonly string[];
  /** Mutes that ended before draw a warning. @default the present */
  readonly now?: Date;
}

/** One monitored endpoint, with defaults. */
export interface EndpointSettings {
  /** Name of the SageMaker endpoint. */
  readonly endpoint: string;
  readonly engine: Engine;
  /** Version of its capture schema, such as `v1`. */
  readonly schema: string;
  readonly captureSchema: CaptureSchema;
  /** Id of the baseline in effect; undefined until one is approved. No monitor is deployed without one. */
  readonly baseline?: string;
  readonly sla: Sla;
  readonly owner: string;
  /** The only variant whose captures are monitored; undefined for all. */
  readonly variant?: string;
  /** Cron expression of Model Monitor, or rate of the analyzer, UTC. */
  readonly schedule: string;
  /** Instance type of the processing job, such as `ml.m5.large`. */
  readonly instanceType: string;
  readonly instanceCount: number;
  readonly networkIsolation: boolean;
  /** Image of the monitor; undefined for the managed image of the region. */
  readonly analyzerImage?: string;
  readonly maxRuntimeMinutes: number;
  /** Whether drift and completeness of each feature are published as metrics. */
  readonly featureMetrics: boolean;
}

/** A stack's settings, with defaults; the pager's address is still plain text. */
export interface ParsedSettings {
  readonly stack: string;
  readonly environment: Environment;
  readonly owner: string;
  readonly tags: Record<string, string>;
  readonly endpoints: readonly EndpointSettings[];
  /** The analyzer's function. */
  readonly analyzer: RawSettings['analyzer'] & { readonly memoryMb: number; readonly timeoutSeconds: number };
  /** Digests, and when they are sent: a time of day such as `07:00`, and an IANA time zone. */
  readonly digest: DigestSettings & { readonly at: string; readonly timeZone: string };
  readonly alerts: {
    readonly pagerUrl?: string;
    readonly digest: readonly string[];
    readonly tickets: boolean;
    /** Ways of messages to people. */
    readonly routes: readonly MessageRoute[];
    /** How the routes that the settings name are delivered, by name; without those whose secret is missing in a preview. */
    readonly deliveries: Readonly<Record<string, RouteDelivery>>;
    /** Readers of the routes of kind `email`, by the name of the route. */
    readonly mail: Readonly<Record<string, readonly string[]>>;
  };
  /** How incidents are written. */
  readonly incidents: IncidentSettings;
  readonly retention: EnvironmentDefaults['retention'];
  readonly evidence: EnvironmentDefaults['evidence'] & {
    /** Existing trail to use; undefined for a trail of the stack's own. */
    readonly trailArn?: string;
    /** ARNs of the roles and users whose calls are routine. */
    readonly deploymentRoles: readonly string[];
    readonly approvers: readonly string[];
    readonly mutes: readonly PlannedMute[];
  };
  readonly queries: EnvironmentDefaults['queries'] & {
    /** Address of an existing trail's log files; undefined for none, and for a trail of the stack's own. */
    readonly trailLocation?: string;
  };
  readonly allowRemoval: boolean;
}

/** Without settings, no recorded call is explained. */
const explainsNothing = { deploymentRoles: [], approvers: [], mutes: [] };

type ParseResult =
  | { readonly settings: ParsedSettings; readonly warnings: readonly Problem[]; readonly problems?: undefined }
  | { readonly settings?: undefined; readonly problems: readonly Problem[] };

/** Checks a stack file and the files that it names: returns the settings, or every problem. No problem repeats a secret. */
export function parseSettings(raw: Readonly<Record<string, unknown>>, context: ParseContext): ParseResult {
  const { problems: encrypted, plain } = separateEncrypted(raw, context);
  const merged = mergeEndpoints(plain['endpoints'], { ...context, ...endpointsFolder(plain, context.stack) });
  const settings = merged.endpoints === undefined ? plain : { ...plain, endpoints: merged.endpoints };
  const credentials = findCredentials({ ...settings, 'aws:defaultTags': { tags: context.defaultTags } });
  const result = parsePlainSettings(settings, context);
  const hidden = encrypted.map(({ path }) => path[0]);
  const problems = (result.problems ?? []).filter(({ path }) => !hidden.includes(path[0]));
  const allProblems = [
    ...encrypted,
    ...credentials.problems.map(merged.locate),
    ...withoutTexts([...merged.problems, ...problems.map(merged.locate)], credentials.texts),
  ];
  if (result.problems || allProblems.length > 0) return { problems: allProblems };
  return { ...result, warnings: result.warnings.map(merged.locate) };
}

/** The folder of endpoints that a stack reads: the one that its settings name, else its environment's. */
function endpointsFolder(settings: Readonly<Record<string, unknown>>, stack: string) {
  const { endpointsFolder: named, environment = stack } = settings;
  if (typeof named === 'string' && named !== '') return { path: named, isNamed: true };
  const known = environments.find((name) => name === environment);
  return { path: environmentDefaults[known ?? 'prod'].endpointsFolder, isNamed: false };
}

/** The settings without those that are encrypted although they are shown, and a problem for each of these. */
function separateEncrypted(raw: Readonly<Record<string, unknown>>, { encrypted, stack }: ParseContext) {
  const known = encrypted.filter((key) => key in settingsSchema.shape || key === 'aws:defaultTags');
  const problems = encryptedSettingProblems(known, stack);
  const hidden = problems.map(({ path }) => path[0]);
  return { problems, plain: Object.fromEntries(Object.entries(raw).filter(([key]) => !hidden.includes(key))) };
}

function parsePlainSettings(raw: Readonly<Record<string, unknown>>, context: ParseContext): ParseResult {
  const document = { environment: context.stack, ...raw };
  const { value, problems } = readDocument(settingsSchema, document);
  const lenient = value ?? lenientSettingsSchema.parse(removeInvalidParts(document, problems));
  // An unknown environment is checked like prod, the strictest.
  const defaults = environmentDefaults[lenient.environment ?? 'prod'];
  const files = readFiles(lenient, defaults, context.readFile);
  const alerts = alertProblems(lenient, defaults, context);
  const { routes = {} } = lenient.alerts;
  const routing = routeProblems(routes, lenient.routeSecrets ?? {}, { ...context, owners: ownersOf(lenient, files) });
  const catalogue = readRunbookFile(lenient.incidents?.runbooks, context.readFile);
  const mutes = muteProblems(lenient, context.now ?? new Date());
  const allProblems = [
    ...stackProblems(context.stack, lenient.evidence?.trailArn === undefined),
    ...problems.map((problem) => explainEnvironment(problem, raw, context.stack)),
    ...contentProblems(lenient, defaults, files, problems),
    ...catalogue.problems,
    ...tagProblems(lenient.tags ?? {}, context.defaultTags),
    ...(hasProblem(problems, 'evidence') ? [] : mutes.problems),
    ...(hasProblem(problems, 'alerts') || hasProblem(problems, 'pagerUrl') ? [] : alerts.problems),
    ...(hasProblem(problems, 'alerts') || hasProblem(problems, 'routeSecrets') ? [] : routing.problems),
  ];
  if (!value || allProblems.length > 0) return { problems: allProblems };
  return {
    settings: composeSettings(value, defaults, { files, runbooks: catalogue.runbooks }, context.stack),
    warnings: [
      ...alerts.warnings,
      ...routing.warnings,
      ...mutes.warnings,
      ...trailWarnings(value, context),
      ...endpointWarnings(value, files),
    ],
  };
}

/** Problems of settings in combination, without those that already have a problem of their own. */
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
      const isInvalid = hasProblem(problems, 'endpoints', name, 'schedule');
      return [
        ...read.problems,
        ...(isInvalid ? [] : scheduleProblems(name, endpoint, read)),
        ...featureMetricProblems(name, endpoint, read),
      ];
    }),
    ...quotaProblems(lenient, defaults, files),
    ...(hasProblem(problems, 'retention') ? [] : retentionProblems(lenient, defaults)),
    ...(hasProblem(problems, 'evidence') ? [] : evidenceProblems(lenient, defaults)),
    ...(hasProblem(problems, 'digest') || hasProblem(problems, 'alerts')
      ? []
      : digestProblems(lenient, defaults, files)),
  ];
}

function hasProblem(problems: readonly Problem[], ...path: readonly string[]): boolean {
  return problems.some((problem) => path.every((part, i) => problem.path[i] === part));
}

function readFiles(
  lenient: LenientSettings,
  defaults: EnvironmentDefaults,
  readFile: ReadFile,
): Map<string, EndpointFiles> {
  const thresholds = { ...defaults.thresholds, ...lenient.thresholds };
  return new Map(
    Object.entries(lenient.endpoints).map(([name, endpoint]) => [
      name,
      readEndpointFiles(name, endpoint, thresholds, readFile),
    ]),
  );
}

function explainEnvironment(problem: Problem, raw: Readonly<Record<string, unknown>>, stack: string): Problem {
  if (problem.path[0] !== 'environment' || raw['environment'] !== undefined) return problem;
  return {
    ...problem,
    text: `required, because stack ${stack} is named after no environment; use one of ${environments.join(', ')}`,
  };
}

/** Owners of the endpoints, as far as their files could be read. */
function ownersOf({ endpoints }: LenientSettings, files: ReadonlyMap<string, EndpointFiles>): string[] {
  return Object.entries(endpoints).flatMap(([name, { owner }]) => owner ?? files.get(name)?.sla?.owner ?? []);
}

interface SettingsFiles {
  readonly files: ReadonlyMap<string, EndpointFiles>;
  readonly runbooks: readonly Runbook[];
}

function composeSettings(
  value: RawSettings,
  defaults: EnvironmentDefaults,
  { files, runbooks }: SettingsFiles,
  stack: string,
): ParsedSettings {
  const { environment, owner, pagerUrl } = value;
  const { digest, tickets, routes: named = {} } = { ...defaults.alerts, ...value.alerts };
  const owners = ownersOf(value, files);
  const routes = messageRoutes({ pagerUrl, tickets, routes: named }, owners);
  const deliveries = Object.fromEntries(
    Object.entries(named).flatMap(([name, route]) => {
      const secret = value.routeSecrets?.[name];
      return secret === undefined || !isHttpsRoute(route) ? [] : [[name, routeDelivery(route, secret)]];
    }),
  );
  return {
    stack,
    environment,
    owner,
    tags: { project: 'model-observability', stack, environment, owner, ...value.tags },
    endpoints: Object.entries(value.endpoints).flatMap(([name, endpoint]) => {
      const { captureSchema, sla } = files.get(name) ?? {};
      // An endpoint without its files has problems, so this function is not reached.
      if (!captureSchema || !sla) return [];
      return [{ ...endpointDefaults, owner: sla.owner, ...endpoint, endpoint: name, captureSchema, sla }];
    }),
    analyzer: { ...analyzerDefaults, ...value.analyzer },
    alerts: { pagerUrl, digest, tickets, routes, deliveries, mail: mailReaders(named) },
    digest: composeDigest(value, digest),
    incidents: { runbooks, maskValues: value.incidents.maskValues ?? false },
    retention: { ...defaults.retention, ...value.retention },
    evidence: { ...explainsNothing, ...defaults.evidence, ...value.evidence },
    queries: { ...defaults.queries, ...value.queries },
    allowRemoval: value.allowRemoval ?? defaults.allowRemoval,
  };
}
