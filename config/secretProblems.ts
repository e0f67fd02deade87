import { isPlainObject } from '../contract/isPlainObject';
import { formatProblem, type Problem } from '../contract/problem';
import { credentialKind } from './credentials';

/** Texts that look like credentials, and a problem for each that does not repeat it. */
export interface Secrets {
  readonly problems: readonly Problem[];
  readonly texts: readonly string[];
}

/** Settings that hold a secret; all others are shown, in names, tags, descriptions, the state or a file of the store. */
const secretSettings = ['pagerUrl', 'routeSecrets'];

/** Settings that are encrypted in the stack's configuration although the stack shows them. */
export function encryptedSettingProblems(encrypted: readonly string[], stack: string): Problem[] {
  return encrypted
    .filter((key) => !secretSettings.includes(key))
    .map((key) => ({
      path: [key],
      text: `encrypted in Pulumi.${stack}.yaml, but shown in AWS and in the state; remove any credential from it, then set it in plain text`,
    }));
}

/** Finds texts in a document that look like credentials, in values and keys. */
export function findCredentials(document: unknown): Secrets {
  const problems: Problem[] = [];
  const texts: string[] = [];
  const inspect = (text: string, path: Problem['path'], what: string, key?: string) => {
    const kind = credentialKind(text, key);
    if (kind === undefined) return;
    texts.push(text);
    problems.push({ path, text: `${what} looks like ${kind}, but settings are shown in AWS; remove it and revoke it` });
  };
  const visit = (value: unknown, path: Problem['path']) => {
    if (typeof value === 'string') inspect(value, path, 'the value', String(path.at(-1) ?? ''));
    else if (Array.isArray(value)) value.forEach((entry, i) => void visit(entry, [...path, i]));
    else if (isPlainObject(value)) {
      for (const [key, entry] of Object.entries(value)) {
        if (path.length === 0 && secretSettings.includes(key)) continue;
        inspect(key, path, 'a key');
        visit(entry, texts.includes(key) ? path : [...path, key]);
      }
    }
  };
  visit(document, []);
  return { problems, texts };
}

/** The problems that repeat none of the texts, whatever their case. */
export function withoutTexts(problems: readonly Problem[], texts: readonly string[]): readonly Problem[] {
  const hidden = texts.map((text) => text.toLowerCase());
  return problems.filter((problem) => {
    const line = formatProblem(problem).toLowerCase();
    return !hidden.some((text) => line.includes(text));
  });
}
