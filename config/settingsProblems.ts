import { andMore } from '../contract/andMore';
import { invalidScheduleText, runHours } from '../contract/monitorSchedule';
import { everyEndpoint } from '../contract/plannedMute';
import type { Problem } from '../contract/problem';
import { invalidAnalyzerScheduleText, runMinutes, windowMinutes } from '../contract/windowSchedule';
import { type EnvironmentDefaults, endpointDefaults } from './defaults';
import type { EndpointFiles } from './endpointFiles';
import { isLoopback, type LenientSettings } from './settingsSchema';

/** Settings of SageMaker's processing job, which the analyzer has not. */
const jobSettings = [
  'instanceType',
  'instanceCount',
  'networkIsolation',
  'analyzerImage',
  'maxRuntimeMinutes',
] as const;

/**
 * Schedules that the engine does not run or that run less often than the SLA requires, jobs that may still run when the
 * next one is due, and settings of another engine.
 */
export function scheduleProblems(
  name: string,
  endpoint: LenientSettings['endpoints'][string],
  { sla }: EndpointFiles,
): Problem[] {
  const { engine = endpointDefaults.engine, schedule = endpointDefaults.schedule, maxRuntimeMinutes } = endpoint;
  const problem = (key: string, text: string): Problem => ({ path: ['endpoints', name, key], text });
  const foreign = engine === 'modelMonitor' ? [] : jobSettings.filter((key) => endpoint[key] !== undefined);
  const problems = foreign.map((key) =>
    problem(key, 'not used by engine analyzer; remove it, or set engine to modelMonitor'),
  );
  if (engine === 'modelMonitor' && endpoint.variant !== undefined) {
    problems.push(problem('variant', 'engine modelMonitor reads all variants; remove it, or set engine to analyzer'));
  }
  if (!(engine === 'modelMonitor' ? runHours(schedule) : runMinutes(schedule))) {
    const text = engine === 'modelMonitor' ? invalidScheduleText(schedule) : invalidAnalyzerScheduleText(schedule);
    return [...problems, problem('schedule', text)];
  }
  const { shortest, longest } = windowMinutes(schedule);
  if (sla && longest > sla.freshnessHours * 60) {
    problems.push(
      problem(
        'schedule',
        `runs up to ${longest / 60} hours apart, but the SLA requires a report every ${sla.freshnessHours} hours; run more often or raise freshnessHours (maximum 24)`,
      ),
    );
  }
  if (engine === 'modelMonitor' && (maxRuntimeMinutes ?? 0) > shortest) {
    problems.push(problem('maxRuntimeMinutes', `must be at most ${shortest}, the shortest time between two runs`));
  }
  return problems;
}

/** Lifecycle transitions that S3 refuses. */
export function retentionProblems(settings: LenientSettings, defaults: EnvironmentDefaults): Problem[] {
  const { reportsGlacierDays, reportsInfrequentAccessDays } = { ...defaults.retention, ...settings.retention };
  const earliest = reportsInfrequentAccessDays + 30;
  if (reportsGlacierDays >= earliest) return [];
  const text = `must be at least ${earliest}: objects stay in infrequent access (from day ${reportsInfrequentAccessDays}) for at least 30 days`;
  return [{ path: ['retention', 'reportsGlacierDays'], text }];
}

/** Locks that nobody can remove, outside of prod, and settings of a bucket that a stack with a foreign trail does not have. */
export function evidenceProblems(settings: LenientSettings, defaults: EnvironmentDefaults): Problem[] {
  const { evidence = {}, queries } = settings;
  if (evidence.trailArn === undefined && queries?.trailLocation !== undefined) {
    const text =
      'the stack has a trail of its own, whose files it knows; remove this setting, or set evidence.trailArn';
    return [{ path: ['queries', 'trailLocation'], text }];
  }
  if (evidence.trailArn !== undefined) {
    const ofBucket = (['retentionYears', 'objectLock'] as const).filter((key) => evidence[key] !== undefined);
    return ofBucket.map((key) => ({
      path: ['evidence', key],
      text: "not used with evidence.trailArn, whose records are in that trail's own bucket; remove it",
    }));
  }
  const { objectLock, retentionYears } = { ...defaults.evidence, ...evidence };
  if (objectLock !== 'compliance' || settings.environment === 'prod') return [];
  const text = `compliance mode is for prod only: nobody can delete the evidence for ${retentionYears} years; use governance or none`;
  return [{ path: ['evidence', 'objectLock'], text }];
}

