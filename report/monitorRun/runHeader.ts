import { approvalText } from '../html/baselineFacts';
import { factList } from '../html/factList';
import type { Markup } from '../html/markup';
import { verdictHeading } from '../html/verdictHeading';
import type { RunReport } from './runReport';
import { runVerdict } from './runVerdict';
import { windowText } from './windowText';

/** Top of the page: the verdict in a sentence, then what was compared with what. */
export function runHeader(report: RunReport): Markup {
  const { fine, sentence } = runVerdict(report);
  const { window, baseline } = report;
  const facts = factList([
    { name: 'Endpoint', value: baseline.endpoint },
    { name: 'Status', value: report.status },
    { name: 'Window', value: windowText(window) },
    { name: 'Capture files', value: String(window.files) },
    ...(window.lateFiles ? [{ name: 'Of these came late', value: String(window.lateFiles) }] : []),
    ...(window.variants ? [{ name: 'Variants', value: window.variants.join(', ') }] : []),
    { name: 'Rows', value: String(report.rows) },
    { name: 'Set aside', value: String(report.rejectCount) },
    { name: 'Baseline', value: baseline.id },
    { name: 'Baseline approved', value: approvalText(baseline) },
    { name: 'Checks', value: report.strict ? 'strict: Model Monitor’s and this project’s own' : 'Model Monitor’s' },
  ]);
  return verdictHeading({ kind: 'Monitor run', look: fine ? 'held' : 'broke', sentence, below: facts });
}
