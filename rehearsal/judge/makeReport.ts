import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseAlarmName } from '../../contract/alarmNames';
import { driftMetric } from '../../contract/metrics';
import type { DerivedBaseline } from '../../quality/baseline/deriveBaseline';
import { effectiveConfig } from '../../quality/modelMonitor/monitoringConfig';
import { distributionOf } from '../../report/plot/distributionOf';
import type { FeatureDistribution } from '../../report/plot/featureDistribution';
import { localStack } from '../engine/localEngine';
import type { AlarmRow, AlarmState, HourRow, RehearsalReport, StepResult } from '../model/rehearsalReport';
import type { ObservedHour } from '../play/observations';
import type { Rehearsal } from '../play/rehearse';

import type { Subject } from '../scenario/subject';
import { analyzerLinks } from './analyzerLinks';
import { callLinks } from './callLinks';
import { deploymentLinks } from './deploymentLinks';
import { evidenceLinks } from './evidenceLinks';
import { imitatedParts } from './imitatedParts';
import { incidentLinks } from './incidentLinks';
import { judgeLinks } from './link';
import { messageLinks } from './messageLinks';
import { monitoringLinks } from './monitoringLinks';
import { explainUnused } from './unusedPermissions';

const root = resolve(__dirname, '..', '..');

/** In the order of the chain: the deployment's last link is that nothing is left. */
const links = [
  ...deploymentLinks.slice(0, -1),
  ...monitoringLinks,
  ...analyzerLinks,
  ...messageLinks,
  ...incidentLinks,
  ...evidenceLinks,
  ...callLinks,
  ...deploymentLinks.slice(-1),
];

/** Makes the report on a rehearsal. */
export function makeReport(
  rehearsal: Rehearsal,
  subject: Subject,
  run: { readonly startedAt: Date; readonly finishedAt: Date; readonly steps: readonly StepResult[] },
): RehearsalReport {
  const { observations } = rehearsal;
  const { baseline, hours, deployments } = observations;
  return {
    startedAt: run.startedAt.toISOString(),
    finishedAt: run.finishedAt.toISOString(),
    elapsedSeconds: (run.finishedAt.getTime() - run.startedAt.getTime()) / 1000,
    stack: localStack,
    endpoint: subject.day.endpoint,
    region: rehearsal.region,
    environment: [
      { name: 'Node', value: process.version },
      { name: 'Pulumi engine', value: rehearsal.engineVersion },
      { name: 'AWS provider', value: `the rehearsal’s provider for @pulumi/aws ${readPackageVersion('@pulumi/aws')}` },
      { name: 'AWS API', value: `moto ${readMotoVersion()}` },
    ],
    baseline: baseline.manifest,
    links: judgeLinks(links, observations, subject),
    steps: run.steps,
    hours: hours.map(hourRow),
    distributions: compareDistributions(baseline.derived, hours),
    alarms: toAlarmRows(rehearsal),
    messages: observations.messages,
    digests: observations.digests,
    audit: observations.audit,
    evidence: observations.evidence,
    incidents: observations.incidents,
    rejects: hours.flatMap(({ rejectedRecords }) => rejectedRecords),
    deployments: deployments.map(({ findings: _, ...deployment }) => deployment),
    policyFindings: [...observations.refusal, ...deployments.flatMap(({ findings }) => findings)],
    calls: observations.calls,
    roles: explainUnused(observations.roles),
    imitated: imitatedParts,
  };
}

function toAlarmRows({ observations, finalStates }: Rehearsal): AlarmRow[] {
  const transitions = observations.hours.flatMap((hour) => hour.transitions);
  const muted = observations.tampered?.after.muted ?? [];
  return observations.alarmNames.map((name) => ({
    name,
    severity: parseAlarmName(name)?.severity ?? 'info',
    finalState: (finalStates.find((alarm) => alarm.name === name)?.state ?? 'INSUFFICIENT_DATA') as AlarmState,
    muted: muted.includes(name),
    transitions: transitions
      .filter(({ alarm }) => alarm === name)
      .map(({ at, from, to, reason }) => ({ at: at.toISOString(), from, to, reason })),
  }));
}

/** Each feature in the baseline and in the first hour with drift, or in the first analyzed hour if none drifted. */
function compareDistributions(
  { statistics: baseline, constraints }: DerivedBaseline,
  hours: readonly ObservedHour[],
): FeatureDistribution[] {
  const analyzed = hours.filter(({ analysis }) => analysis?.statistics.features.length === baseline.features.length);
  const shown = analyzed.find(hasDrift) ?? analyzed[0];
  if (!shown?.analysis) return [];
  const { statistics, metrics } = shown.analysis;
  return baseline.features.flatMap((before, i): FeatureDistribution[] => {
    const after = statistics.features[i];
    const feature = constraints.features[i];
    const limits = feature && effectiveConfig(constraints.monitoring_config, feature).distribution_constraints;
    const facts = {
      feature: before.name,
      hour: shown.hour,
      distance: metrics.find(({ name }) => name === driftMetric(before.name))?.value,
      limit: before.string_statistics ? limits?.categorical_comparison_threshold : limits?.comparison_threshold,
    };
    const distribution = distributionOf({ before, after }, facts);
    return distribution ? [distribution] : [];
  });
}

function hasDrift({ violations }: ObservedHour): boolean {
  return violations.some((violation) => violation.constraint_check_type === 'baseline_drift_check');
}

function readPackageVersion(name: string): string {
  const file = join(root, 'node_modules', name, 'package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

function readMotoVersion(): string {
  const pins = readFileSync(join(root, 'tools', 'python', 'requirements.txt'), 'utf8');
  return /^moto==(\S+)$/m.exec(pins)?.[1] ?? 'of an unknown version';
}

/** What the report shows of an hour. */
function hourRow(observed: ObservedHour): HourRow {
  const { hour, payload, rows, rejects, status, exitMessage, violations, alarmsRaised, alarmsCleared, reportUri } =
    observed;
  return { hour, payload, rows, rejects, status, exitMessage, violations, alarmsRaised, alarmsCleared, reportUri };
}
