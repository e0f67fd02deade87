import { countOf } from '../text/countOf';
import type { RunReport } from './runReport';

interface RunVerdict {
  readonly fine: boolean;
  /** One sentence: what the run found, or why it found nothing. */
  readonly sentence: string;
}

/** What a run showed. One that compared nothing is not fine. */
export function runVerdict(report: RunReport): RunVerdict {
  const { reason, unmatched, unchecked, violations, features } = report;
  if (reason !== undefined) return { fine: false, sentence: `Nothing was compared: ${reason.replace(/\.$/, '')}.` };
  if (unchecked) {
    return { fine: false, sentence: "Nothing was checked: the baseline's monitoring_config switches all checks off." };
  }
  if (unmatched) {
    const { before, after } = unmatched;
    return {
      fine: false,
      sentence: `The captures have ${countOf(after.length, 'column')}, the baseline has ${before.length}: no column can be matched with a feature, so nothing else was checked.`,
    };
  }
  const checked = features.filter(({ config }) => config.evaluate_constraints !== 'Disabled').length;
  const broken = features.filter((feature) => feature.violations.length > 0);
  if (violations.length === 0) {
    return {
      fine: true,
      sentence: `No violations: ${countOf(checked, 'feature')} ${checked === 1 ? 'was' : 'were'} checked.`,
    };
  }
  const [worst] = broken;
  const named = worst === undefined ? '' : broken.length === 1 ? `: ${worst.name}` : `, the worst is ${worst.name}`;
  return {
    fine: false,
    sentence: `${countOf(violations.length, 'violation')} in ${broken.length} of ${countOf(features.length, 'feature')}${named}.`,
  };
}
