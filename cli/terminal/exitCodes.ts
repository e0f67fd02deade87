/** What a command's exit code says. Any mistake ends with 1, as commander's own do. */
export const exitCodes = {
  /** Nothing differs, is violated or is unknown. */
  fine: 0,
  /** The baselines differ; or a run found violations. */
  found: 2,
  /** A run had nothing to compare. */
  empty: 3,
} as const;
