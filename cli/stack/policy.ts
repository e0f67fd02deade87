import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { UserError } from '../../contract/userError';
import { analyzeState } from '../../rehearsal/policy/analyzeState';
import { previewStack } from '../../rehearsal/policy/previewStack';
import { type RenderedReport, renderReport } from '../../rehearsal/policy/renderReport';
import { makeProgress } from '../../rehearsal/run/progress';
import { makeWorkFolder } from '../../rehearsal/run/workFolder';
import { textTable } from '../../report/text/textTable';
import { exitCodes } from '../terminal/exitCodes';
import { printText } from '../terminal/output';
import { createStopSignal, requireSetupVariable } from './stackProcess';

interface PolicyOptions {
  readonly stack?: string;
  readonly state?: string;
  readonly config?: string;
  readonly out: string;
  readonly json: boolean;
}

/** Runs the policy pack on a stack, writes its reports, and sets exit code 1 for mandatory findings. */
export async function checkStack({ stack, state, config, out, json }: PolicyOptions): Promise<void> {
  if (stack !== undefined && state !== undefined) {
    throw new UserError('--state cannot be combined with --stack');
  }
  const folder = await makeWorkFolder();
  const engine = {
    folder,
    pulumi: requireSetupVariable('REHEARSAL_PULUMI'),
    signal: createStopSignal(),
    policyConfig: config === undefined ? undefined : resolve(config),
  };
  try {
    const report =
      state === undefined
        ? await previewStack({
            ...engine,
            stack: stack ?? 'dev',
            progress: makeProgress(process.stderr),
          })
        : await analyzeState({ ...engine, file: state });
    const rendered = renderReport(report);
    await mkdir(out, { recursive: true });
    for (const [name, text] of Object.entries(rendered.files)) await writeFile(join(out, name), text);
    printText(json ? (rendered.files['policy.json'] ?? '') : describeReport(rendered, out));
    if (report.findings.some(({ level }) => level === 'mandatory')) process.exitCode = exitCodes.error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function describeReport({ headline, rows, files }: RenderedReport, out: string): string {
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
