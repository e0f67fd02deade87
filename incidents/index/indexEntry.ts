import * as z from 'zod';
import { causeNames } from '../../contract/likelyCause';
import { type Incident, incidentVariants } from '../document/incident';
import { fingerprintFeatures, incidentFingerprint } from '../memory/incidentFingerprint';
import { incidentState, incidentStates, recordedFix } from '../memory/incidentState';

/** Features and texts beyond these limits are in the document only: an item has at most 400 KB. */
const listedFeatures = fingerprintFeatures;
const longestText = 2_000;

const indexEntrySchema = z.object({
  id: z.string(),
  endpoint: z.string(),
  schema: z.string(),
  /** Absent in an entry of an earlier release. */
  variants: z.array(z.string()).optional(),
  state: z.enum(incidentStates),
  opened: z.iso.datetime(),
  lastWindow: z.iso.datetime(),
  closed: z.iso.datetime().optional(),
  windows: z.int(),
  checkTypes: z.array(z.string()),
  features: z.array(z.string()),
  causes: z.array(z.object({ cause: z.enum(causeNames), score: z.number(), features: z.array(z.string()) })),
  /** What people recorded. */
  cause: z.string().optional(),
  fix: z.string().optional(),
});

/** What the index holds of an incident: enough to list it, and to compare it with others. */
export type IndexEntry = z.infer<typeof indexEntrySchema>;

export function indexEntryOf(incident: Incident): IndexEntry {
  const { id, endpoint, schema, opened, lastWindow, closed, checkTypes, features, causes, reports } = incident;
  const { cause, fix } = recordedFix(incident) ?? {};
  return {
    id,
    endpoint,
    schema,
    variants: incidentVariants(incident),
    state: incidentState(incident),
    opened,
    lastWindow,
    closed,
    windows: reports.length,
    checkTypes,
    features: features.slice(0, listedFeatures),
    causes: causes.map((likely) => ({
      cause: likely.cause,
      score: likely.score,
      features: likely.features.slice(0, listedFeatures),
    })),
    cause: cause?.slice(0, longestText),
    fix: fix?.slice(0, longestText),
  };
}

/** Reads an entry of the index; undefined for one that this release cannot read. */
export function parseIndexEntry(text: string): IndexEntry | undefined {
  return indexEntrySchema.safeParse(JSON.parse(text)).data;
}

/** What the index is asked by: an item of each kind and value leads to the incident. */
export type IndexKind = 'endpoint' | 'feature' | 'state' | 'month' | 'cause' | 'fingerprint';

/** Longer names are found under their beginning; a partition key has at most 2,048 bytes. */
const longestName = 500;

/** Partition key of the items of a kind and value. */
export const indexKey = (kind: IndexKind, value: string) => `${kind} ${wellFormed(value.slice(0, longestName))}`;

/** Without half of a character, which DynamoDB refuses. */
const wellFormed = (text: string) => Buffer.from(text).toString();

/** `2026-11` of an instant. */
const monthOf = (instant: string) => instant.slice(0, 7);

/** Partition keys of the items of an incident. */
export function indexKeysOf(entry: IndexEntry): string[] {
  return [
    indexKey('endpoint', entry.endpoint),
    indexKey('state', entry.state),
    indexKey('month', monthOf(entry.opened)),
    indexKey('fingerprint', incidentFingerprint(entry)),
    ...entry.causes.map(({ cause }) => indexKey('cause', cause)),
    ...entry.features.map((feature) => indexKey('feature', feature)),
  ];
}

/** Sort key of the items of an incident: by the start of its first window. */
export const sortKeyOf = ({ opened, id }: IndexEntry) => `${opened} ${id}`;
