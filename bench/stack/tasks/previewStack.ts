import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parse, stringify } from 'yaml';
import { linkProgram } from '../../../tests/support/linkedProgram';
import { folderFrom, makeTestEngine } from '../../../tests/support/testEngine';
import { measurePreview, runPulumi } from '../preview';

const root = resolve(__dirname, '..', '..', '..');

/** `pulumi preview` of this program with endpoints that have the SLA and the schema of `arrival-delay`. */
async function main([endpoints = '']: readonly string[]): Promise<void> {
  const engine = await makeTestEngine([folderFrom('REHEARSAL_LANGUAGE_HOST', 'pulumi-language-nodejs')]);
  try {
    const program = join(engine.folder, 'program');
    await linkProgram(program);
    await writeFile(join(program, 'Pulumi.bench.yaml'), stringify(await settingsOf(Number(endpoints), engine.folder)));
    await runPulumi(engine, program, ['stack', 'init', 'bench']);
    console.log(JSON.stringify(await measurePreview(engine, program, 'bench')));
  } finally {
    await engine.remove();
  }
}

async function settingsOf(count: number, folder: string) {
  const sla = parse(await readFile(join(root, 'slas', 'arrival-delay.yaml'), 'utf8')) as object;
  await mkdir(join(folder, 'slas'));
  const endpoints: Record<string, object> = {};
  for (const endpoint of Array.from({ length: count }, (_, i) => `endpoint-${i}`)) {
    const file = join(folder, 'slas', `${endpoint}.yaml`);
    await writeFile(file, stringify({ ...sla, endpoint }));
    endpoints[endpoint] = {
      engine: 'modelMonitor',
      schema: 'v1',
      schemaFile: 'schemas/arrival-delay/v1.yaml',
      baseline: '2026-11-02-7c41e9',
      sla: file,
    };
  }
  return {
    config: {
      'aws:region': 'eu-west-1',
      'model-observability:environment': 'dev',
      'model-observability:owner': 'ml-platform',
      'model-observability:endpoints': endpoints,
      'model-observability:alerts': { digest: ['ml-platform@example.com'] },
    },
  };
}

void main(process.argv.slice(2));
