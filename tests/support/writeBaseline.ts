import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { parseCaptureSchema } from '../../contract/captureSchema';
import type { DerivedBaseline } from '../../quality/baseline/deriveBaseline';
import { packBaseline } from '../../quality/baseline/packBaseline';
import { monitoringDatasets } from './monitoringDatasets';

const root = join(__dirname, '..', '..');

/** Writes the files of the mock payloads' baseline, or of a changed one, into a new folder. */
export function writeBaseline(folder: string, changed: Partial<DerivedBaseline> = {}): string {
  const text = readFileSync(join(root, 'schemas', 'arrival-delay', 'v1.yaml'), 'utf8');
  const { schema } = parseCaptureSchema(parse(text));
  if (!schema) throw new Error('the schema of the data sets does not parse');
  const { files } = packBaseline({
    derived: { ...monitoringDatasets.baseline(), ...changed },
    endpoint: 'arrival-delay',
    schema,
    derivedAt: new Date('2026-11-01T00:00:00Z'),
    derivedBy: 'arn:aws:iam::123456789012:user/someone',
    source: 'training.csv',
  });
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}
