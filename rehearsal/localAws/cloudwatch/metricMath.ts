import { TokenReader } from './tokenReader';

/** A metric over the periods of an evaluation range, oldest first; undefined where a period has no data. */
export type Series = readonly (number | undefined)[];

type Evaluate = (series: ReadonlyMap<string, Series>, length: number) => Series;

/** A metric math expression, read. */
export interface MetricExpression {
  /** Ids of the metrics and expressions that it refers to. */
  readonly ids: readonly string[];
  /** `series` must hold every id; `length` is the number of periods. */
  evaluate(series: ReadonlyMap<string, Series>, length: number): Series;
}

type Numbers = readonly (number | undefined)[];

const truth = (holds: boolean): number => (holds ? 1 : 0);
const binary = {
  '||': (a, b) => truth(a !== 0 || b !== 0),
  '&&': (a, b) => truth(a !== 0 && b !== 0),
  '<': (a, b) => truth(a < b),
  '<=': (a, b) => truth(a <= b),
  '>': (a, b) => truth(a > b),
  '>=': (a, b) => truth(a >= b),
  '==': (a, b) => truth(a === b),
  '!=': (a, b) => truth(a !== b),
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => (b === 0 ? undefined : a / b),
} as const satisfies Record<string, (a: number, b: number) => number | undefined>;
type Operator = keyof typeof binary;

const precedence: readonly (readonly Operator[])[] = [
  ['||'],
  ['&&'],
  ['<', '<=', '>', '>=', '==', '!='],
  ['+', '-'],
  ['*', '/'],
];

/** A period for which an argument has no data has no result; all but FILL and IF's unchosen branch follow that rule. */
const functions = {
  IF: { arity: 3, of: ([condition, yes, no]) => (condition === undefined ? undefined : condition !== 0 ? yes : no) },
  ABS: { arity: 1, of: ([a]) => (a === undefined ? undefined : Math.abs(a)) },
  MAX: { arity: 2, of: ([a, b]) => (a === undefined || b === undefined ? undefined : Math.max(a, b)) },
  MIN: { arity: 2, of: ([a, b]) => (a === undefined || b === undefined ? undefined : Math.min(a, b)) },
} as const satisfies Record<string, { arity: number; of: (values: Numbers) => number | undefined }>;

const tokenPattern = /\s*(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+|[A-Za-z][A-Za-z0-9_]*|\|\||&&|[<>=!]=|[<>+\-*/(),])/y;

function fill(values: Series, filler: Series | 'REPEAT'): Series {
  let last: number | undefined;
  return values.map((value, i) => {
    last = value ?? (filler === 'REPEAT' ? last : filler[i]);
    return last;
  });
}

class Reader {
  readonly ids = new Set<string>();
  private readonly tokens: TokenReader;

  constructor(expression: string) {
    this.tokens = new TokenReader({ text: 'expression', operand: 'a value' }, tokenPattern, expression);
  }

  expression(): Evaluate {
    const result = this.level(0);
    this.tokens.end('its end');
    return result;
  }

  private level(depth: number): Evaluate {
    const operators = precedence[depth];
    if (!operators) return this.unary();
    let left = this.level(depth + 1);
    for (;;) {
      const operator = operators.find((o) => o === this.tokens.next);
      if (!operator) return left;
      this.tokens.take();
      left = combine([left, this.level(depth + 1)], ([a, b]) =>
        a === undefined || b === undefined ? undefined : binary[operator](a, b),
      );
    }
  }

  private unary(): Evaluate {
    if (this.tokens.next !== '-') return this.value();
    this.tokens.take();
    return combine([this.unary()], ([a]) => (a === undefined ? undefined : -a));
  }

  private value(): Evaluate {
    const token = this.tokens.take();
    if (token === '(') {
      const inner = this.level(0);
      this.tokens.take(')');
      return inner;
    }
    if (/^[\d.]/.test(token)) return (_, length) => Array.from({ length }, () => Number(token));
    if (this.tokens.next === '(') return this.call(token);
    if (!/^[a-z]/.test(token))
      throw new Error(`expression has '${token}' where a value belongs; an id begins with a small letter`);
    this.ids.add(token);
    return (series) => {
      const values = series.get(token);
      if (!values) throw new Error(`expression refers to '${token}', which is no id of this alarm`);
      return values;
    };
  }

  private call(name: string): Evaluate {
    this.tokens.take('(');
    if (name === 'FILL') return this.fillCall();
    const known = Object.entries(functions).find(([key]) => key === name)?.[1];
    if (!known)
      throw new Error(`function ${name} is not known here; known are FILL, ${Object.keys(functions).join(', ')}`);
    const values = [this.level(0)];
    for (let i = 1; i < known.arity; i++) {
      this.tokens.take(',');
      values.push(this.level(0));
    }
    this.tokens.take(')');
    return combine(values, known.of);
  }

  private fillCall(): Evaluate {
    const values = this.level(0);
    this.tokens.take(',');
    const repeat = this.tokens.next === 'REPEAT';
    if (repeat) this.tokens.take();
    const filler = repeat ? undefined : this.level(0);
    this.tokens.take(')');
    return (series, length) => fill(values(series, length), filler ? filler(series, length) : 'REPEAT');
  }
}

/** Applies a function period by period. */
function combine(inputs: readonly Evaluate[], of: (values: Numbers) => number | undefined): Evaluate {
  return (series, length) => {
    const columns = inputs.map((input) => input(series, length));
    return Array.from({ length }, (_, i) => of(columns.map((column) => column[i])));
  };
}

/** Reads the part of CloudWatch's metric math that this project's alarms use; anything else is an error that says so. */
export function parseMetricMath(expression: string): MetricExpression {
  const reader = new Reader(expression);
  const evaluate = reader.expression();
  return { ids: [...reader.ids], evaluate };
}
