import { minuteMs } from '../../contract/hours';
import type { QueueBatchResult } from '../../functions/incident/incidentHandler';
import { capturesInWindow, uncountedCaptures } from './runChecks';
import type { SeededRandom } from './seededRandom';
import { SimulatedBus } from './simulatedBus';
import { captureText, deployEndpoints, writeSettings } from './simulatedEndpoint';
import type { SimulatedFunctions } from './simulatedFunctions';
import { SimulatedIndex } from './simulatedIndex';
import { type OperationEnd, SimulatedProcess } from './simulatedProcess';
import { SimulatedQueue } from './simulatedQueue';
import { SimulatedStore } from './simulatedStore';
import {
  type PlannedEvent,
  type PlannedItem,
  type RedrivenQueue,
  redrivenQueues,
  type SimulationPlan,
} from './simulationPlan';
import type { ScriptedFault, ScriptedPause } from './simulationScript';

/** How long an invocation may run; not longer than the shortest window. */
const timeoutMs = 5 * minuteMs;
/** How long the deployed incident function runs; others take over from one that runs longer. */
const incidentTimeoutMs = minuteMs;
/** Clocks of two invocations differ by up to twice as much, which is less than a lock's grace. */
const maxSkewMs = 25_000;
/** Redrives of the dead-letter queues after the last events, each of which hides messages for minutes. */
const lastRedrives = 3;

/** An instance of a function, which handles one invocation after the other until it is stopped. */
interface Instance<Handler> {
  readonly handle: Handler;
  process: SimulatedProcess | undefined;
}

type Analyzer = ReturnType<SimulatedFunctions['createAnalyzerHandler']>;
type IncidentFunction = ReturnType<SimulatedFunctions['createIncidentHandler']>;

/**
 * The analyzer, the incident function, the queue, the schedule, the store, the index, the bus and its destinations under one
 * scheduler. At each step it chooses which call of which invocation takes effect next, which message or event is delivered,
 * and where an invocation or a delivery fails. Without random choices everything happens in order, one thing after the other,
 * and nothing fails but what a script says.
 */
export class Simulation {
  private readonly clock = () => this.now;
  readonly store = new SimulatedStore((key) => this.enqueue(key), this.clock);
  readonly index = new SimulatedIndex();
  readonly bus: SimulatedBus;
  /** Messages about incidents that no attempt delivered. */
  readonly undelivered = new SimulatedQueue('messages-undelivered', this.clock);
  /** Events that failed five times. */
  readonly failedEvents = new SimulatedQueue('events-dead-letters', this.clock);
  private readonly queue = new SimulatedQueue('events', this.clock, this.failedEvents);
  /** Calls of other services so far, without those of the first events. */
  calls = 0;
  /** What was wrong while the schedule was played, in sentences. */
  readonly problems: string[] = [];
  /** Faults of calls, by how the call ended. */
  readonly faults = new Map<OperationEnd, number>();
  /** Events of the store that came twice. */
  duplicates = 0;
  /** The instant at which the plan's items were handled. */
  handledAt = 0;
  private items: PlannedItem[] = [];
  private readonly processes = new Map<SimulatedProcess, (process: SimulatedProcess) => void>();
  private readonly instances = { analyzer: [] as Instance<Analyzer>[], incident: [] as Instance<IncidentFunction>[] };
  private now = 0;
  private faultsLeft: number;
  private random: SeededRandom | undefined;
  private readonly eagerness: number;
  /** Invocations of one function at the same time. */
  private readonly maxConcurrent: number;

  constructor(
    readonly plan: SimulationPlan,
    private readonly functions: SimulatedFunctions,
    private readonly choices: SeededRandom | undefined,
    private readonly script: Partial<ScriptedFault & ScriptedPause> = {},
  ) {
    this.bus = new SimulatedBus(this.undelivered, plan.destinations, (message) => this.store.claimOf(message));
    deployEndpoints(this.store, plan.endpoints, plan.minutes);
    this.faultsLeft = plan.weather.maxFaults;
    this.eagerness = choices ? 0.5 + 0.48 * choices.next() : 1;
    this.maxConcurrent = plan.paced?.concurrency ?? (script.from === undefined ? 1 + (choices?.below(3) ?? 0) : 2);
  }

  /**
   * Plays the first events without faults, then the plan's items, then the last events without faults. People redrive the
   * dead-letter queues at the end, once the destinations work again.
   */
  async run(items: readonly PlannedItem[]): Promise<void> {
    await this.play(this.plan.first, undefined);
    this.calls = 0;
    await this.play(items, this.choices);
    this.handledAt = this.now;
    await this.play(this.plan.last, undefined);
    for (let redrive = 0; redrive < lastRedrives; redrive += 1) {
      if (this.failedEvents.size + this.undelivered.size === 0) break;
      const at = Math.max(this.now, this.failedEvents.lastVisible, this.undelivered.lastVisible);
      const redrives = redrivenQueues.map((queue) => ({ kind: 'redrive', at, queue }) as const);
      await this.play(redrives, undefined);
    }
    this.problems.push(...this.queue.unexplained);
    const { size } = this.failedEvents;
    if (size > 0) this.problems.push(`${size} events failed again after each redrive`);
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
    if (!this.bus.isIdle && (this.random?.chance(this.eagerness) ?? true)) this.bus.attempt(this.random);
    const running = [...this.processes.keys()];
    if (this.isPaused && running.length === 1 && this.startOne()) return true;
    if (running.length > 0 && (this.random?.chance(this.eagerness) ?? true)) this.continueOne(running);
    else if (!this.startOne() && running.length > 0) this.continueOne(running);
    return this.processes.size > 0 || this.queue.size > 0 || this.items.length > 0 || !this.bus.isIdle;
  }

