import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { actionTableDate } from '../../policy/iam/actions/actionFacts';
import type { PlainObject } from '../../policy/pack/propertyValue';
import { type Kind, kindNames } from './accuracyKinds';
import { accuracyReport } from './accuracyReport';
import { accuracySummary } from './accuracySummary';
import { readAdjudications, toAdjudicate } from './adjudications';
import { type KindLabels, type LabelTable, writeLabels } from './labelTable';
import { ownLabels } from './ownLabels';
import { managedPolicies, peerFindings, peerLabel } from './peerFindings';
import { rewrittenScores } from './rewrittenScores';

const out = resolve(__dirname, '..', '..', 'out', 'accuracy');
const committed = { labels: join(__dirname, 'labels.csv'), summary: join(__dirname, 'summary.json') } as const;

new Command('accuracy')
  .description("compare the policy pack with cloudsplaining and parliament on AWS's managed policies")
  .option(
    '--write',
    'update bench/accuracy/labels.csv and summary.json, which the figures in the documentation are checked against',
    false,
  )
  .action(run)
  .parseAsync()
  .catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  });

async function run({ write }: { readonly write: boolean }): Promise<void> {
  mkdirSync(out, { recursive: true });
  const { moto, documents } = await managedPolicies(pythonOf('REHEARSAL_PYTHON'));
  const names = Object.keys(documents);
  const peerResults = await findPeerFindings(documents);
  const ownResults: Record<string, ReturnType<typeof ownLabels>> = {};
  names.forEach((name, i) => {
    ownResults[name] = ownLabels(name, documents[name] ?? {});
    show('policy pack', i + 1, names.length);
  });
  const table: LabelTable = new Map(names.map((name) => [name, labelsOf(name)]));
  const adjudications = readAdjudications();
  const versions = { moto, ...peerResults.versions, actionTable: actionTableDate() };
  const date = new Date().toISOString().slice(0, 10);
  const rewritten = rewrittenScores(documents, adjudications);
  const summary = accuracySummary(date, versions, table, adjudications, rewritten);
  const report = accuracyReport(summary, table, adjudications);
  writeFileSync(join(out, 'report.md'), report);
  writeFileSync(join(out, 'report.json'), json({ ...summary, findings: findingsOf() }));
  if (write) {
    writeFileSync(committed.labels, writeLabels(table));
    writeFileSync(committed.summary, json(summary));
  }
  console.log(report.split('\n## privilege-escalation')[0]);
  printOpenDocuments(table, adjudications);
  console.log(`Report: ${join(out, 'report.md')} and report.json`);

  function labelsOf(name: string): Record<Kind, KindLabels> {
    const entries = kindNames.map((kind): [Kind, KindLabels] => {
      const peers = peerResults.findings[name];
      if (!peers) throw new Error(`the peers have no findings for ${name}`);
      return [
        kind,
        {
          own: ownResults[name]?.[kind].label ?? '-',
          cloudsplaining: peerLabel('cloudsplaining', kind, peers.cloudsplaining),
          parliament: peerLabel('parliament', kind, peers.parliament),
        },
      ];
    });
    return Object.fromEntries(entries) as Record<Kind, KindLabels>;
  }

  function findingsOf() {
    return Object.fromEntries(names.map((name) => [name, { own: ownResults[name], ...peerResults.findings[name] }]));
  }
}

/** The peers' findings. They take minutes, so they are cached for the same documents, scripts and versions. */
async function findPeerFindings(documents: Readonly<Record<string, PlainObject>>): ReturnType<typeof peerFindings> {
  const text = JSON.stringify(documents);
  const hash = createHash('sha256').update(text);
  for (const file of ['bench/accuracy/peerFindings.py', 'tools/accuracy-python/requirements.txt']) {
    hash.update(readFileSync(resolve(__dirname, '..', '..', file)));
  }
  const cache = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'model-observability', 'accuracy');
  const cached = join(cache, `${hash.digest('hex').slice(0, 12)}.json`);
  if (existsSync(cached)) return JSON.parse(readFileSync(cached, 'utf8')) as Awaited<ReturnType<typeof peerFindings>>;
  mkdirSync(cache, { recursive: true });
  const file = join(out, 'documents.json');
  writeFileSync(file, text);
  const count = Object.keys(documents).length;
  const results = await peerFindings(pythonOf('ACCURACY_PYTHON'), file, (done) =>
    show('cloudsplaining and parliament (minutes, once)', done, count),
  );
  writeFileSync(cached, JSON.stringify(results));
  return results;
}

function printOpenDocuments(table: LabelTable, adjudications: ReturnType<typeof readAdjudications>): void {
  for (const kind of kindNames) {
    const judged = new Set(
      adjudications.filter((adjudication) => adjudication.kind === kind).map(({ document }) => document),
    );
    const open = toAdjudicate(table, kind).filter((document) => !judged.has(document));
    if (open.length > 0) console.log(`not yet adjudicated for ${kind}: ${open.join(', ')}`);
  }
}

function pythonOf(variable: 'REHEARSAL_PYTHON' | 'ACCURACY_PYTHON'): string {
  const python = process.env[variable];
  if (!python) throw new Error(`${variable} is not set: run npm run accuracy`);
  return python;
}

/** Shows progress, on a terminal only. */
function show(what: string, done: number, of: number): void {
  if (!process.stderr.isTTY || (done % 20 !== 0 && done !== of)) return;
  process.stderr.write(`\r${what}: ${done} of ${of}${done === of ? '\n' : ''}`);
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
