import { TokenReader } from './tokenReader';

export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

/** A composite alarm's rule: which alarms it watches, and whether it holds for their states. */
export interface CompositeRule {
  /** Names or ARNs, as written, each once. */
  readonly alarms: readonly string[];
  holds(stateOf: (alarm: string) => AlarmState): boolean;
}

type Term = (stateOf: (alarm: string) => AlarmState) => boolean;

const tokenPattern = /\s*(?:(?<quoted>"(?:[^"\\]|\\.)*")|(?<mark>[()])|(?<word>[^\s()"]+))/y;

class Reader {
  readonly alarms = new Set<string>();
  private readonly tokens: TokenReader;

  constructor(rule: string) {
    this.tokens = new TokenReader({ text: 'AlarmRule', operand: 'a term' }, tokenPattern, rule);
  }

  rule(): Term {
    const term = this.or();
    this.tokens.end('AND, OR or its end');
    return term;
  }

  private isNext(operator: string): boolean {
    return this.tokens.next?.toUpperCase() === operator;
  }

  private chain(operator: string, operand: () => Term, join: (left: Term, right: Term) => Term): Term {
    let left = operand();
    while (this.isNext(operator)) {
      this.tokens.take();
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
    if (!this.isNext('NOT')) return this.term();
    this.tokens.take();
    const term = this.not();
    return (s) => !term(s);
  }

  private term(): Term {
    const word = this.tokens.take();
    if (word === '(') {
      const inner = this.or();
      this.tokens.take(')');
      return inner;
    }
    if (word === 'TRUE') return () => true;
    if (word === 'FALSE') return () => false;
    if (word !== 'ALARM' && word !== 'OK' && word !== 'INSUFFICIENT_DATA') {
      throw new Error(
        `AlarmRule has '${word}'; known are ALARM(), OK(), INSUFFICIENT_DATA(), TRUE, FALSE, NOT, AND, OR`,
      );
    }
    this.tokens.take('(');
    const name = this.tokens.take();
    this.tokens.take(')');
    const alarm = name.startsWith('"') ? name.slice(1, -1).replace(/\\(.)/g, '$1') : name;
    this.alarms.add(alarm);
    return (s) => s(alarm) === word;
  }
}

/** Reads an AlarmRule (CloudWatch's PutCompositeAlarm): NOT binds closer than AND, AND closer than OR. */
export function parseCompositeRule(rule: string): CompositeRule {
  const reader = new Reader(rule);
  const holds = reader.rule();
  return { alarms: [...reader.alarms], holds };
}
