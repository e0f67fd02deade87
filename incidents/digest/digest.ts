import { hourMs } from '../../contract/hours';
import { everyEndpoint, isInEffect, type PlannedMute } from '../../contract/plannedMute';
import type { Incident } from '../document/incident';
import {
  byUrgency,
  type DigestIncident,
  digestIncident,
  foundAt,
  type HeldMessage,
  heldMessages,
  overAt,
} from './digestIncident';

/** The windows of an endpoint in a digest's period, as far as they were read. */
export interface DigestEndpoint {
  readonly endpoint: string;
  readonly owner: string;
  /** Hours without a report after which it is silent. */
  readonly silenceHours: number;
  /** End of the newest window; undefined without a report in the period. ISO 8601. */
  readonly lastReport?: string;
  /** Windows that were read, the newest of the period. */
  readonly windows: number;
  /** Those that broke a promise on drift, and those in which the exact rule finds drift. */
  readonly driftAlarms: number;
  readonly exactAlarms: number;
  /** How the newest one was judged, and why, in a sentence. */
  readonly judgement?: { readonly mode: 'calibrated' | 'exact'; readonly reason: string };
}

/** Everything that digests of a period can be about. */
export interface DigestFacts {
  readonly stack: string;
  readonly from: Date;
  readonly to: Date;
  readonly endpoints: readonly DigestEndpoint[];
  readonly incidents: readonly Incident[];
  /** Mutes of messages. */
  readonly mutes: readonly PlannedMute[];
}

/** What one audience reads about a period. */
export interface Digest {
  readonly stack: string;
  /** An owner of endpoints, or undefined for the whole stack. */
  readonly owner: string | undefined;
  readonly from: string;
  readonly to: string;
  /** Found in the period, whether or not they are over. */
  readonly opened: readonly DigestIncident[];
  /** Found before the period, and not over. */
  readonly open: readonly DigestIncident[];
  /** Found before the period, and over since then. */
  readonly closed: readonly DigestIncident[];
  /** Held back by mutes in the period. */
  readonly held: readonly HeldMessage[];
  /** In effect at the end of the period. */
  readonly mutes: readonly PlannedMute[];
  /** Endpoints without a report for longer than promised. */
  readonly silent: readonly DigestEndpoint[];
  /** Endpoints of which calibration changes alarms, or would. */
  readonly calibration: readonly DigestEndpoint[];
  /** Endpoints that the digest is about. */
  readonly endpoints: number;
}

/** Composes the digest of an audience: of an owner's endpoints, or of all. */
export function composeDigest(facts: DigestFacts, owner?: string): Digest {
  const { stack, from, to } = facts;
  const endpoints = facts.endpoints.filter((endpoint) => owner === undefined || endpoint.owner === owner);
  const names = new Set(endpoints.map(({ endpoint }) => endpoint));
  const isOwn = (endpoint: string) => owner === undefined || names.has(endpoint);
  const incidents = facts.incidents
    .filter(({ endpoint, reports }) => isOwn(endpoint) && reports.length > 0)
    .sort(byUrgency);
  const isIn = (at: Date | undefined) => at !== undefined && at >= from && at < to;
  const earlier = incidents.filter((incident) => foundAt(incident) < from);
  return {
    stack,
    owner,
    from: from.toISOString(),
    to: to.toISOString(),
    opened: incidents.filter((incident) => isIn(foundAt(incident))).map(digestIncident),
    open: earlier.filter((incident) => overAt(incident) === undefined).map(digestIncident),
    closed: earlier.filter((incident) => isIn(overAt(incident))).map(digestIncident),
    held: incidents.flatMap(heldMessages).filter(({ at }) => isIn(new Date(at))),
    mutes: facts.mutes.filter(
      (mute) => isInEffect(mute, to) && (mute.endpoints ?? []).some((name) => name === everyEndpoint || isOwn(name)),
    ),
    silent: endpoints.filter((endpoint) => isSilent(endpoint, to)),
    calibration: endpoints.filter(({ driftAlarms, exactAlarms }) => driftAlarms + exactAlarms > 0),
    endpoints: endpoints.length,
  };
}

/** Whether there is nothing to say. */
export function isQuiet({ opened, open, closed, held, mutes, silent, calibration }: Digest): boolean {
  return [opened, open, closed, held, mutes, silent, calibration].every(({ length }) => length === 0);
}

function isSilent({ lastReport, silenceHours }: DigestEndpoint, at: Date): boolean {
  return lastReport === undefined || at.getTime() - Date.parse(lastReport) > silenceHours * hourMs;
}
