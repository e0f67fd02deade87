import { presentShare } from '../feature/featureMeasures';
import type { Markup } from '../html/markup';
import { badge } from '../html/pageParts';
import { limitText } from '../plot/distanceGauge';
import { formatCount, formatPercent } from '../text/formats';
import type { RunFeature } from './runFeatures';

/** Share of a limit from which a feature counts as near the limit. */
const nearLimit = 0.8;

/** A badge with the state of a feature. */
export function stateBadge({ violations, config, nearness }: RunFeature): Markup {
  if (violations.length > 0) return badge('bad', formatCount(violations.length, 'violation'));
  if (config.evaluate_constraints === 'Disabled') return badge('quiet', 'not checked');
  return nearness >= nearLimit ? badge('warn', 'near a limit') : badge('good', 'ok');
}

/** Why a feature's distribution was not compared; undefined when it was. */
export function notComparedReason({ distance, config, before, after }: RunFeature): string | undefined {
  if (distance !== undefined) return undefined;
  if (config.distribution_constraints.perform_comparison === 'Disabled') return 'the comparison is disabled';
  if (before?.inferred_type !== after.inferred_type) return 'the types differ';
  return 'one side has no distribution';
}

/** The drift limit, such as `0.10`, or why the feature was not compared. */
export function limitCell(feature: RunFeature): string {
  return feature.limit === undefined ? (notComparedReason(feature) ?? '') : limitText(feature.limit);
}

/** `99.2% (at least 99%; baseline 100%)` */
export function completenessText({ completeness, constraints, before }: RunFeature): string {
  const old = presentShare(before);
  const least = constraints.completeness > 0 ? `at least ${formatPercent(constraints.completeness)}` : 'no limit';
  return `${formatPercent(completeness)} (${least}${old === undefined ? '' : `; baseline ${formatPercent(old)}`})`;
}

/** `Integral 75%, String 25%`: shares of the present values, with the type of the baseline if that differs. */
export function typesText({ types, constraints, after }: RunFeature): string {
  const kinds = ['Integral', 'Fractional', 'Boolean', 'String'] as const;
  const present = kinds.reduce((sum, kind) => sum + types[kind], 0);
  const shares = kinds
    .filter((kind) => types[kind] > 0)
    .map((kind) => (types[kind] === present ? kind : `${kind} ${formatPercent(types[kind] / present)}`));
  const observed = shares.length > 0 ? shares.join(', ') : 'no values';
  const expected = constraints.inferred_type;
  return expected === after.inferred_type || present === 0 ? observed : `${observed}; expected ${expected}`;
}
