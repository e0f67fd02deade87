import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parse } from 'yaml';
import { parseCaptureSchema } from '../../contract/captureSchema';
import { parseSla } from '../../contract/sla';
import { type DerivedBaseline, deriveBaseline } from '../../quality/baseline/deriveBaseline';
import { type CaptureSource, captureSource } from '../../quality/source/captureSource';

const root = join(__dirname, '..', '..');
const folder = join(root, 'assets', 'datasets', 'monitoring');

/** Every file below `captures/<set>`, by hour (`2026/11/02/08`), in the order of their keys. */
function capturesOf(set: string): Map<string, CaptureSource[]> {
  const hours = new Map<string, CaptureSource[]>();
  const base = join(folder, 'captures', set);
  const names = readdirSync(base, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.jsonl'));
  for (const name of names.sort()) {
    const hour = name.split('/').slice(2, 6).join('/');
    const path = join(base, name);
    hours.set(hour, [...(hours.get(hour) ?? []), captureSource(relative(folder, path), readFileSync(path))]);
  }
  return hours;
}

function baseline(): DerivedBaseline {
  const { schema } = parseCaptureSchema(parse(readFileSync(join(root, 'schemas', 'arrival-delay', 'v1.yaml'), 'utf8')));
  const { sla } = parseSla(parse(readFileSync(join(folder, 'sla.yaml'), 'utf8')));
  if (!schema || !sla) throw new Error('the schema or the SLA of the data sets does not parse');
  const training = { file: 'training.csv', text: readFileSync(join(folder, 'training.csv'), 'utf8') };
  return deriveBaseline({ training, schema, sla });
}

/** The committed mock payloads. */
export const monitoringDatasets = { capturesOf, baseline } as const;
