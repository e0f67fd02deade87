import { z } from 'zod';
import { severities } from './alarmNames';
import { type CaptureSchema, columnsOf } from './captureSchema';
import type { Problem } from './problem';
import { readDocument } from './readDocument';

const share = z.number().min(0, 'must be between 0 and 1').max(1, 'must be between 0 and 1');

const featureSlaSchema = z.strictObject({
  /** Share of values that must be present, 0..1. */
  completeness: share.optional(),
  /** Values are never below zero. */
  nonNegative: z.boolean().optional(),
  /** The only values allowed (String features). */
  categories: z.array(z.string()).min(1).optional(),
  /** Distance from the baseline's distribution from which on the contract is broken, 0..1. */
  driftLimit: share.optional(),
  /** Who is told when the feature drifts. @default warning */
  severity: z.enum(severities).default('warning'),
});

const slaSchema = z.strictObject({
  endpoint: z.string().min(1),
  owner: z.string().min(1),
  /** Page that says what to do; every alarm names it. */
  runbook: z.url({ protocol: /^https$/, error: 'must be an https:// address' }),
  /** Hours without a capture file, or without a report, after which somebody is told. @default 2 */
  freshnessHours: z.int().min(1).max(24).default(2),
  features: z.record(z.string(), featureSlaSchema),
});

export type FeatureSla = z.infer<typeof featureSlaSchema>;
export type Sla = z.infer<typeof slaSchema>;

/** Reads a parsed SLA document; every problem is named with its path. */
export function parseSla(document: unknown): { sla?: Sla; problems: Problem[] } {
  const { value, problems } = readDocument(slaSchema, document);
  return value ? { sla: value, problems } : { problems };
}

/** What an SLA says of features that the capture schema doesn't have, or have with another type. */
export function slaProblems(sla: Sla, schema: CaptureSchema): Problem[] {
  const columns = new Map(columnsOf(schema).map((column) => [column.name, column]));
  const known = [...columns.keys()].join(', ');
  return Object.entries(sla.features).flatMap(([name, feature]): Problem[] => {
    const path = ['features', name];
    const column = columns.get(name);
    if (!column) return [{ path, text: `schema ${schema.version} has no such feature; it has ${known}` }];
    if (feature.categories && column.type !== 'String') {
      return [
        { path: [...path, 'categories'], text: `only a String feature has categories; this one is ${column.type}` },
      ];
    }
    if (feature.nonNegative !== undefined && column.type === 'String') {
      return [{ path: [...path, 'nonNegative'], text: 'only a numeric feature has a sign; this one is String' }];
    }
    return [];
  });
}
