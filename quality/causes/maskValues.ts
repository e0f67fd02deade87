import { createHash } from 'node:crypto';
import type { Reject, Statistics } from '../../contract/modelMonitorFiles';
import type { AlarmVerdict } from '../../contract/windowSummary';

/**
 * A pseudonym of a category: equal for equal categories in any column and window, so that causes are found as before. Whoever
 * knows the possible categories can tell them apart.
 */
const pseudonymOf = (category: string) => `value-${createHash('sha256').update(category).digest('hex').slice(0, 8)}`;

/** Statistics with pseudonyms instead of categories. Numbers stay as they are. */
export function maskStatistics(statistics: Statistics): Statistics {
  const features = statistics.features.map((feature) => {
    const texts = feature.string_statistics;
    if (!texts?.distribution) return feature;
    const buckets = texts.distribution.categorical.buckets.map(({ value, count }) => ({
      value: pseudonymOf(value),
      count,
    }));
    return { ...feature, string_statistics: { ...texts, distribution: { categorical: { buckets } } } };
  });
  return { ...statistics, features };
}

/** A sentence without the texts that it quotes. */
const maskQuoted = (text: string) => text.replace(/'.*'/gs, "'...'").replace(/".*"/gs, '"..."');

/** How distributions were judged, without the categories that moved. */
export function maskVerdict(verdict: AlarmVerdict): AlarmVerdict {
  if (!verdict.features) return verdict;
  return { ...verdict, features: verdict.features.map((feature) => ({ ...feature, part: maskQuoted(feature.part) })) };
}

/** Rejects whose reasons quote nothing of the records. */
export function maskRejects(rejects: readonly Reject[]): Reject[] {
  return rejects.map((reject) => ({ ...reject, reason: maskQuoted(reject.reason) }));
}
