/**
 * One pass of the pack over a stack. It owns everything that memoized functions have computed during it; when it is
 * dropped, so are their results.
 */
export class Analysis {
  private readonly results = new WeakMap<object, Results<unknown>>();

  /** Runs a synchronous task whose memoized functions keep their results in this analysis. */
  run<T>(task: () => T): T {
    const outer = current;
    current = this;
    try {
      return task();
    } finally {
      current = outer;
    }
  }

  /** The results of one memoized function. */
  resultsOf<Result>(compute: object): Results<Result> {
    const known = this.results.get(compute) as Results<Result> | undefined;
    if (known) return known;
    const results = new Results<Result>();
    this.results.set(compute, results);
    return results;
  }
}

/** The analysis that is running: the policies of a pack are synchronous, so there is at most one. */
let current: Analysis | undefined;

interface Limit<Args extends readonly unknown[], Result> {
  /** Sum of the sizes of all results that are kept. When it is exceeded, earlier results are forgotten. */
  readonly most: number;
  /** @default 1 for each result */
  readonly sizeOf?: (result: Result, ...args: Args) => number;
}

/** Limit of functions of a text: texts come from documents, and a hostile document must not fill the memory. */
export const mostTexts = { most: 10_000 } as const;

/**
 * Returns a function that computes each result once per analysis. Objects are compared by identity, texts and numbers by
 * value. Results for objects are dropped with the objects; a function of texts needs a limit. Outside an analysis
 * nothing is kept.
 */
export function memoize<Args extends readonly unknown[], Result>(
  compute: (...args: Args) => Result,
  limit?: Limit<Args, Result>,
): (...args: Args) => Result {
  return (...args) => {
    if (!current) return compute(...args);
    const results = current.resultsOf<Result>(compute);
    const entry = results.entryOf(args);
    if (entry.computed) return entry.computed.result;
    const result = compute(...args);
    const isKept = !limit || results.makeRoom(limit.sizeOf?.(result, ...args) ?? 1, limit.most);
    (isKept ? entry : results.entryOf(args)).computed = { result };
    return result;
  };
}

/** Returns a function that makes a constant of the program, such as a table in a file, when it is first needed. */
export function lazy<T extends object | string>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** What follows an argument: the result when it is the last one, else entries by the next argument. */
class Entry<Result> {
  computed: { readonly result: Result } | undefined;
  private byObject: WeakMap<object, Entry<Result>> | undefined;
  private byValue: Map<unknown, Entry<Result>> | undefined;

  next(argument: unknown): Entry<Result> {
    if ((typeof argument === 'object' && argument !== null) || typeof argument === 'function') {
      this.byObject ??= new WeakMap();
      return entryIn(this.byObject, argument);
    }
    this.byValue ??= new Map();
    return entryIn(this.byValue, argument);
  }
}

function entryIn<Key, Result>(
  entries: { get(key: Key): Entry<Result> | undefined; set(key: Key, entry: Entry<Result>): unknown },
  key: Key,
): Entry<Result> {
  const known = entries.get(key);
  if (known) return known;
  const entry = new Entry<Result>();
  entries.set(key, entry);
  return entry;
}

class Results<Result> {
  private root = new Entry<Result>();
  private size = 0;

  entryOf(args: readonly unknown[]): Entry<Result> {
    let entry = this.root;
    for (const argument of args) entry = entry.next(argument);
    return entry;
  }

  /** Forgets all results when another one of a size would exceed the limit. Returns whether the entries are still kept. */
  makeRoom(size: number, most: number): boolean {
    this.size += size;
    if (this.size <= most) return true;
    this.root = new Entry();
    this.size = size;
    return false;
  }
}
