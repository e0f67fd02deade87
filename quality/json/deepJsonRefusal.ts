import { endOfJsonString } from './jsonStrings';

/** Texts up to this length are harmless, however deep. */
const shortText = 1 << 20;
/** Many times what a capture has. */
const deepest = 1000;

const marks = /["{}[\]]/g;

/**
 * Why a long text is not parsed: it has so many levels inside each other that this would need many times its size. One
 * clause; undefined where it may be parsed.
 */
export function deepJsonRefusal(json: string, what: string): string | undefined {
  if (json.length <= shortText) return undefined;
  let depth = 0;
  marks.lastIndex = 0;
  for (let match = marks.exec(json); match && depth <= deepest; match = marks.exec(json)) {
    const [mark] = match;
    if (mark === '"') marks.lastIndex = endOfJsonString(json, match.index) + 1;
    else depth += mark === '{' || mark === '[' ? 1 : -1;
  }
  if (depth <= deepest) return undefined;
  const end = json.trimEnd();
  return end.endsWith('}') || end.endsWith(']') ? `${what} nests too deep for a capture` : `${what} is not JSON`;
}
