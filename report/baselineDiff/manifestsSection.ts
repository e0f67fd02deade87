import type { BaselineManifest } from '../../contract/baselineManifest';
import { approvalText } from '../html/baselineFacts';
import { dataTable } from '../html/dataTable';
import type { Section } from '../html/htmlPage';
import type { Markup } from '../html/markup';
import { badge } from '../html/pageParts';
import { formatInstant } from '../text/formats';
import type { DiffReport } from './diffReport';

interface Row {
  readonly fact: string;
  readonly before: string;
  readonly after: string;
}

const facts: Readonly<Record<string, (manifest: BaselineManifest) => string>> = {
  Id: ({ id }) => id,
  Endpoint: ({ endpoint }) => endpoint,
  Schema: ({ schema, captureSchema }) =>
    captureSchema ? `${schema} (${captureSchema.fingerprint.slice(0, 12)})` : schema,
  Source: ({ source }) => source,
  Rows: ({ rows }) => String(rows),
  Rejected: ({ rejectedRows }) => String(rejectedRows),
  Derived: ({ derivedAt, derivedBy }) => `${formatInstant(derivedAt)} UTC by ${derivedBy}`,
  Approved: approvalText,
  Reason: ({ approval }) => approval?.why ?? '–',
};

function rowsOf({ before: { manifest: before }, after: { manifest: after } }: DiffReport): Row[] {
  const files = [...new Set([...Object.keys(before.sha256), ...Object.keys(after.sha256)])];
  return [
    ...Object.entries(facts).map(([fact, textOf]) => ({ fact, before: textOf(before), after: textOf(after) })),
    ...files.map((file) => ({
      fact: `SHA-256 of ${file}`,
      before: before.sha256[file] ?? '–',
      after: after.sha256[file] ?? '–',
    })),
  ];
}

export const manifestsSection: Section<DiffReport> = {
  id: 'manifests',
  title: 'Manifests',
  short: 'Manifests',
  lead: () => 'Both manifests. The files of both baselines match the hashes below.',
  body: (report) =>
    dataTable<Row>({
      caption: 'Manifests',
      rows: rowsOf(report),
      empty: '',
      columns: [
        { title: 'Field', cell: (row) => row.fact, heads: true },
        { title: 'Older', cell: (row) => row.before, code: true },
        { title: 'Newer', cell: (row) => row.after, code: true },
        { title: 'Comparison', cell: differsCell },
      ],
    }),
};

/** A badge that states whether two texts differ. */
function differsCell({ before, after }: { readonly before: string; readonly after: string }): Markup {
  return before === after ? badge('good', 'same') : badge('warn', 'differs');
}
