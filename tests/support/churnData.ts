import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A small endpoint of another shape than the mock payloads: captures of two hours, the second with a broken line. */
export function writeChurnData(folder: string): { captures: string; training: string } {
  const row = (i: number) => ({ score: (i % 10) / 10 + 0.05, age: 20 + (i % 50), country: ['DE', 'FR', 'GB'][i % 3] });
  const rows = Array.from({ length: 300 }, (_, i) => row(i));
  const training = join(folder, 'training.csv');
  const lines = rows.map(({ score, age, country }) => `${score.toFixed(2)},${age},${country}`);
  writeFileSync(training, `score,age,country\n${lines.join('\n')}\n`);
  const record = (i: number) => {
    const { score, age, country } = row(i);
    const body = (data: string, mode: string) => ({ observedContentType: 'text/csv', mode, data, encoding: 'CSV' });
    return JSON.stringify({
      captureData: {
        endpointInput: body(`${age},${country}`, 'INPUT'),
        endpointOutput: body(score.toFixed(2), 'OUTPUT'),
      },
      eventMetadata: { eventId: `event-${i}`, inferenceTime: '2026-11-02T08:00:00Z' },
      eventVersion: '0',
    });
  };
  const captures = join(folder, 'captures');
  for (const [hour, broken] of [
    ['08', []],
    ['09', ['{"captureData":']],
  ] as const) {
    const place = join(captures, 'churn', 'blue', '2026', '11', '02', hour);
    mkdirSync(place, { recursive: true });
    const records = Array.from({ length: 150 }, (_, i) => record(i * 7));
    writeFileSync(join(place, 'captures.jsonl'), `${[...broken, ...records].join('\n')}\n`);
  }
  return { captures, training };
}
