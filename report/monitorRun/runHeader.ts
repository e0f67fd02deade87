import { andMore } from '../../contract/andMore';
import { isWindowCheck } from '../../contract/modelMonitorFiles';
import { approvalText } from '../html/baselineFacts';
import type { Markup } from '../html/markup';
import { factList, verdictHeading } from '../html/pageParts';
import { formatCount, formatInstant } from '../text/formats';
import type { RunReport, RunWindow } from './runReport';

/** Tables whose names are shown. */
const shownTables = 5;

/** Top of the page: the verdict in a sentence, then the window and the baseline. */
export function runHeader(report: RunReport): Markup {
  const { fine, sentence } = judgeRun(report);
  const { window, baseline } = report;
  const facts = factList([
    { name: 'Endpoint', value: baseline.endpoint },
    { name: 'Status', value: report.status },
    ...sourceFacts(window),
    ...(window.lateFiles ? [{ name: 'Late files', value: String(window.lateFiles) }] : []),
    ...(window.variants ? [{ name: 'Variants', value: window.variants.join(', ') }] : []),
    { name: 'Rows', value: String(report.rows) },
    { name: 'Rejected', value: String(report.rejectCount) },
    { name: 'Baseline', value: baseline.id },
    { name: 'Baseline approved', value: approvalText(baseline) },
    { name: 'Checks', value: report.strict ? 'Model Monitor and strict checks' : 'Model Monitor' },
  ]);
  return verdictHeading({ kind: 'Monitor run', look: fine ? 'held' : 'broke', sentence, below: facts });
}

/** Describes what a run read. */
function sourceFacts(window: RunWindow): { readonly name: string; readonly value: string }[] {
  const { files, tables } = window;
  if (tables) return [{ name: 'Tables', value: andMore(tables, shownTables) }];
  return [
    { name: 'Window', value: formatWindow(window) },
    { name: 'Capture files', value: String(files) },
  ];
}

/** Describes the hours of a run, in UTC. */
function formatWindow({ from, to, firstHour, lastHour }: RunWindow): string {
  if (from !== undefined && to !== undefined) return `${formatInstant(from)} to ${formatInstant(to)} UTC`;
  const hours = formatHours(firstHour, lastHour);
  if (from !== undefined) return `from ${formatInstant(from)} UTC on${hours}`;
  if (to !== undefined) return `before ${formatInstant(to)} UTC${hours}`;
  return `all captures${hours}`;
}

function formatHours(firstHour: string | undefined, lastHour: string | undefined): string {
  if (firstHour === undefined || lastHour === undefined) return '';
  const [first, last] = [formatInstant(firstHour), formatInstant(lastHour)];
  return first === last ? `: the hour of ${first} UTC` : `: hours from ${first} to ${last} UTC`;
}

interface RunVerdict {
  readonly fine: boolean;
  /** The result in one sentence, or why there is none. */
  readonly sentence: string;
}

/** Judges a run. A run that compared nothing is not fine. */
function judgeRun(report: RunReport): RunVerdict {
  const { reason, unmatched, unchecked, violations, features, tooFewRows } = report;
  if (reason !== undefined) return { fine: false, sentence: `Nothing was compared: ${reason.replace(/\.$/, '')}.` };
  if (unchecked) {
    return { fine: false, sentence: "Nothing was checked: the baseline's monitoring_config disables all checks." };
  }
  if (unmatched) {
    const { before, after } = unmatched;
    return {
      fine: false,
      sentence: `The captures have ${formatCount(after.length, 'column')}, the baseline has ${before.length}: columns cannot be matched with features, so nothing else was checked.`,
    };
  }
  const unclean = violations.filter(({ constraint_check_type: check }) => isWindowCheck(check));
  if (unclean.length > 0) {
    const others = violations.length - unclean.length;
    const more = others === 0 ? '' : ` ${formatCount(others, 'other violation')}.`;
    return {
      fine: false,
      sentence: `Not a clean window: ${unclean.map(({ description }) => description).join(' ')} The ${formatCount(report.rows, 'row')} analyzed may not represent it.${more}`,
    };
  }
  const checked = features.filter(({ config }) => config.evaluate_constraints !== 'Disabled').length;
  const violated = features.filter((feature) => feature.violations.length > 0);
  if (violations.length === 0) {
    return {
      fine: true,
      sentence: `No violations: ${formatCount(checked, 'feature')} ${checked === 1 ? 'was' : 'were'} checked.${tooFewRows === undefined ? '' : ` ${tooFewRows}`}`,
    };
  }
  const [worst] = violated;
  // A violation by extra columns names no feature.
  if (worst === undefined) {
    const names = violations.map(({ feature_name }) => feature_name).join(', ');
    return { fine: false, sentence: `${formatCount(violations.length, 'violation')}: ${names}.` };
  }
  const names = violated.length === 1 ? `: ${worst.name}` : `, worst: ${worst.name}`;
  return {
    fine: false,
    sentence: `${formatCount(violations.length, 'violation')} in ${violated.length} of ${formatCount(features.length, 'feature')}${names}.`,
  };
}