  private continueOne(running: readonly SimulatedProcess[]): void {
    const process = this.isPaused ? running.at(-1) : running[this.choose(running.length)];
    if (!process || process.waiting.length === 0) return;
    let end: OperationEnd = this.script.call === this.calls ? (this.script.end ?? 'returns') : 'returns';
    const { faults, faultRate, callMs } = this.plan.weather;
    const index = this.choose(process.waiting.length);
    if (this.random && this.faultsLeft > 0 && this.random.chance(faultRate)) {
      const fault = faults[this.random.below(faults.length)];
      if (fault && process.canEnd(index, fault)) {
        this.faultsLeft -= 1;
        this.faults.set(fault, (this.faults.get(fault) ?? 0) + 1);
        end = fault;
      }
    }
    if (this.random) this.now += this.random.below(callMs);
    this.calls += 1;
    process.continue(index, end);
    this.stopLate();
  }

  private get isPaused(): boolean {
    const { from = Number.POSITIVE_INFINITY, to = 0 } = this.script;
    return from <= this.calls && this.calls < to;
  }

  private stopLate(): void {
    for (const process of this.processes.keys()) {
      if (process.deadline <= this.now) process.stop();
      else if (process.deadline - timeoutMs + incidentTimeoutMs <= this.now) process.isDisturbed = true;
    }
  }

  /** Delivers messages or lets the next planned thing happen. Returns false if neither is possible. */
  private startOne(): boolean {
    const [item] = this.items;
    const { nextVisible } = this.queue;
    if (!item && this.queue.size > 0 && this.processes.size === 0) this.now = Math.max(this.now, nextVisible);
    const isDelivering = nextVisible <= this.now && this.running('incident') < this.maxConcurrent;
    if (isDelivering && (!this.random || !item || this.random.chance(0.6))) {
      this.deliver();
      return true;
    }
    if (!item) return false;
    if (this.plan.paced && item.at > this.now && (this.processes.size > 0 || nextVisible <= this.now)) return false;
    if (item.kind === 'event' && this.running('analyzer') >= this.maxConcurrent) return false;
    // A jump of the clock ends what runs.
    const isFar = item.at > this.now + timeoutMs && this.processes.size > 0;
    if (isFar && !this.random?.chance(0.01)) return false;
    this.items.shift();
    this.now = Math.max(this.now, item.at);
    this.stopLate();
    if (item.kind === 'capture') this.store.put(item.key, captureText(item.content, item.quadruples));
    else if (item.kind === 'deletion') this.store.delete(item.key);
    else if (item.kind === 'file') this.store.putChanged(item.key, item.body);
    else if (item.kind === 'redrive') this.redrive(item.queue);
    else if (item.kind === 'schedule') writeSettings(this.store, this.plan.endpoints, item.minutes);
    else this.invoke(item);
    return true;
  }

  private invoke(event: PlannedEvent): void {
    const captures = capturesInWindow(this.store, this.plan, event);
    const end = ({ state, hasStaleListing }: SimulatedProcess) => {
      if (state === 'succeeded' && !hasStaleListing)
        this.problems.push(...uncountedCaptures(this.store, this.plan, event, captures));
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

  private deliver(): void {
    const size = this.random ? 1 + this.random.below(4) : 10;
    const messages = this.queue.receive(size, (count) => this.choose(count));
    const process = this.newProcess('incident', ({ state, result }) => {
      const failed =
        (result as QueueBatchResult | undefined)?.batchItemFailures.map((item) => item.itemIdentifier) ?? [];
      const isFailed = ({ id }: (typeof messages)[number]) => state !== 'succeeded' || failed.includes(id);
      this.queue.giveBack(messages.filter(isFailed), process.hasFault || this.maxConcurrent > 1);
      process.isDisturbed ||= failed.length > 0;
      this.queue.delete(messages.filter((message) => !isFailed(message)));
    });
    const handle = this.instanceFor('incident', process, (current, now) =>
      this.functions.createIncidentHandler({
        s3: this.store.s3Client(current),
        cloudwatch: this.store.cloudWatchClient(current),
        sns: this.bus.topicClient(current),
        topicArn: 'alerts',
        events: this.bus.eventBridgeClient(current),
        index: new this.functions.IncidentIndex(this.index.client(current), 'incidents'),
        now,
        bus: 'messages',
        region: 'eu-west-1',
        bucket: 'store',
        namespace: 'ModelObservability',
      }),
    );
    process.start(() => handle({ Records: messages.map(({ id, body }) => ({ messageId: id, body })) }));
  }

  /** A person redrives a dead-letter queue. */
  private redrive(name: RedrivenQueue): void {
    const process = this.newProcess('redrive', () => undefined);
    const current = () => process;
    const [queue, source] = name === 'events' ? [this.failedEvents, this.queue] : [this.undelivered, undefined];
    const clients = { sqs: queue.client(current, source), events: this.bus.eventBridgeClient(current) };
    process.start(() => this.functions.redriveQueue(clients, queue.name, { dryRun: false }));
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

  /** Events on what the deployed rule matches; some come twice. */
  private enqueue(key: string): void {
    if (!/^reports\/.*\/(statistics|constraint_violations)\.json$|^incidents\/.*\.md$/.test(key)) return;
    const body = JSON.stringify({ detail: { bucket: { name: 'store' }, object: { key } } });
    this.queue.add(body);
    if (!this.random?.chance(this.plan.weather.duplicateRate)) return;
    this.duplicates += 1;
    this.queue.add(body);
  }
}
