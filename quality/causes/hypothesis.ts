import type { Cause } from '../../contract/likelyCause';
import { shortenText } from '../../contract/shortenText';
import type { FeatureChange } from './featureChange';

/** A cause that may explain a window's change. */
export interface Hypothesis {
  readonly cause: Cause;
  readonly features: readonly string[];
  /** Explained change: the sum over features of what they moved, as far as the cause explains it. */
  readonly explained: number;
  /** How specific the pattern is, 0..1: a pattern that fits any change explains nothing. */
  readonly specificity: number;
  readonly evidence: string;
}

/** Finds the hypotheses of one pattern in the changes of all features. */
export type Pattern = (changes: readonly FeatureChange[]) => readonly Hypothesis[];

/** `12.3%`, `0.4%`. */
export const percent = (share: number) => `${Number((share * 100).toFixed(1))}%`;

/** A number with four significant digits. */
export const figure = (value: number) => String(Number(value.toPrecision(4)));

const longestText = 60;
/** A name from data in a sentence, shortened. */
export const shown = (name: string) => shortenText(name, longestText);
/** A value from data in a sentence, shortened. */
export const quoted = (text: string) => `'${shown(text)}'`;
