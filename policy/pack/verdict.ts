import type { PlainObject } from './propertyValue';
import type { Resource } from './resource';

/** What a rule says of one resource. A resource that a rule doesn't apply to gets no verdict. */
export type Verdict =
  | { readonly outcome: 'passes'; readonly resource: Resource }
  | {
      readonly outcome: 'violates';
      readonly resource: Resource;
      /** One sentence: what is wrong, and what to change. */
      readonly message: string;
      /** What could stand in its place: a statement of a policy document, no wider than the one at fault. */
      readonly suggestion?: PlainObject;
    }
  | {
      readonly outcome: 'undetermined';
      readonly resource: Resource;
      /** What could not be decided and why, naming the resource that the unknown comes from. */
      readonly reason: string;
    };

export const passes = (resource: Resource): Verdict => ({ outcome: 'passes', resource });
export const violates = (resource: Resource, message: string, suggestion?: PlainObject): Verdict => ({
  outcome: 'violates',
  resource,
  message: printable(message[0]?.toUpperCase() + message.slice(1)),
  ...(suggestion && { suggestion }),
});
export const undetermined = (resource: Resource, reason: string): Verdict => ({
  outcome: 'undetermined',
  resource,
  reason: printable(reason),
});

const longestSentence = 2_000;

/**
 * A sentence quotes what somebody else wrote: control characters, such as a terminal's, those that turn the writing's
 * direction and halves of a character are written out, and what is too long for a line is cut.
 */
function printable(sentence: string): string {
  const shown = sentence.replace(
    /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
  return shown.length > longestSentence ? `${shown.slice(0, longestSentence)}... (${shown.length} characters)` : shown;
}

const mark = ' Suggested instead: ';

/** A finding as the engine shows it: its sentence, and what could stand instead as JSON. */
export function findingText(message: string, suggestion: PlainObject | undefined): string {
  return suggestion ? `${message}${mark}${JSON.stringify(suggestion)}` : message;
}

/** The two parts of a finding's text. */
export function parseFindingText(text: string): { message: string; suggestion?: PlainObject } {
  const at = text.lastIndexOf(mark);
  if (at < 0) return { message: text };
  try {
    return { message: text.slice(0, at), suggestion: JSON.parse(text.slice(at + mark.length)) as PlainObject };
  } catch {
    return { message: text };
  }
}
