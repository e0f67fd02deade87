import type { PlainObject } from '../plain';

const mark = ' Suggested instead: ';

/** A finding as the engine shows it: its sentence, and what could stand instead as JSON. */
export function findingText(message: string, suggestion: PlainObject | undefined): string {
  return suggestion ? `${message}${mark}${JSON.stringify(suggestion)}` : message;
}

/** The two parts of a finding's text. */
export function readFindingText(text: string): { message: string; suggestion?: PlainObject } {
  const at = text.lastIndexOf(mark);
  if (at < 0) return { message: text };
  try {
    return { message: text.slice(0, at), suggestion: JSON.parse(text.slice(at + mark.length)) as PlainObject };
  } catch {
    return { message: text };
  }
}
