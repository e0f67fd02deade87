import type { BaselineManifest } from '../../../contract/baselineManifest';
import { dataTable } from '../../../report/dataTable';
import { factList } from '../../../report/factList';
import { instantText } from '../../../report/instantText';
import { type Markup, markup } from '../../../report/markup';
import type { Section } from './section';

function manifest(baseline: BaselineManifest): Markup {
  const facts = factList([
    { name: 'Id', value: baseline.id },
    { name: 'Schema', value: baseline.schema },
    { name: 'Source', value: baseline.source },
    { name: 'Rows', value: `${baseline.rows}, ${baseline.rejectedRows} set aside` },
    { name: 'Derived', value: `${instantText(baseline.derivedAt)} UTC` },
    { name: 'By', value: baseline.derivedBy },
  ]);
  const changes = baseline.slaChanges.map((change) => markup`<li>${change}</li>`);
  const hashes = dataTable({
    caption: 'SHA-256 of its files',
    rows: Object.entries(baseline.sha256),
    empty: 'The manifest holds no hash.',
    columns: [
      { title: 'File', cell: ([file]) => file, heads: true },
      { title: 'SHA-256', cell: ([, hash]) => hash, code: true },
    ],
  });
  return markup`${facts}${changes.length > 0 ? markup`<h3>What the SLA changed</h3><ul>${changes}</ul>` : undefined}${hashes}`;
}

export const baselineSection: Section = {
  id: 'baseline',
  title: 'The baseline',
  short: 'Baseline',
  lead: () => 'What the hours were compared with, and the hashes that its files must have.',
  body: ({ baseline }) =>
    baseline === undefined ? markup`<p class="empty">No baseline was derived.</p>` : manifest(baseline),
};
