import { htmlPage, type Section } from '../html/htmlPage';
import type { Markup } from '../html/markup';
import { factList, verdictHeading } from '../html/pageParts';
import { formatCount } from '../text/formats';
import { changedSection, changesTableSection } from './changedSection';
import { constraintsSection, slaChangesSection } from './constraintsSection';
import { type DiffReport, exceeds } from './diffReport';
import { manifestsSection } from './manifestsSection';
import { statisticsSection } from './statisticsSection';

/** In the page's order. */
const sections: readonly Section<DiffReport>[] = [
  manifestsSection,
  changedSection,
  changesTableSection,
  constraintsSection,
  slaChangesSection,
  statisticsSection,
];

/** Two baselines as an HTML page that opens from disk. */
export function diffPage(report: DiffReport): string {
  const { endpoint } = report.after.manifest;
  return htmlPage({
    title: `Two baselines of ${endpoint}`,
    skip: { to: manifestsSection.id, text: 'Skip to where they come from' },
    header: diffHeader(report),
    sections,
    report,
    writtenBy: 'baseline diff',
    writtenAt: report.writtenAt,
  });
}

/** What differs, in a sentence. */
export function diffSentence({ difference, changed }: DiffReport): string {
  if (difference.equal) return 'Both baselines hold the same.';
  const all = formatCount(difference.features.length, 'feature');
  if (changed.length === 0) {
    const what = [
      ...(difference.rows.before === difference.rows.after ? [] : ['the number of rows']),
      ...(difference.config.length === 0 ? [] : ['monitoring_config']),
    ];
    return `No feature differs; ${what.join(' and ')} ${what.length > 1 ? 'do' : 'does'}.`;
  }
  const drifted = changed.filter(exceeds).length;
  const far = drifted === 0 ? 'none drifted' : `${drifted} drifted`;
  return `${changed.length} of ${all} ${changed.length === 1 ? 'differs' : 'differ'}; ${far} further than the newer baseline allows.`;
}

/** Top of the page: what differs, then which baselines. */
function diffHeader(report: DiffReport): Markup {
  const { before, after, difference } = report;
  const endpoints = [...new Set([before.manifest.endpoint, after.manifest.endpoint])];
  const below = factList([
    { name: endpoints.length > 1 ? 'Endpoints (they differ)' : 'Endpoint', value: endpoints.join(' → ') },
    { name: 'Older', value: before.manifest.id },
    { name: 'Newer', value: after.manifest.id },
    { name: 'Rows', value: `${difference.rows.before} → ${difference.rows.after}` },
  ]);
  return verdictHeading({
    kind: 'Two baselines',
    look: difference.equal ? 'held' : 'differs',
    sentence: diffSentence(report),
    below,
  });
}
