import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseAlarmName } from '../../contract/alarmNames';
import { localStack } from '../engine/localEngine';
import type { AlarmRow, AlarmState, RehearsalReport, StepResult } from '../model/rehearsalReport';
import type { Rehearsal } from '../play/rehearse';
import type { Subject } from '../scenario/subject';
import { deploymentLinks } from './deploymentLinks';
import { distributions } from './distributions';
import { evidenceLinks } from './evidenceLinks';
import { imitatedParts } from './imitatedParts';
import { judgeLinks } from './link';
import { messageLinks } from './messageLinks';
import { monitoringLinks } from './monitoringLinks';

const root = resolve(__dirname, '..', '..');
const byPlace = [...deploymentLinks.slice(0, -1), ...monitoringLinks, ...messageLinks, ...evidenceLinks];
const links = [...byPlace, ...deploymentLinks.slice(-1)];

/** What a rehearsal showed, for its readers. */
export function toReport(
  rehearsal: Rehearsal,
  subject: Subject,
  run: { readonly startedAt: Date; readonly finishedAt: Date; readonly steps: readonly StepResult[] },
): RehearsalReport {
  const { seen } = rehearsal;
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
      { name: 'AWS provider', value: `the rehearsal’s own, for @pulumi/aws ${packageVersion('@pulumi/aws')}` },
      { name: 'AWS API', value: `moto ${motoVersion()}` },
    ],
    baseline: seen.baseline.manifest,
    links: judgeLinks(links, seen, subject),
    steps: run.steps,
    hours: seen.hours.map(({ transitions: _, analysis: __, setAside: ___, ...hour }) => hour),
    distributions: distributions(seen.baseline.derived, seen.hours),
    alarms: alarmRows(rehearsal),
    messages: seen.messages,
    audit: seen.audit,
    incidents: seen.incidents,
    rejects: seen.hours.flatMap(({ setAside }) => setAside),
    deployments: seen.deployments.map(({ findings: _, ...deployment }) => deployment),
    policyFindings: [...seen.refusal, ...seen.deployments.flatMap(({ findings }) => findings)],
    imitated: imitatedParts,
  };
}

function alarmRows({ seen, finalStates }: Rehearsal): AlarmRow[] {
  const transitions = seen.hours.flatMap((hour) => hour.transitions);
  const muted = seen.tampered?.after.muted ?? [];
  return seen.alarmNames.map((name) => ({
    name,
    severity: parseAlarmName(name)?.severity ?? 'info',
    finalState: (finalStates.find((alarm) => alarm.name === name)?.state ?? 'INSUFFICIENT_DATA') as AlarmState,
    muted: muted.includes(name),
    transitions: transitions
      .filter(({ alarm }) => alarm === name)
      .map(({ at, from, to, reason }) => ({ at: at.toISOString(), from, to, reason })),
  }));
}

function packageVersion(name: string): string {
  const file = join(root, 'node_modules', name, 'package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

function motoVersion(): string {
  const pins = readFileSync(join(root, 'tools', 'python', 'requirements.txt'), 'utf8');
  return /^moto==(\S+)$/m.exec(pins)?.[1] ?? 'of an unknown version';
}
