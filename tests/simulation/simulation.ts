import { minuteMs } from '../../contract/hours';
import { type RunRecord, runRecordFile } from '../../contract/runRecord';
import { analyzerReportPrefix } from '../../contract/storeLayout';
import type { QueueBatchResult } from '../../functions/incident/incidentHandler';
import type { SeededRandom } from './seededRandom';
import { captureText, deployEndpoints, refOf, writeSettings } from './simulatedEndpoint';
import type { SimulatedFunctions } from './simulatedFunctions';
import { type OperationEnd, SimulatedProcess } from './simulatedProcess';
import { SimulatedStore } from './simulatedStore';
import type { PlannedEvent, PlannedItem, SimulationPlan } from './simulationPlan';

interface Message {
  readonly id: string;
  readonly key: string;
  deliveries: number;
  /** The instant from which on it is delivered. */
  visibleAt: number;
}

/** A message is delivered less often, unless it can never be handled. */
const maxDeliveries = 300;

/** Visibility timeout of the queue: after it, a message that failed is delivered again. */
const visibilityMs = 6 * minuteMs;

/** How long an invocation may run; not longer than the shortest window. */
const timeoutMs = 5 * minuteMs;
/** Clocks of two invocations differ by up to twice as much, which is less than a lock's grace. */
const maxSkewMs = 25_000;
/** Ends one call of an invocation as given, by the number of the call from 0 on. */
export interface ScriptedFault {
  readonly call: number;
  readonly end: OperationEnd;
}

/** Holds an invocation at a call, and lets everything else happen until another call; calls are counted from 0 on. */
export interface ScriptedPause {
  readonly from: number;
  readonly to: number;
}

/** An instance of a function, which handles one invocation after the other until it is stopped. */
interface Instance<Handler> {
  readonly handle: Handler;
  process: SimulatedProcess | undefined;
}

type Analyzer = ReturnType<SimulatedFunctions['createAnalyzerHandler']>;
type IncidentFunction = ReturnType<SimulatedFunctions['createIncidentHandler']>;

/**
 * The analyzer, the incident function, the queue, the schedule and the store under one scheduler. At each step it chooses
 * which call of which invocation takes effect next, which message or event is delivered, and where an invocation fails.
 * Without random choices everything happens in order, one thing after the other, and nothing fails but what a script says.
 */
export class Simulation {
  readonly store = new SimulatedStore(
    (key) => this.enqueue(key),
    () => this.now,
  );
  /** Calls of other services so far, without those of the first events. */
  calls = 0;
  /** What was wrong while the schedule was played, in sentences. */
  readonly problems: string[] = [];
  private queue: Message[] = [];
  private items: PlannedItem[] = [];
  private readonly processes = new Map<SimulatedProcess, (process: SimulatedProcess) => void>();
  private readonly instances = { analyzer: [] as Instance<Analyzer>[], incident: [] as Instance<IncidentFunction>[] };
  private now = 0;
  private count = 0;
  private faultsLeft: number;
  private random: SeededRandom | undefined;
  private readonly eagerness: number;
  /** Invocations of one function at the same time. */
  private readonly maxConcurrent: number;

  constructor(
    private readonly plan: SimulationPlan,
    private readonly functions: SimulatedFunctions,
    private readonly choices: SeededRandom | undefined,
    private readonly script: Partial<ScriptedFault & ScriptedPause> = {},
  ) {
    deployEndpoints(this.store, plan.endpoints, plan.minutes);
    this.faultsLeft = plan.weather.maxFaults;
    this.eagerness = choices ? 0.5 + 0.48 * choices.next() : 1;
    this.maxConcurrent = script.from === undefined ? 1 + (choices?.below(3) ?? 0) : 2;
  }

  /** Plays the first events without faults, then the plan's items, then the last events without faults. */
  async run(items: readonly PlannedItem[]): Promise<void> {
    await this.play(this.plan.first, undefined);
    this.calls = 0;
    await this.play(items, this.choices);
    await this.play(this.plan.last, undefined);
  }

  private async play(items: readonly PlannedItem[], random: SeededRandom | undefined): Promise<void> {
    this.random = random;
    this.items = [...items];
    while (await this.step());
  }

