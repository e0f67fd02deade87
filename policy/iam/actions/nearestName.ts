/** The name that the fewest changed letters lead to, if they are at most a third of the name's; undefined for none. */
export function nearestName(wanted: string, names: readonly string[]): string | undefined {
  let nearest: string | undefined;
  let limit = Math.min(4, Math.floor(wanted.length / 3));
  for (const name of names) {
    if (Math.abs(name.length - wanted.length) > limit) continue;
    const changes = changedLetters(wanted, name);
    if (changes > limit || (changes === limit && nearest !== undefined)) continue;
    nearest = name;
    limit = changes;
  }
  return nearest;
}

/** Levenshtein's distance. */
function changedLetters(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, i) => i);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const kept = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(kept, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
