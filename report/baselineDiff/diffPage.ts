import { htmlPage, type Section } from '../html/htmlPage';
import type { Markup } from '../html/markup';
import { factList, verdictHeading } from '../html/pageParts';
import { formatCount } from '../text/formats';
import { changedSection, changesTableSection } from './changedSection';
import { constraintsSection, slaChangesSection } from './constraintsSection';
import { type DiffReport, exceeds } from './diffReport';
import { manifestsSection } from './manifestsSection';
import { statisticsSection } from './statisticsSection';

/** Sections in page order. */
const sections: readonly Section<DiffReport>[] = [
  manifestsSection,
  changedSection,
  changesTableSection,
  constraintsSection,
  slaChangesSection,
  statisticsSection,
];

/** Renders the page of two baselines, which opens from disk. */
export function diffPage(report: DiffReport): string {
  const { endpoint } = report.after.manifest;
  return htmlPage({
    title: `Baseline comparison of ${endpoint}`,
    skip: { to: manifestsSection.id, text: 'Skip to manifests' },
    header: diffHeader(report),
    sections,
    report,
    writtenBy: 'baseline diff',
    writtenAt: report.writtenAt,
  });
}

/** Summary of the differences in one sentence. */
export function diffSentence({ difference, changed }: DiffReport): string {
  if (difference.equal) return 'The baselines are equal.';
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
  return `${changed.length} of ${all} ${changed.length === 1 ? 'differs' : 'differ'}; ${far} beyond the limit of the newer baseline.`;
}

/** Page header: summary, then the baselines' facts. */
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
    sentence: diffSentence(report),
    below,
  });
}