  /** Returns false when nothing is left to do. */
  private async step(): Promise<boolean> {
    for (const process of this.processes.keys()) await process.settle();
    for (const [process, onEnd] of [...this.processes]) {
      if (process.state === 'runs') continue;
      this.processes.delete(process);
      onEnd(process);
    }
    const running = [...this.processes.keys()];
    if (this.isPaused && running.length === 1 && this.startOne()) return true;
    if (running.length > 0 && (this.random?.chance(this.eagerness) ?? true)) this.continueOne(running);
    else if (!this.startOne() && running.length > 0) this.continueOne(running);
    return this.processes.size > 0 || this.queue.length > 0 || this.items.length > 0;
  }

  private continueOne(running: readonly SimulatedProcess[]): void {
    const process = this.isPaused ? running.at(-1) : running[this.choose(running.length)];
    if (!process || process.waiting.length === 0) return;
    let end: OperationEnd = this.script.call === this.calls ? (this.script.end ?? 'returns') : 'returns';
    const { faults, faultRate, callMs } = this.plan.weather;
    if (this.random && this.faultsLeft > 0 && this.random.chance(faultRate)) {
      this.faultsLeft -= 1;
      end = faults[this.random.below(faults.length)] ?? end;
    }
    if (this.random) this.now += this.random.below(callMs);
    this.calls += 1;
    process.continue(this.choose(process.waiting.length), end);
    this.stopLate();
  }

  private get isPaused(): boolean {
    const { from = Number.POSITIVE_INFINITY, to = 0 } = this.script;
    return from <= this.calls && this.calls < to;
  }

  private stopLate(): void {
    for (const process of this.processes.keys()) if (process.deadline <= this.now) process.stop();
  }

  /** Delivers messages or lets the next planned thing happen. Returns false if neither is possible. */
  private startOne(): boolean {
    const [item] = this.items;
    if (!item && this.queue.length > 0 && this.processes.size === 0) this.now = Math.max(this.now, this.nextVisible);
    const isDelivering = this.nextVisible <= this.now && this.running('incident') < this.maxConcurrent;
    if (isDelivering && (!this.random || !item || this.random.chance(0.6))) {
      this.deliver();
      return true;
    }
    if (!item) return false;
    if (item.kind === 'event' && this.running('analyzer') >= this.maxConcurrent) return false;
    // A jump of the clock ends what runs.
    const isFar = item.at > this.now + timeoutMs && this.processes.size > 0;
    if (isFar && !this.random?.chance(0.01)) return false;
    this.items.shift();
    this.now = Math.max(this.now, item.at);
    this.stopLate();
    if (item.kind === 'capture') this.store.put(item.key, captureText(item.content, item.quadruples));
    else if (item.kind === 'deletion') this.store.delete(item.key);
    else if (item.kind === 'schedule') writeSettings(this.store, this.plan.endpoints, item.minutes);
    else this.invoke(item);
    return true;
  }

  /** The instant at which the next message is delivered. */
  private get nextVisible(): number {
    return Math.min(...this.queue.map(({ visibleAt }) => visibleAt));
  }

  private invoke(event: PlannedEvent): void {
    const counted = this.capturesInWindow(event);
    const end = ({ state, hasStaleListing }: SimulatedProcess) => {
      if (state === 'succeeded' && !hasStaleListing) this.checkWindow(event, counted);
      if (state === 'succeeded' || event.retries === 0) return;
      // Lambda repeats a failed invocation of an event after one minute, then after two more.
      const at = this.now + (3 - event.retries) * minuteMs;
      this.items = [...this.items, { ...event, at, retries: event.retries - 1 }].sort((a, b) => a.at - b.at);
    };
    const process = this.newProcess('analyzer', end);
    const handle = this.instanceFor('analyzer', process, (current, now) =>
      this.functions.createAnalyzerHandler({ store: this.store.objectStore(current), now }),
    );
    process.start(() =>
      handle(
        { endpoint: event.endpoint, scheduledTime: new Date(event.scheduledAt).toISOString() },
        {
          awsRequestId: event.request,
          memoryLimitInMB: '100000',
          getRemainingTimeInMillis: () => process.deadline - this.now,
        },
      ),
    );
  }

  /** Captures in the store of the window that ended when an event was due. */
  private capturesInWindow({ endpoint, scheduledAt }: PlannedEvent): string[] {
    const from = scheduledAt - this.plan.minutes * minuteMs;
    return this.plan.items.flatMap((item) => {
      if (item.kind !== 'capture' || item.endpoint !== endpoint || !this.store.objects.has(item.key)) return [];
      return from <= item.time && item.time < scheduledAt ? [item.key] : [];
    });
  }