/** Readers of digests: owners without an endpoint, addresses that are listed twice, and settings of a digest that nobody reads. */
export function digestProblems(
  { endpoints, alerts = {}, digest = {} }: LenientSettings,
  defaults: EnvironmentDefaults,
  files: ReadonlyMap<string, EndpointFiles>,
): Problem[] {
  const { owners = {}, ...settings } = digest;
  const ofStack = alerts.digest ?? defaults.alerts.digest;
  const lists = [
    { path: ['alerts', 'digest'], addresses: ofStack },
    ...Object.entries(owners).map(([owner, addresses]) => ({ path: ['digest', 'owners', owner], addresses })),
  ];
  const known = new Set(Object.entries(endpoints).map(([name, { owner }]) => owner ?? files.get(name)?.sla?.owner));
  const [unused] = ofStack.length === 0 && Object.keys(owners).length === 0 ? Object.keys(settings) : [];
  return [
    ...lists.flatMap(({ path, addresses }) => duplicateAddresses(path, addresses)),
    ...Object.keys(owners).flatMap((owner): Problem[] =>
      known.has(owner)
        ? []
        : [
            {
              path: ['digest', 'owners', owner],
              text: `owns no endpoint; owners are ${andMore([...known].sort().map(String), 5)}`,
            },
          ],
    ),
    ...(unused === undefined
      ? []
      : [{ path: ['digest', unused], text: 'nobody reads a digest; add addresses to alerts.digest or digest.owners' }]),
  ];
}

function duplicateAddresses(path: readonly string[], listed: readonly string[]): Problem[] {
  const addresses = listed.map((address) => address.toLowerCase());
  return addresses.flatMap((address, i) =>
    addresses.indexOf(address) === i
      ? []
      : [{ path: [...path, i], text: `duplicate address '${address}'; remove one` }],
  );
}

/** Mutes of endpoints that the stack does not have, and mutes of messages that have ended. */
export function muteProblems(
  { endpoints, evidence }: LenientSettings,
  now: Date,
): { problems: Problem[]; warnings: Problem[] } {
  const mutes = evidence?.mutes ?? [];
  const problems = mutes.flatMap(({ endpoints: muted = [] }, i) =>
    muted.flatMap((name, j): Problem[] =>
      name === everyEndpoint || Object.hasOwn(endpoints, name)
        ? []
        : [{ path: ['evidence', 'mutes', i, 'endpoints', j], text: unknownEndpointText(name, Object.keys(endpoints)) }],
    ),
  );
  // A mute of alarms that has ended still explains recorded calls.
  const warnings = mutes.flatMap(({ endpoints: muted, alarms, until }, i): Problem[] =>
    muted === undefined || alarms !== undefined || Date.parse(until) > now.getTime()
      ? []
      : [
          {
            path: ['evidence', 'mutes', i, 'until'],
            text: `ended ${until}, so it holds no message back; remove the mute`,
          },
        ],
  );
  return { problems, warnings };
}

const unknownEndpointText = (name: string, known: readonly string[]) =>
  `unknown endpoint '${name}'; use '${everyEndpoint}' for all, or one of ${andMore(known, 5)}`;

/** What the program cannot check of a trail that it does not make; once, in the preview. */
export function trailWarnings({ evidence }: LenientSettings, { preview }: { preview: boolean }): Problem[] {
  if (!preview || evidence?.trailArn === undefined) return [];
  const text =
    'the stack creates no trail and does not check this one: it must record all regions, with digest files and with ' +
    "the object calls on the store's baselines/ and schemas/; 'model-observability doctor' reads its settings";
  return [{ path: ['evidence', 'trailArn'], text }];
}

const pagerHint = (stack: string): string =>
  `run 'pulumi config set --secret --stack ${stack} pagerUrl https://...', or set alerts.pager to optional`;

/** Missing alarm targets. An update without its required pager is refused; a preview, which needs no secrets, warns. */
export function alertProblems(
  settings: LenientSettings,
  defaults: EnvironmentDefaults,
  { stack, preview, encrypted }: { stack: string; preview: boolean; encrypted: readonly string[] },
): { problems: Problem[]; warnings: Problem[] } {
  const alerts = { ...defaults.alerts, ...settings.alerts };
  const problems: Problem[] = [];
  const warnings: Problem[] = [];
  const paged = settings.pagerUrl !== undefined;
  if (!paged && alerts.pager === 'required') {
    const problem = { path: ['pagerUrl'], text: `missing, so critical alarms would page nobody; ${pagerHint(stack)}` };
    (preview ? warnings : problems).push(problem);
  } else if (!paged && !alerts.tickets && alerts.digest.length === 0) {
    const text =
      'alarms would reach nobody; add an address to alerts.digest, set alerts.tickets to true or set pagerUrl';
    problems.push({ path: ['alerts'], text });
  }
  if (settings.pagerUrl !== undefined && !encrypted.includes('pagerUrl') && !isLoopback(settings.pagerUrl)) {
    const text = `in plain text, so that everybody who can read Pulumi.${stack}.yaml can page; get a new address from the pager and run 'pulumi config set --secret --stack ${stack} pagerUrl https://...'`;
    warnings.push({ path: ['pagerUrl'], text });
  }
  return { problems, warnings };
}
