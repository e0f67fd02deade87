import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { hourMs } from '../../contract/hours';
import { type Cause, causeNames } from '../../contract/likelyCause';
import { incidentId, incidentKey } from '../../contract/storeLayout';
import { formatIncidentDocument } from '../../incidents/document/incidentDocument';
import type { IncidentRecord } from '../../incidents/memory/incidentRecord';
import { sampleIncidents } from '../../scripts/docs/sampleIncidents';
import { type SeededRandom, seededRandom } from '../../tests/simulation/seededRandom';

const endpoints = 300;
const start = Date.UTC(2024, 0, 1);

const syllables = 'ba co de fi gra hu ka lo me ni or pa que ri sta tu ven wo xi zen'.split(' ');

/** The n-th word of a made-up language of letters. */
function wordAt(n: number): string {
  const { length } = syllables;
  return `${syllables[n % length]}${syllables[Math.floor(n / length) % length]}${n < length ** 2 ? 'n' : syllables[Math.floor(n / length ** 2) % length]}`;
}

const vocabulary = 8_000;

/** A word as often as its rank allows: the n-th most frequent has a share of 1 / n. */
const word = (random: SeededRandom) => wordAt(Math.floor(vocabulary ** random.next()));

const text = (count: number, random: SeededRandom) => Array.from({ length: count }, () => word(random)).join(' ');
const oneOf = <T>(items: readonly T[], random: SeededRandom) => items[random.below(items.length)] as T;

/** As many incidents as asked for, of 300 endpoints over years, with causes, fixes and notes of many words. */
export function benchIncidents(count: number): IncidentRecord[] {
  const random = seededRandom(15);
  return Array.from({ length: count }, (_, i) => {
    const { incident } = sampleIncidents[i % sampleIncidents.length] as IncidentRecord;
    const endpoint = `endpoint-${i % endpoints}`;
    const at = new Date(start + (Math.floor(i / endpoints) * 37 + (i % 24)) * hourMs);
    const opened = at.toISOString();
    const lastWindow = new Date(at.getTime() + random.below(30) * hourMs).toISOString();
    const cause: Cause = oneOf(causeNames, random);
    const features = Array.from({ length: 1 + random.below(3) }, () => `${word(random)}_${word(random)}`);
    const violations = features.map((feature) => ({
      feature,
      checkType: 'baseline_drift_check',
      severity: 'warning' as const,
      first: opened,
      last: lastWindow,
      windows: 1,
      description: `Baseline drift distance: 0.${random.below(10_000)} of ${feature} exceeds threshold: 0.1`,
    }));
    const evidence = `The median of ${features[0]} moved from ${random.below(1_000)} to ${random.below(1_000)}.`;
    const by = `engineer-${random.below(40)}@example.com`;
    return {
      key: incidentKey(endpoint, at),
      notes: text(40, random),
      incident: {
        ...incident,
        id: incidentId(endpoint, at),
        endpoint,
        opened,
        lastWindow,
        features,
        violations,
        causes: [{ cause, score: 0.9, features, evidence, windows: 1 }],
        actions: [{ action: 'resolve', by, at: lastWindow, cause: text(12, random), fix: text(10, random) }],
      },
    };
  });
}

/** Writes their documents into a folder, unless it exists. */
export function writeBenchIncidents(folder: string, count: number): void {
  if (existsSync(folder)) return;
  const partial = `${folder}.partial`;
  for (const { key, incident, notes } of benchIncidents(count)) {
    const file = join(partial, key);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, formatIncidentDocument(incident, notes));
  }
  renameSync(partial, folder);
}
