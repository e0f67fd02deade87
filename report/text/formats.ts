/** `1 row`, `2 rows`. */
export function formatCount(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** `2026-11-02 14:05` of an ISO 8601 instant, in UTC; any other text is returned unchanged. */
export function formatInstant(instant: string): string {
  const at = new Date(instant);
  return Number.isNaN(at.getTime()) ? instant : at.toISOString().slice(0, 16).replace('T', ' ');
}

/** `97.5%`: at most two decimals, more if a share would otherwise round to 0 or 1. */
export function formatPercent(share: number): string {
  const digits = [2, 3, 4, 6, 8].find((count) => {
    const shown = Number((share * 100).toFixed(count));
    return (shown !== 100 || share === 1) && (shown !== 0 || share === 0);
  });
  return `${digits === undefined ? share * 100 : Number((share * 100).toFixed(digits))}%`;
}

/** `0.4 s`, `52 s`, `1 min 52 s`. */
export function formatSeconds(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
