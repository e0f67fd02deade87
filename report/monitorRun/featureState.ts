import { presentShare } from '../feature/featureMeasures';
import type { Markup } from '../html/markup';
import { badge } from '../html/pageParts';
import { limitText } from '../plot/distanceGauge';
import { formatCount, formatPercent } from '../text/formats';
import type { RunFeature } from './runFeatures';

/** From which share of what is allowed on a feature counts as near a limit. */
const nearLimit = 0.8;

/** How a feature stands, as a word with a mark. */
export function stateBadge({ violations, config, nearness }: RunFeature): Markup {
  if (violations.length > 0) return badge('bad', formatCount(violations.length, 'violation'));
  if (config.evaluate_constraints === 'Disabled') return badge('quiet', 'not checked');
  return nearness >= nearLimit ? badge('warn', 'near a limit') : badge('good', 'fine');
}

/** Why a feature's distribution was not compared; undefined when it was. */
export function notComparedReason({ distance, config, before, after }: RunFeature): string | undefined {
  if (distance !== undefined) return undefined;
  if (config.distribution_constraints.perform_comparison === 'Disabled') return 'the comparison is switched off';
  if (before?.inferred_type !== after.inferred_type) return 'the types differ';
  return 'a side has no distribution';
}

/** What may be: `limit 0.10`, or that it was not compared. */
export function limitCell(feature: RunFeature): string {
  return feature.limit === undefined ? (notComparedReason(feature) ?? '') : limitText(feature.limit);
}

/** `99.2% (at least 99%; baseline 100%)` */
export function completenessText({ completeness, constraints, before }: RunFeature): string {
  const old = presentShare(before);
  const least = constraints.completeness > 0 ? `at least ${formatPercent(constraints.completeness)}` : 'no limit';
  return `${formatPercent(completeness)} (${least}${old === undefined ? '' : `; baseline ${formatPercent(old)}`})`;
}

/** `Integral 75%, String 25%`: of the values that are present, with what the baseline expects where that differs. */
export function typesText({ types, constraints, after }: RunFeature): string {
  const kinds = ['Integral', 'Fractional', 'Boolean', 'String'] as const;
  const present = kinds.reduce((sum, kind) => sum + types[kind], 0);
  const found = kinds
    .filter((kind) => types[kind] > 0)
    .map((kind) => (types[kind] === present ? kind : `${kind} ${formatPercent(types[kind] / present)}`));
  const seen = found.length > 0 ? found.join(', ') : 'no value';
  const expected = constraints.inferred_type;
  return expected === after.inferred_type || present === 0 ? seen : `${seen}; the baseline expects ${expected}`;
}
