import { randomBytes } from 'node:crypto';

/** Rule for a type's automatic names: the logical name, a dash and seven hexadecimal digits. */
export interface AutoName {
  /** AWS's limit of characters. */
  readonly maxLength: number;
  /** Names that AWS accepts. */
  readonly pattern: RegExp;
  /** Description of the pattern, for error texts. */
  readonly allowed: string;
  /** Prefix of automatic names (`alias/`). */
  readonly prefix?: string;
  readonly lowerCase?: true;
}

/** Names that most services accept. */
export const dashedNames = {
  pattern: /^[\w-]+$/,
  allowed: 'letters, digits, dashes and underscores',
} as const satisfies Partial<AutoName>;

const randomDigits = 7;

function nameStart(rule: AutoName, logicalName: string): string {
  return `${rule.prefix ?? ''}${rule.lowerCase ? logicalName.toLowerCase() : logicalName}-`;
}

export function autoName(rule: AutoName, logicalName: string): string {
  return nameStart(rule, logicalName) + randomBytes(4).toString('hex').slice(0, randomDigits);
}

/** Whether `autoName` made a name from this logical name. */
export function isAutoName(rule: AutoName, logicalName: string, name: string): boolean {
  const start = nameStart(rule, logicalName);
  return name.startsWith(start) && /^[0-9a-f]{7}$/.test(name.slice(start.length));
}

/** Why AWS refuses a name; undefined for an accepted one. */
export function nameProblem(rule: AutoName, name: string): string | undefined {
  if (name.length > rule.maxLength) {
    return `name '${name}' has ${name.length} characters; the maximum is ${rule.maxLength}`;
  }
  return rule.pattern.test(name) ? undefined : `invalid name '${name}': use ${rule.allowed}`;
}
