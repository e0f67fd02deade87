import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { packBaseline } from '../quality/packBaseline';
import { type ReadingProgress, readTrainingFile } from '../quality/tables/readTrainingFile';
import { readCaptureSchema, readSla } from '../rehearsal/documents';
import { refuseUnusable } from '../rehearsal/usableBaseline';
import { everyFiveSeconds } from './captureProgress';
import { print } from './print';

interface DeriveOptions {
  readonly training: string;
  readonly header: boolean;
  readonly schema: string;
  readonly sla: string;
  readonly by: string;
  readonly out: string;
}

/** Writes a baseline's three files into a folder that its id names, and says what the SLA changed. */
export async function deriveCommand(options: DeriveOptions): Promise<void> {
  const [schema, sla] = [readCaptureSchema(options.schema), readSla(options.sla)];
  const { training: file, header } = options;
  const derived = refuseUnusable(await readTrainingFile({ file, header, schema, sla, onProgress: progressLine(file) }));
  const { manifest, files } = packBaseline({
    derived,
    endpoint: sla.endpoint,
    schema,
    derivedAt: new Date(),
    derivedBy: options.by,
    source: basename(options.training),
  });
  const folder = join(options.out, manifest.id);
  await mkdir(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  print(`baseline ${manifest.id} of ${sla.endpoint}: ${derived.rows} rows, ${derived.rejectCount} set aside`);
  for (const change of derived.slaChanges) print(`  SLA: ${change}`);
  for (const { file, line, reason } of derived.rejects) print(`  set aside: ${file}:${line}: ${reason}`);
  print(`written to ${folder}`);
  print(
    `to see what it changes: npm run cli -- baseline diff <folder or s3:// address of the one in force> ${folder} --html out/diff.html`,
  );
}

/** Says now and then how far a read is, so that nobody takes the wait for a hang. */
function progressLine(file: string): (progress: ReadingProgress) => void {
  const say = everyFiveSeconds();
  return ({ rows, share }) => {
    const part = share === undefined ? '' : `, ${Math.floor(100 * share)} %`;
    say(() => `reading ${file}: ${rows} rows${part}`);
  };
}
