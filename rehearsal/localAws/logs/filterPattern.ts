import { isPlainObject } from '../../../contract/isPlainObject';
import { matchesWildcards } from '../iam/wildcards';

/** Whether a log event, parsed as JSON, matches a filter pattern. */
export type LogFilter = (event: unknown) => boolean;

const token = /\s*(?:(?<punctuation>\(|\)|&&|\|\||!=|=)|(?<text>"[^"]*"|[^\s()&|=!]+))/y;

/**
 * Parses a filter pattern for JSON ("Filter pattern syntax for metric filters"): comparisons of texts by `=` and `!=`, with
 * `*` as wildcard, `NOT EXISTS`, `&&`, `||` and parentheses. Throws for anything else.
 */
export function parseFilterPattern(pattern: string): LogFilter {
  const [, body] = /^\s*\{([\s\S]*)\}\s*$/.exec(pattern) ?? [];
  if (body === undefined) throw new Error(`the local AWS supports filter patterns for JSON only, not '${pattern}'`);
  const parser = new Parser(tokenize(body));
  const filter = parser.parseAny();
  parser.expectEnd();
  return filter;
}

function tokenize(text: string): string[] {
  const tokens: string[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < text.trimEnd().length) {
    const at = token.lastIndex;
    const { punctuation, text: word } = token.exec(text)?.groups ?? {};
    const next = punctuation ?? word;
    if (next === undefined) throw new Error(`invalid filter pattern at '${text.slice(at, at + 20)}'`);
    tokens.push(next);
  }
  return tokens;
}

class Parser {
  private next = 0;

  constructor(private readonly tokens: readonly string[]) {}

  parseAny(): LogFilter {
    const filters = [this.parseAll()];
    while (this.skip('||')) filters.push(this.parseAll());
    return (event) => filters.some((filter) => filter(event));
  }

  expectEnd(): void {
    if (this.next < this.tokens.length) throw this.unexpected();
  }

  private parseAll(): LogFilter {
    const filters = [this.parseTerm()];
    while (this.skip('&&')) filters.push(this.parseTerm());
    return (event) => filters.every((filter) => filter(event));
  }

  private parseTerm(): LogFilter {
    if (this.skip('(')) {
      const inner = this.parseAny();
      if (!this.skip(')')) throw this.unexpected();
      return inner;
    }
    return this.parseComparison();
  }

  private parseComparison(): LogFilter {
    const field = this.take();
    if (!field.startsWith('$.'))
      throw new Error(`invalid filter pattern: expected a field such as $.a, not '${field}'`);
    const path = field
      .slice(2)
      .split(/\.|\[|\]\.?/)
      .filter((part) => part !== '');
    const operator = this.take();
    if (operator === 'NOT' && this.skip('EXISTS')) return (event) => valueAt(event, path) === undefined;
    if (operator !== '=' && operator !== '!=') throw new Error(`invalid filter pattern: unexpected '${operator}'`);
    const wanted = this.take().replace(/^"(.*)"$/, '$1');
    const isEqual = (event: unknown) => {
      const value = valueAt(event, path);
      return (typeof value === 'string' || typeof value === 'number') && matchesWildcards(wanted, String(value));
    };
    return operator === '=' ? isEqual : (event) => valueAt(event, path) !== undefined && !isEqual(event);
  }

  private skip(wanted: string): boolean {
    if (this.tokens[this.next] !== wanted) return false;
    this.next += 1;
    return true;
  }

  private take(): string {
    const taken = this.tokens[this.next];
    if (taken === undefined) throw this.unexpected();
    this.next += 1;
    return taken;
  }

  private unexpected(): Error {
    return new Error(`invalid filter pattern: unexpected '${this.tokens[this.next] ?? 'end'}'`);
  }
}

function valueAt(value: unknown, [part, ...rest]: readonly string[]): unknown {
  if (part === undefined) return value;
  if (Array.isArray(value)) return valueAt(value[Number(part)], rest);
  return isPlainObject(value) && Object.hasOwn(value, part) ? valueAt(value[part], rest) : undefined;
}
