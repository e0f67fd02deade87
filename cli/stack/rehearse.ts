import { once } from 'node:events';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../../contract/userError';
import { makeReport } from '../../rehearsal/judge/makeReport';
import { evidenceFolder } from '../../rehearsal/model/evidenceFolder';
import { knowledgeBaseFolder } from '../../rehearsal/model/knowledgeBase';
import { decideVerdict } from '../../rehearsal/model/verdict';
import { rehearse } from '../../rehearsal/play/rehearse';
import { renderHtmlReport } from '../../rehearsal/report/htmlReport';
import { formatTerminalSummary } from '../../rehearsal/report/terminalSummary';
import { makeProgress } from '../../rehearsal/run/progress';
import { makeWorkFolder } from '../../rehearsal/run/workFolder';
import { loadMockSubject, loadOwnSubject, type Subject } from '../../rehearsal/scenario/subject';
import { exitCodes } from '../terminal/exitCodes';
import { createStopSignal, requireSetupVariable } from './stackProcess';

interface RehearseOptions {
  readonly captures?: string;
  readonly training?: string;
  readonly schema?: string;
  readonly sla?: string;
  readonly keep: boolean;
  readonly port?: number;
  readonly out: string;
}

/** Runs a rehearsal, writes its report, and sets exit code 1 when a link of the chain broke. */
export async function rehearseStack(options: RehearseOptions): Promise<void> {
  const startedAt = new Date();
  const signal = createStopSignal();
  const folder = await makeWorkFolder();
  try {
    const subject = await createSubject(options, folder);
    const progress = makeProgress(process.stdout);
    console.log(`rehearsing endpoint ${subject.day.endpoint}, ${subject.day.hours.length} hours, on this machine only`);
    const rehearsal = await rehearse({
      subject,
      progress,
      folder,
      evidence: join(options.out, evidenceFolder),
      knowledgeBase: join(options.out, knowledgeBaseFolder),
      pulumi: requireSetupVariable('REHEARSAL_PULUMI'),
      python: requireSetupVariable('REHEARSAL_PYTHON'),
      functionNode: requireSetupVariable('REHEARSAL_NODE24'),
      port: options.port,
      keep: options.keep,
      signal,
    });
    try {
      const report = makeReport(rehearsal, subject, { startedAt, finishedAt: new Date(), steps: progress.steps });
      await mkdir(options.out, { recursive: true });
      const page = join(options.out, 'rehearsal.html');
      await writeFile(page, renderHtmlReport(report));
      await writeFile(join(options.out, 'rehearsal.json'), `${JSON.stringify(report, null, 2)}\n`);
      console.log(`\n${formatTerminalSummary(report, { color: process.stdout.isTTY && process.stdout.hasColors() })}`);
      console.log(`Report: ${page}`);
      if (!decideVerdict(report).held) process.exitCode = exitCodes.error;
      if (options.keep) await waitForStop(rehearsal.endpoint, rehearsal.region, signal);
    } finally {
      await rehearsal.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function createSubject({ captures, training, schema, sla }: RehearseOptions, folder: string): Promise<Subject> {
  const subjectFolder = join(folder, 'subject');
  if (captures === undefined && training === undefined) {
    if (schema !== undefined || sla !== undefined) {
      throw new UserError('--schema and --sla require --captures and --training');
    }
    return loadMockSubject(subjectFolder);
  }
  if (captures === undefined || training === undefined) {
    throw new UserError('--captures and --training require each other');
  }
  return loadOwnSubject({ captures, training, schema, sla }, subjectFolder);
}

async function waitForStop(endpoint: string, region: string, signal: AbortSignal): Promise<void> {
  console.log(`\nThe local AWS is running at ${endpoint} (region ${region}) until you press Ctrl-C. For example:`);
  console.log(`  AWS_ACCESS_KEY_ID=x AWS_SECRET_ACCESS_KEY=x aws --endpoint-url ${endpoint} --region ${region} s3 ls`);
  if (!signal.aborted) await once(signal, 'abort');
}
