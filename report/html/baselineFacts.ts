import type { BaselineManifest } from '../../contract/baselineManifest';
import { formatInstant } from '../text/formats';
import { dataTable } from './dataTable';
import { type Markup, markup } from './markup';
import { factList } from './pageParts';

/** `2026-11-01 12:00 UTC by arn:...`, or `not approved`. */
export function approvalText({ approval }: Pick<BaselineManifest, 'approval'>): string {
  return approval ? `${formatInstant(approval.at)} UTC by ${approval.by}` : 'not approved';
}

/** A baseline's manifest: source, author, approver, changes by the SLA, and hashes of the files. */
export function baselineFacts(baseline: BaselineManifest): Markup {
  const { approval } = baseline;
  const facts = factList([
    { name: 'Id', value: baseline.id },
    { name: 'Schema', value: baseline.schema },
    { name: 'Source', value: baseline.source },
    { name: 'Rows', value: `${baseline.rows}, ${baseline.rejectedRows} rejected` },
    { name: 'Derived', value: `${formatInstant(baseline.derivedAt)} UTC` },
    { name: 'Author', value: baseline.derivedBy },
    { name: 'Approved', value: approvalText(baseline) },
    ...(approval ? [{ name: 'Reason', value: approval.why }] : []),
  ]);
  const changes = baseline.slaChanges.map((change) => markup`<li>${change}</li>`);
  const hashes = dataTable({
    caption: 'SHA-256 of the files',
    rows: Object.entries(baseline.sha256),
    empty: 'The manifest has no hashes.',
    columns: [
      { title: 'File', cell: ([file]) => file, heads: true },
      { title: 'SHA-256', cell: ([, hash]) => hash, code: true },
    ],
  });
  return markup`${facts}${changes.length > 0 ? markup`<h3>Changes by the SLA</h3><ul>${changes}</ul>` : undefined}${hashes}`;
}
