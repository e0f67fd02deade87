import { gapsBetweenRuns, runHours } from '../contract/monitorSchedule';
import type { Problem } from '../contract/problem';
import { sageMakerName, sageMakerNameText } from '../contract/sageMakerName';
import { type EnvironmentDefaults, endpointDefaults } from './defaults';
import type { EndpointFiles } from './endpointFiles';
import type { LenientSettings } from './settingsSchema';

/** AWS allows 63 characters; the names of an endpoint's schedule and job definition add up to 19. */
const maxEndpointNameLength = 44;

/** Endpoint names that SageMaker refuses, or that it takes for one and the same. */
export function nameProblems(names: readonly string[]): Problem[] {
  return names.flatMap((name, i): Problem[] => {
    const path = ['endpoints', name];
    const twin = names.slice(0, i).find((other) => other.toLowerCase() === name.toLowerCase());
    const problems: Problem[] = [];
    if (!sageMakerName.test(name)) problems.push({ path, text: `an endpoint's name ${sageMakerNameText}; rename it` });
    if (name.length > maxEndpointNameLength) {
      const text = `an endpoint's name has at most ${maxEndpointNameLength} characters, as AWS allows 63 and the monitor's names add to it`;
      problems.push({ path, text });
    }
    if (twin) problems.push({ path, text: `two endpoints of one name (${twin}); SageMaker ignores case, rename one` });
    return problems;
  });
}

/** A stack's name is a part of alarm names, which are split at dots. */
export function stackProblems(stack: string): Problem[] {
  return stack.includes('.')
    ? [{ path: [], text: `the stack's name ${stack} must not contain a dot; run 'pulumi stack rename'` }]
    : [];
}

/** How often a monitor runs, against its SLA and its job's time limit. */
export function scheduleProblems(
  name: string,
  { schedule = endpointDefaults.schedule, maxRuntimeMinutes }: LenientSettings['endpoints'][string],
  { sla }: EndpointFiles,
): Problem[] {
  const hours = runHours(schedule);
  if (!hours) return [];
  const { shortest, longest } = gapsBetweenRuns(hours);
  const problems: Problem[] = [];
  if (sla && longest > sla.freshnessHours) {
    problems.push({
      path: ['endpoints', name, 'schedule'],
      text: `runs up to ${longest} hours apart, but the SLA wants a report every ${sla.freshnessHours}; run more often or raise freshnessHours (at most 24)`,
    });
  }
  if (maxRuntimeMinutes !== undefined && maxRuntimeMinutes > shortest * 60) {
    problems.push({
      path: ['endpoints', name, 'maxRuntimeMinutes'],
      text: `must be at most ${shortest * 60}, the time from one run to the next`,
    });
  }
  return problems;
}

/** What S3 refuses of the lifecycle. */
export function retentionProblems(settings: LenientSettings, defaults: EnvironmentDefaults): Problem[] {
  const { reportsGlacierDays, reportsInfrequentAccessDays } = { ...defaults.retention, ...settings.retention };
  const earliest = reportsInfrequentAccessDays + 30;
  if (reportsGlacierDays >= earliest) return [];
  const text = `is ${reportsGlacierDays}, but S3 keeps an object 30 days in infrequent access first (from day ${reportsInfrequentAccessDays}); make it ${earliest} or more`;
  return [{ path: ['retention', 'reportsGlacierDays'], text }];
}

/** What nobody could undo. */
export function evidenceProblems(settings: LenientSettings, defaults: EnvironmentDefaults): Problem[] {
  const { objectLock, retentionYears } = { ...defaults.evidence, ...settings.evidence };
  if (objectLock !== 'compliance' || settings.environment === 'prod') return [];
  const text = `nobody can delete under compliance for ${retentionYears} years, so it is for prod only; use governance or none`;
  return [{ path: ['evidence', 'objectLock'], text }];
}

const pagerHint = (stack: string): string =>
  `run 'pulumi config set --secret --stack ${stack} pagerUrl https://...', or set alerts.pager to optional`;

/** Alarms that would reach nobody. An update without its pager is refused; a preview needs no secret and is warned. */
export function alertProblems(
  settings: LenientSettings,
  defaults: EnvironmentDefaults,
  { stack, preview }: { stack: string; preview: boolean },
): { problems: Problem[]; warnings: Problem[] } {
  const alerts = { ...defaults.alerts, ...settings.alerts };
  const problems: Problem[] = [];
  const warnings: Problem[] = [];
  const addresses = alerts.digest.map((address) => address.toLowerCase());
  addresses.forEach((address, i) => {
    if (addresses.indexOf(address) === i) return;
    problems.push({ path: ['alerts', 'digest', i], text: `${address} is named twice; remove one` });
  });
  const paged = settings.pagerUrl !== undefined;
  if (!paged && alerts.pager === 'required') {
    const problem = { path: ['pagerUrl'], text: `is missing, so nobody would be paged; ${pagerHint(stack)}` };
    (preview ? warnings : problems).push(problem);
  } else if (!paged && !alerts.tickets && alerts.digest.length === 0) {
    const text = 'no alarm would reach anybody; name an address in alerts.digest, set alerts.tickets or set pagerUrl';
    problems.push({ path: ['alerts'], text });
  }
  return { problems, warnings };
}

const ownTags = ['project', 'stack', 'environment', 'owner'];

/** Tags that the program sets itself. */
export function tagProblems({ tags = {} }: LenientSettings): Problem[] {
  return Object.keys(tags)
    .filter((key) => ownTags.includes(key.toLowerCase()))
    .map((key) => ({ path: ['tags', key], text: 'the program sets this tag itself; remove it' }));
}
