import type { RunRecord } from '../../contract/runRecord';
import { formatCount } from '../../report/text/formats';
import { textTable } from '../../report/text/textTable';
import type { ObjectStore } from '../../store/objectStore';
import { formatMinute } from '../input/captureWindow';
import { exitCodes } from '../terminal/exitCodes';
import { firstLines, printEmpty, printJson, printText } from '../terminal/output';
import type { BackfillSpan, EndpointPlan } from './backfillPlan';

/** What a backfill did for one endpoint; records are in the order of their windows. */
export interface EndpointResult {
  readonly plan: EndpointPlan;
  readonly records: readonly RunRecord[];
}

interface Subject {
  readonly store: ObjectStore;
  readonly span: BackfillSpan;
  readonly json: boolean;
}

/** Prints what was computed, and sets the exit code: violating or failed windows are findings. */
export function printBackfill(results: readonly EndpointResult[], { store, span, json }: Subject): void {
  const document = { store: store.address, ...span, endpoints: results.map(endpointJson) };
  if (results.every(({ plan }) => plan.windows === 0)) {
    const reason = `no captures of ${results.map(({ plan }) => plan.endpoint).join(', ')} in a window from ${formatMinute(span.from)} to ${formatMinute(span.to)} that has ended, in ${store.address}`;
    printEmpty('compute', reason, json ? document : undefined);
    process.exitCode = exitCodes.empty;
    return;
  }
  if (json) printJson(document);
  else printText(describe(results).join('\n'));
  const isClean = results.every(({ records }) => records.every(({ status }) => status === 'Completed'));
  process.exitCode = isClean ? exitCodes.success : exitCodes.findings;
}

function endpointJson({ plan: { endpoint, schema, baseline, windows, due }, records }: EndpointResult) {
  const computed = records.map(({ window, status, reason, rows, rejected, files }) => ({
    ...window,
    status,
    reason,
    rows,
    rejected,
    files,
  }));
  return { endpoint, schema, baseline, windows, skipped: windows - due.length, computed };
}

const columns = [
  { title: 'endpoint' },
  { title: 'windows', numeric: true },
  { title: 'skipped', numeric: true },
  { title: 'computed', numeric: true },
  { title: 'violating', numeric: true },
  { title: 'failed', numeric: true },
  { title: 'rows', numeric: true },
];

function describe(results: readonly EndpointResult[]): string[] {
  const rows = results.map(({ plan, records }) => {
    const count = (status: RunRecord['status']) => records.filter((record) => record.status === status).length;
    const numbers = [
      plan.windows,
      plan.windows - plan.due.length,
      records.length,
      count('CompletedWithViolations'),
      count('Failed'),
      records.reduce((sum, record) => sum + record.rows, 0),
    ];
    return [plan.endpoint, ...numbers.map(String)];
  });
  const notClean = results
    .flatMap(({ records }) => records)
    .filter(({ status }) => status !== 'Completed')
    .map(({ endpoint, window, reason }) => `${endpoint} ${formatMinute(new Date(window.from))}: ${reason}`);
  const computed = results.reduce((sum, { records }) => sum + records.length, 0);
  return [
    `${formatCount(computed, 'window')} computed; finished windows are skipped, unless --again is given`,
    ...textTable(columns, rows).map((line) => `  ${line}`),
    ...firstLines(notClean, '; use --json to list all'),
  ];
}
