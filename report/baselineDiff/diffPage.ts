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

/** Renders the comparison of two baselines as an HTML page that opens from disk. */
export function diffPage(report: DiffReport): string {
  const { endpoint } = report.after.manifest;
  return htmlPage({
    title: `Comparison of two baselines of ${endpoint}`,
    skip: { to: manifestsSection.id, text: 'Skip to: Manifests' },
    header: diffHeader(report),
    sections,
    report,
    writtenBy: 'baseline diff',
    writtenAt: report.writtenAt,
  });
}

/** Summarizes the differences in a sentence. */
export function summarizeDifference({ difference, changed }: DiffReport): string {
  if (difference.equal) return 'The baselines do not differ.';
  const all = formatCount(difference.features.length, 'feature');
  if (changed.length === 0) {
    const what = [
      ...(difference.rows.before === difference.rows.after ? [] : ['the number of rows']),
      ...(difference.config.length === 0 ? [] : ['monitoring_config']),
    ];
    return `No feature differs, but ${what.join(' and ')} ${what.length > 1 ? 'do' : 'does'}.`;
  }
  const drifted = changed.filter(exceeds).length;
  const limit = 'the drift limit of the newer baseline';
  return `${changed.length} of ${all} ${changed.length === 1 ? 'differs' : 'differ'}; ${drifted === 0 ? 'none' : drifted} above ${limit}.`;
}

/** Top of the page: the summary, then the two baselines. */
function diffHeader(report: DiffReport): Markup {
  const { before, after, difference } = report;
  const endpoints = [...new Set([before.manifest.endpoint, after.manifest.endpoint])];
  const below = factList([
    { name: endpoints.length > 1 ? 'Endpoints (different)' : 'Endpoint', value: endpoints.join(' → ') },
    { name: 'Older', value: before.manifest.id },
    { name: 'Newer', value: after.manifest.id },
    { name: 'Rows', value: `${difference.rows.before} → ${difference.rows.after}` },
  ]);
  return verdictHeading({
    kind: 'Baseline comparison',
    look: difference.equal ? 'held' : 'differs',
    sentence: summarizeDifference(report),
    below,
  });
}
