export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

/** A composite alarm's rule: which alarms it watches, and whether it holds for their states. */
export interface CompositeRule {
  /** Names or ARNs, as written, each once. */
  readonly alarms: readonly string[];
  holds(stateOf: (alarm: string) => AlarmState): boolean;
}

type Term = (stateOf: (alarm: string) => AlarmState) => boolean;

const tokenPattern = /\s*(?:(?<quoted>"(?:[^"\\]|\\.)*")|(?<mark>[()])|(?<word>[^\s()"]+))/y;

function tokens(rule: string): string[] {
  const found: string[] = [];
  const text = rule.trim();
  tokenPattern.lastIndex = 0;
  while (tokenPattern.lastIndex < text.length) {
    const at = tokenPattern.lastIndex;
    const match = tokenPattern.exec(text);
    if (!match) throw new Error(`AlarmRule cannot be read from character ${at + 1}: ${text.slice(at)}`);
    found.push(match[0].trim());
  }
  return found;
}

class Reader {
  readonly alarms = new Set<string>();
  private at = 0;
  constructor(private readonly tokens: readonly string[]) {}

  rule(): Term {
    const term = this.or();
    if (this.at < this.tokens.length)
      throw new Error(`AlarmRule has '${this.tokens[this.at]}' where AND, OR or its end belongs`);
    return term;
  }

  private take(expected?: string): string {
    const token = this.tokens[this.at++];
    if (token === undefined || (expected !== undefined && token !== expected)) {
      throw new Error(
        `AlarmRule has ${token === undefined ? 'its end' : `'${token}'`} where ${expected ?? 'a term'} belongs`,
      );
    }
    return token;
  }

  private chain(operator: string, operand: () => Term, join: (left: Term, right: Term) => Term): Term {
    let left = operand();
    while (this.tokens[this.at]?.toUpperCase() === operator) {
      this.at++;
      left = join(left, operand());
    }
    return left;
  }

  private or(): Term {
    return this.chain(
      'OR',
      () => this.and(),
      (a, b) => (s) => a(s) || b(s),
    );
  }

  private and(): Term {
    return this.chain(
      'AND',
      () => this.not(),
      (a, b) => (s) => a(s) && b(s),
    );
  }

  private not(): Term {
    if (this.tokens[this.at]?.toUpperCase() !== 'NOT') return this.term();
    this.at++;
    const term = this.not();
    return (s) => !term(s);
  }

  private term(): Term {
    const word = this.take();
    if (word === '(') {
      const inner = this.or();
      this.take(')');
      return inner;
    }
    if (word === 'TRUE') return () => true;
    if (word === 'FALSE') return () => false;
    if (word !== 'ALARM' && word !== 'OK' && word !== 'INSUFFICIENT_DATA') {
      throw new Error(
        `AlarmRule has '${word}'; known are ALARM(), OK(), INSUFFICIENT_DATA(), TRUE, FALSE, NOT, AND, OR`,
      );
    }
    this.take('(');
    const name = this.take();
    this.take(')');
    const alarm = name.startsWith('"') ? name.slice(1, -1).replace(/\\(.)/g, '$1') : name;
    this.alarms.add(alarm);
    return (s) => s(alarm) === word;
  }
}

/** Reads an AlarmRule (CloudWatch's PutCompositeAlarm): NOT binds closer than AND, AND closer than OR. */
export function parseCompositeRule(rule: string): CompositeRule {
  const reader = new Reader(tokens(rule));
  const holds = reader.rule();
  return { alarms: [...reader.alarms], holds };
}