  /** A run that succeeded must have counted what was in its window when it began. */
  private checkWindow({ endpoint, scheduledAt }: PlannedEvent, captures: readonly string[]): void {
    // Other windows and fewer captures are allowed there.
    if (this.plan.items.some(({ kind }) => kind === 'schedule' || kind === 'deletion')) return;
    const prefix = analyzerReportPrefix(refOf(endpoint), new Date(scheduledAt), this.plan.minutes < 60);
    const { files = 0 } = this.store.json(prefix + runRecordFile) as Partial<RunRecord>;
    if (files >= captures.length) return;
    this.problems.push(`${prefix}: a run has counted ${files} captures; there were ${captures.length} when it began`);
  }

  private deliver(): void {
    const size = this.random ? 1 + this.random.below(4) : 10;
    const messages: Message[] = [];
    const visible = this.queue.filter(({ visibleAt }) => visibleAt <= this.now);
    while (messages.length < size && visible.length > 0)
      messages.push(...visible.splice(this.choose(visible.length), 1));
    this.queue = this.queue.filter((message) => !messages.includes(message));
    const process = this.newProcess('incident', ({ state, result }) => {
      const failed =
        (result as QueueBatchResult | undefined)?.batchItemFailures.map((item) => item.itemIdentifier) ?? [];
      const isRepeated = ({ id }: Message) =>
        state !== 'succeeded' || failed.includes(id) || (this.random?.chance(0.05) ?? false);
      for (const message of messages.filter(isRepeated)) this.deliverAgain(message);
    });
    const handle = this.instanceFor('incident', process, (current, now) =>
      this.functions.createIncidentHandler({
        s3: this.store.s3Client(current),
        cloudwatch: this.store.cloudWatchClient(current),
        sns: this.store.topicClient(current),
        topicArn: 'alerts',
        events: this.store.eventBridgeClient(current),
        now,
        bus: 'messages',
        region: 'eu-west-1',
        bucket: 'store',
        namespace: 'ModelObservability',
      }),
    );
    const bodyOf = (key: string) => JSON.stringify({ detail: { bucket: { name: 'store' }, object: { key } } });
    process.start(() => handle({ Records: messages.map(({ id, key }) => ({ messageId: id, body: bodyOf(key) })) }));
  }

  private deliverAgain(message: Message): void {
    message.deliveries += 1;
    message.visibleAt = this.now + visibilityMs;
    if (message.deliveries < maxDeliveries) this.queue.push(message);
    else this.problems.push(`${message.key}: its event failed ${maxDeliveries} times`);
  }

  private newProcess(name: string, onEnd: (process: SimulatedProcess) => void): SimulatedProcess {
    const process = new SimulatedProcess(name, this.now + timeoutMs);
    this.processes.set(process, onEnd);
    return process;
  }

  /** The handler of an instance that is free, or of a new one with a clock of its own. */
  private instanceFor<Name extends 'analyzer' | 'incident', Handler = (typeof this.instances)[Name][number]['handle']>(
    name: Name,
    process: SimulatedProcess,
    create: (current: () => SimulatedProcess, now: () => Date) => Handler,
  ): Handler {
    const instances = this.instances[name] as unknown as Instance<Handler>[];
    const free = instances.find((instance) => ['succeeded', 'failed'].includes(instance.process?.state ?? ''));
    if (free) {
      free.process = process;
      return free.handle;
    }
    const skewMs = this.random ? this.random.below(2 * maxSkewMs) - maxSkewMs : 0;
    const current = () => {
      if (!instance.process) throw new Error('the instance has no invocation');
      return instance.process;
    };
    const instance: Instance<Handler> = { process, handle: create(current, () => new Date(this.now + skewMs)) };
    instances.push(instance);
    return instance.handle;
  }

  private running(name: string): number {
    return [...this.processes.keys()].filter((process) => process.name === name).length;
  }

  private choose(count: number): number {
    return this.random?.below(count) ?? 0;
  }

  private enqueue(key: string): void {
    if (!/^reports\/.*\/(statistics|constraint_violations)\.json$/.test(key)) return;
    this.count += 1;
    this.queue.push({ id: `m${this.count}`, key, deliveries: 0, visibleAt: this.now });
  }
}
