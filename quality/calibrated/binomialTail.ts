/**
 * The probability that at least `events` of `rows` independent rows have a property of a share: the exact binomial test
 * (Clopper and Pearson 1934, https://doi.org/10.1093/biomet/26.4.404).
 */
export function binomialTail(events: number, rows: number, share: number): number {
  if (events <= 0) return 1;
  if (share <= 0 || events > rows) return 0;
  if (share >= 1) return 1;
  const odds = Math.log(share) - Math.log1p(-share);
  let logTerm = rows * Math.log1p(-share);
  let below = Math.exp(logTerm);
  for (let k = 1; k < events; k++) {
    logTerm += Math.log((rows - k + 1) / k) + odds;
    below += Math.exp(logTerm);
  }
  return Math.max(0, 1 - below);
}
