import { randomBytes } from 'node:crypto';

/** How a type's names are made when the program gives none: the logical name, a dash and seven hexadecimal digits. */
export interface AutoName {
  /** Longest name that AWS takes, in characters. */
  readonly maxLength: number;
  /** Names that AWS takes. */
  readonly pattern: RegExp;
  /** The pattern in words. */
  readonly allowed: string;
  /** Put before the name when it isn't there (`alias/`). */
  readonly prefix?: string;
  readonly lowerCase?: true;
}

/** The names that most services take. */
export const dashedNames = {
  pattern: /^[\w-]+$/,
  allowed: 'letters, digits, dashes and underscores',
} as const satisfies Partial<AutoName>;

const randomDigits = 7;

function stem(rule: AutoName, logicalName: string): string {
  return `${rule.prefix ?? ''}${rule.lowerCase ? logicalName.toLowerCase() : logicalName}-`;
}

export function autoName(rule: AutoName, logicalName: string): string {
  return stem(rule, logicalName) + randomBytes(4).toString('hex').slice(0, randomDigits);
}

/** Whether a name was made by `autoName` for this logical name, so that it may be kept, or made anew. */
export function isAutoName(rule: AutoName, logicalName: string, name: string): boolean {
  const start = stem(rule, logicalName);
  return name.startsWith(start) && /^[0-9a-f]{7}$/.test(name.slice(start.length));
}

/** What is wrong with a name, as one sentence; undefined when AWS takes it. */
export function nameProblem(rule: AutoName, name: string): string | undefined {
  if (name.length > rule.maxLength) {
    return `the name '${name}' has ${name.length} characters, AWS takes ${rule.maxLength}; shorten it`;
  }
  return rule.pattern.test(name) ? undefined : `the name '${name}' is not one that AWS takes: ${rule.allowed}`;
}
