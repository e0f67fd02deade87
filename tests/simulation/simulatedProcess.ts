/** What a call does if it does not take effect as it should. */
interface OtherEffects {
  /** What a listing returned before the newest object was written. */
  readonly stale?: () => unknown;
  /** What the service returns or throws if it refuses the call for its rate. */
  readonly refused?: () => unknown;
}

/** One call of another service: it takes effect when the scheduler chooses it. */
interface Operation extends OtherEffects {
  effect(): unknown;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

/**
 * How an operation ends. A process that stops never sees a result; an error may hide that the operation took effect. An
 * operation whose response was lost is repeated, as by the AWS SDK. A stale listing lacks the newest object. A service that
 * refuses an operation does so in its own way.
 */
export type OperationEnd =
  | 'returns'
  | 'stopsBefore'
  | 'stopsAfter'
  | 'failsBefore'
  | 'failsAfter'
  | 'isRepeated'
  | 'isRefused'
  | 'isStale';

/** One invocation of a function, which waits at each call of another service until the scheduler continues it. */
export class SimulatedProcess {
  readonly waiting: Operation[] = [];
  state: 'runs' | 'succeeded' | 'failed' | 'stopped' = 'runs';
  result: unknown;
  hasStaleListing = false;
  /** Whether a call failed, or the process was stopped, ran too long or left something to another one. */
  isDisturbed = false;

  constructor(
    readonly name: string,
    /** The instant at which the process is stopped, milliseconds. */
    readonly deadline: number,
  ) {}

  start(body: () => Promise<unknown>): void {
    body().then(
      (result) => {
        this.result = result;
        this.end('succeeded');
      },
      () => this.end('failed'),
    );
  }

  /** Waits for the scheduler, then takes effect. A stopped process waits forever. */
  call<T>(effect: () => T, others: OtherEffects = {}): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.state !== 'runs') return;
      this.waiting.push({ effect, ...others, resolve: resolve as (value: unknown) => void, reject });
    });
  }

  /** Whether the operation at an index can end so: not every service refuses operations in its own way. */
  canEnd(index: number, end: OperationEnd): boolean {
    return end !== 'isRefused' || this.waiting[index]?.refused !== undefined;
  }

  /** Whether a fault explains what it did not do. */
  get hasFault(): boolean {
    return this.isDisturbed || this.hasStaleListing;
  }

  /** Lets the operation at an index take effect, and ends it. */
  continue(index: number, end: OperationEnd): void {
    const [operation] = this.waiting.splice(index, 1);
    if (!operation) throw new RangeError(`${this.name} has no operation ${index}`);
    if (end !== 'returns' && end !== 'isStale') this.isDisturbed = true;
    if (end === 'failsBefore') operation.reject(new Error('SlowDown: reduce your request rate'));
    else if (end === 'isRefused')
      this.takeEffect({ ...operation, effect: operation.refused ?? operation.effect }, 'returns');
    else if (end === 'stopsBefore') this.stop();
    else this.takeEffect(operation, end);
  }

  private takeEffect({ effect, stale = effect, resolve, reject }: Operation, end: OperationEnd): void {
    let finish: () => void;
    try {
      if (end === 'isRepeated') effect();
      const value = end === 'isStale' ? stale() : effect();
      if (end === 'isStale') this.hasStaleListing = true;
      finish = () => resolve(value);
    } catch (error) {
      finish = () => reject(error);
    }
    if (end === 'stopsAfter') this.stop();
    else if (end === 'failsAfter') reject(new Error('the connection was reset'));
    else finish();
  }

  stop(): void {
    this.isDisturbed = true;
    this.end('stopped');
  }

  /** Resolves when the process waits for the scheduler or has ended. */
  async settle(): Promise<void> {
    while (this.state === 'runs' && this.waiting.length === 0) await new Promise(setImmediate);
  }

  private end(state: 'succeeded' | 'failed' | 'stopped'): void {
    if (this.state !== 'runs') return;
    this.state = state;
    this.waiting.length = 0;
  }
}
