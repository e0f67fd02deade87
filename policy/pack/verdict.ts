import type { PlainObject } from './propertyValue';
import type { Resource } from './resource';

/** Verdict of a rule on one resource. A resource that a rule does not apply to has none. */
export type Verdict =
  | { readonly outcome: 'passes'; readonly resource: Resource }
  | {
      readonly outcome: 'violates';
      readonly resource: Resource;
      /** What is wrong and what to change, one sentence. */
      readonly message: string;
      /** Suggested replacement: a statement no wider than the reported one. */
      readonly suggestion?: PlainObject;
    }
  | {
      /** Better fixed, but harmless enough not to stop an update. */
      readonly outcome: 'advises';
      readonly resource: Resource;
      readonly message: string;
      readonly suggestion?: PlainObject;
    }
  | {
      readonly outcome: 'undetermined';
      readonly resource: Resource;
      /** What could not be evaluated and why, with the resource that the unknown value comes from. */
      readonly reason: string;
    };

export const passes = (resource: Resource): Verdict => ({ outcome: 'passes', resource });
export const violates = (resource: Resource, message: string, suggestion?: PlainObject): Verdict => ({
  outcome: 'violates',
  ...findingOf(resource, message, suggestion),
});
export const advises = (resource: Resource, message: string, suggestion?: PlainObject): Verdict => ({
  outcome: 'advises',
  ...findingOf(resource, message, suggestion),
});
export const undetermined = (resource: Resource, reason: string): Verdict => ({
  outcome: 'undetermined',
  resource,
  reason: printable(reason),
});

function findingOf(resource: Resource, message: string, suggestion: PlainObject | undefined) {
  return { resource, message: printable(message[0]?.toUpperCase() + message.slice(1)), suggestion };
}

const longestSentence = 2_000;

/**
 * Escapes control characters, such as a terminal's, bidirectional controls and lone surrogates, and truncates long texts,
 * because messages quote names and documents of others.
 */
function printable(sentence: string): string {
  const shown = sentence.replace(
    /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
  return shown.length > longestSentence ? `${shown.slice(0, longestSentence)}... (${shown.length} characters)` : shown;
}

const mark = ' Suggested instead: ';

/** Returns a finding as the engine shows it: the message, and the suggestion as JSON. */
export function findingText(message: string, suggestion: PlainObject | undefined): string {
  return suggestion ? `${message}${mark}${JSON.stringify(suggestion)}` : message;
}

/** Splits the text of a finding into message and suggestion. */
export function parseFindingText(text: string): { message: string; suggestion?: PlainObject } {
  const at = text.lastIndexOf(mark);
  if (at < 0) return { message: text };
  try {
    return { message: text.slice(0, at), suggestion: JSON.parse(text.slice(at + mark.length)) as PlainObject };
  } catch {
    return { message: text };
  }
}
