import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { UserError } from '../../contract/userError';
import { analyzeState } from '../../rehearsal/policy/analyzeState';
import { previewStack } from '../../rehearsal/policy/previewStack';
import { type RenderedReport, renderReport } from '../../rehearsal/policy/renderReport';
import { makeProgress } from '../../rehearsal/run/progress';
import { makeWorkFolder } from '../../rehearsal/run/workFolder';
import { textTable } from '../../report/text/textTable';
import { print } from '../terminal/print';
import { stopSignal } from '../terminal/stopSignal';
import { setUpVariable } from './setUpVariable';

interface PolicyOptions {
  readonly stack?: string;
  readonly state?: string;
  readonly config?: string;
  readonly out: string;
  readonly json: boolean;
}

/** Runs the policy pack on a stack, writes what it finds in every form, and sets exit code 1 for mandatory findings. */
export async function policyCommand({ stack, state, config, out, json }: PolicyOptions): Promise<void> {
  if (stack !== undefined && state !== undefined) {
    throw new UserError('--state names the stack itself: leave --stack out');
  }
  const folder = await makeWorkFolder();
  const common = {
    folder,
    pulumi: setUpVariable('REHEARSAL_PULUMI'),
    signal: stopSignal(),
    ...(config !== undefined && { policyConfig: resolve(config) }),
  };
  try {
    const report =
      state === undefined
        ? await previewStack({
            ...common,
            stack: stack ?? 'dev',
            python: setUpVariable('REHEARSAL_PYTHON'),
            progress: makeProgress(process.stderr),
          })
        : await analyzeState({ ...common, file: state });
    const rendered = renderReport(report);
    await mkdir(out, { recursive: true });
    for (const [name, text] of Object.entries(rendered.files)) await writeFile(join(out, name), text);
    print(json ? (rendered.files['policy.json'] ?? '') : described(rendered, out));
    if (report.findings.some(({ level }) => level === 'mandatory')) process.exitCode = 1;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function described({ headline, rows, files }: RenderedReport, out: string): string {
  const columns = [
    { title: 'Level' },
    { title: 'Severity' },
    { title: 'Rule' },
    { title: 'Resource', width: 30 },
    { title: 'Finding', width: 70 },
    { title: 'Fingerprint' },
  ];
  return [
    headline,
    ...(rows.length > 0 ? textTable(columns, rows) : []),
    `written to ${Object.keys(files)
      .map((name) => join(out, name))
      .join(', ')}`,
  ].join('\n');
}
