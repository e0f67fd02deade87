import { mixNumbers, type Numbers, numberDistance, quantile } from './distributions';
import { type ComparedValues, type FeatureChange, unexplainedShare } from './featureChange';
import { figure, type Hypothesis, type Pattern, percent, shown } from './hypothesis';
import { isOnGridOf } from './valueGrid';

/** A conversion of values: `factor * value + offset`. */
interface Conversion {
  readonly name: string;
  readonly factor: number;
  readonly offset: number;
}

/**
 * Usual conversions; their inverses are tried too.
 * @see https://www.nist.gov/pml/special-publication-811/nist-guide-si-appendix-b-conversion-factors
 */
const conversions: readonly Conversion[] = [
  { name: 'miles to kilometers', factor: 1.609344, offset: 0 },
  { name: 'feet to meters', factor: 0.3048, offset: 0 },
  { name: 'inches to centimeters', factor: 2.54, offset: 0 },
  { name: 'inches to millimeters', factor: 25.4, offset: 0 },
  { name: 'pounds to kilograms', factor: 0.45359237, offset: 0 },
  { name: 'miles per hour to meters per second', factor: 0.44704, offset: 0 },
  { name: 'meters per second to kilometers per hour', factor: 3.6, offset: 0 },
  { name: 'knots to kilometers per hour', factor: 1.852, offset: 0 },
  { name: 'inches of mercury to hectopascals', factor: 33.8639, offset: 0 },
  { name: 'Fahrenheit to Celsius', factor: 5 / 9, offset: -160 / 9 },
  { name: 'fraction to percentage', factor: 100, offset: 0 },
  { name: 'minutes to hours', factor: 1 / 60, offset: 0 },
  { name: 'hours to days', factor: 1 / 24, offset: 0 },
  { name: 'hours to seconds', factor: 3600, offset: 0 },
  { name: 'a factor of 10', factor: 10, offset: 0 },
  { name: 'a factor of 1,000', factor: 1000, offset: 0 },
  { name: 'a factor of 1,000,000', factor: 1e6, offset: 0 },
  { name: 'a changed sign', factor: -1, offset: 0 },
].flatMap(({ name, factor, offset }) => [
  { name, factor, offset },
  { name: name.replace(/^(.*) to (.*)$/, '$2 to $1'), factor: 1 / factor, offset: -offset / factor },
]);

/** Shares of the rows that may have changed. */
const shares = [1, 0.75, 0.5, 0.3, 0.15];
/** Part of a feature's change that must be explained, by whether values confirm the conversion. */
const minimumFit = { yes: 0.5, unclear: 0.95 };
/** Distance of converted values from the others. */
const minimumGap = 0.85;
/** Smaller factors are taken for a shift. */
const minimumFactor = 1.25;

/** A location that moved by a constant factor. A usual conversion is more specific than any other factor. */
export const unitChange: Pattern = (changes) => changes.flatMap(convertedFeature);

interface Fit {
  readonly conversion: Conversion;
  /** Share of the rows that are converted. */
  readonly share: number;
  /** Part of the change that is explained, 0..1. */
  readonly fit: number;
  readonly specificity: number;
}

function convertedFeature(change: FeatureChange): Hypothesis[] {
  const { name, values, moved } = change;
  if (moved === 0 || values?.kind !== 'numeric') return [];
  const best = fitConversions(change, values).sort((a, b) => b.fit * b.specificity - a.fit * a.specificity)[0];
  if (!best) return [];
  const { conversion, share, fit, specificity } = best;
  const rows = share === 1 ? '' : ` in about ${percent(share)} of the rows`;
  const middle = (side: Numbers) => figure(quantile(side, 0.5));
  const evidence = `The median of ${shown(name)} moved from ${middle(values.before)} to ${middle(values.after)}; ${conversion.name}${rows} explains ${percent(fit)} of the change.`;
  return [{ cause: 'unit-change', features: [name], explained: moved * fit, specificity, evidence }];
}

function fitConversions(change: FeatureChange, values: Extract<ComparedValues, { kind: 'numeric' }>): Fit[] {
  const { before, after } = values;
  return [...conversions, ...freeFactors(before, after)].flatMap((conversion) => {
    const grid = isOnGridOf(before, after, conversion);
    if (grid === 'no') return [];
    const converted = convert(before, conversion);
    // Of some rows, a conversion is seen only if its values are apart from the others.
    const isApart = grid === 'yes' || numberDistance(before, converted) >= minimumGap;
    return shares.flatMap((share): Fit[] => {
      const predicted = share === 1 ? converted : mixNumbers(before, converted, share);
      const fit = 1 - unexplainedShare(change, { ...values, before: predicted });
      if (fit < minimumFit[grid] || (share < 1 && !isApart)) return [];
      return [{ conversion, share, fit, specificity: grid === 'yes' ? 1 : 0.8 }];
    });
  });
}

function convert(numbers: Numbers, { factor, offset }: Conversion): Numbers {
  const converted = numbers.map(([value, weight]) => [factor * value + offset, weight] as const);
  return factor < 0 ? converted.reverse() : converted;
}

/** Ratios of the quantiles of two sides: those of a constant factor are equal. */
function freeFactors(before: Numbers, after: Numbers): Conversion[] {
  const ratios = [0.1, 0.25, 0.5, 0.75, 0.9].flatMap((share) => {
    const ratio = quantile(after, share) / quantile(before, share);
    return Number.isFinite(ratio) && ratio > 0 ? [ratio] : [];
  });
  const [low, high] = [Math.min(...ratios), Math.max(...ratios)];
  if (ratios.length < 3 || high > 1.3 * low) return [];
  const middle = [...ratios].sort((a, b) => a - b)[Math.floor(ratios.length / 2)] ?? 1;
  const isSmall = Math.max(middle, 1 / middle) < minimumFactor;
  return isSmall ? [] : [{ name: `a factor of ${figure(middle)}`, factor: middle, offset: 0 }];
}
