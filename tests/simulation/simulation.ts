import { minuteMs } from '../../contract/hours';
import { reportFiles } from '../../contract/modelMonitorFiles';
import { storePrefixes } from '../../contract/storeLayout';
import { windowSummaryFile } from '../../contract/windowSummary';
import { createAnalyzerHandler } from '../../functions/analyzer/analyzerHandler';
import { createIncidentHandler, type QueueBatchResult } from '../../functions/incident/incidentHandler';
import type { ObjectStore } from '../../store/objectStore';
import type { SeededRandom } from './seededRandom';
import { captureText, deployEndpoint } from './simulatedEndpoint';
import { type OperationEnd, SimulatedProcess } from './simulatedProcess';
import { SimulatedStore } from './simulatedStore';
import { firstRequest, type PlannedEvent, type PlannedItem, type SimulationPlan } from './simulationPlan';

/** A seeded fault of the code: what the functions see instead of the store. */
export interface Mutation {
  readonly analyzerStore?: (store: ObjectStore) => ObjectStore;
  /** What the queue sees instead of the incident function's result. */
  readonly batchResult?: QueueBatchResult;
  readonly incidentClient?: (client: ReturnType<SimulatedStore['s3Client']>) => ReturnType<SimulatedStore['s3Client']>;
}

interface Message {
  readonly id: string;
  readonly key: string;
}

/** How long an invocation may run; shorter than the shortest window. */
const timeoutMs = 5 * minuteMs;
const maxFaults = 4;
const faults: readonly OperationEnd[] = ['stopsBefore', 'stopsAfter', 'failsBefore', 'failsAfter'];

/**
 * The analyzer, the incident function, the queue, the schedule and the store under one scheduler. At each step it chooses
 * which call of which invocation takes effect next, which message or event is delivered, and where an invocation fails.
 * Without random choices everything happens in order, one thing after the other, and nothing fails.
 */
export class Simulation {
  readonly store = new SimulatedStore(
    (key) => this.enqueue(key),
    (key) => this.noteReport(key),
  );
  private queue: Message[] = [];
  private items: PlannedItem[] = [];
  private readonly processes = new Map<SimulatedProcess, (process: SimulatedProcess) => void>();
  private now = 0;
  private count = 0;
  private lastReport = '';
  private areReportsInOrder = true;
  private faultsLeft = maxFaults;
  private readonly eagerness: number;
  /** Invocations of one function at the same time. */
  private readonly maxConcurrent: number;

  constructor(
    private readonly plan: SimulationPlan,
    private random: SeededRandom | undefined,
    private readonly mutation: Mutation = {},
  ) {
    deployEndpoint(this.store, plan.schedule);
    this.queue = [];
    this.items = [...(random ? plan.items : plan.undisturbed)];
    this.eagerness = random ? 0.5 + 0.48 * random.next() : 1;
    this.maxConcurrent = 1 + (random?.below(2) ?? 0);
  }

  /** Plays the first event without faults, as windows begin with it, then the plan, then the last event without faults. */
  async run(): Promise<void> {
    const { random, items } = this;
    const isFirst = (item: PlannedItem) => item.kind === 'event' && item.request === firstRequest;
    await this.play(items.filter(isFirst), undefined);
    await this.play(
      items.filter((item) => !isFirst(item)),
      random,
    );
    await this.play([this.plan.last], undefined);
  }

  private async play(items: PlannedItem[], random: SeededRandom | undefined): Promise<void> {
    this.random = random;
    this.items = items;
    while (await this.step());
  }

  /** Whether the reports were handled one at a time, and in order of their windows. */
  get isInOrder(): boolean {
    return this.areReportsInOrder;
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
    if (running.length > 0 && (this.random?.chance(this.eagerness) ?? true)) this.continueOne(running);
    else if (!this.startOne() && running.length > 0) this.continueOne(running);
    return this.processes.size > 0 || this.queue.length > 0 || this.items.length > 0;
  }

  private continueOne(running: readonly SimulatedProcess[]): void {
    const process = running[this.choose(running.length)];
    if (!process || process.waiting.length === 0) return;
    let end: OperationEnd = 'returns';
    if (this.random && this.faultsLeft > 0 && this.random.chance(0.04)) {
      this.faultsLeft -= 1;
      end = faults[this.random.below(faults.length)] ?? end;
    }
    if (this.random) this.now += this.random.below(500);
    process.continue(this.choose(process.waiting.length), end);
  }

  /** Delivers messages or lets the next planned thing happen. Returns false if neither is possible. */
  private startOne(): boolean {
    const [item] = this.items;
    const isDelivering = this.queue.length > 0 && this.running('incident') < this.maxConcurrent;
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
    for (const process of this.processes.keys()) if (process.deadline <= this.now) process.stop();
    if (item.kind === 'capture')
      this.store.put(item.key, captureText(item.quadruples, this.plan.broken[item.window] ?? false));
    else this.invoke(item);
    return true;
  }

  private invoke(event: PlannedEvent): void {
    const process = this.newProcess('analyzer', ({ state }) => {
      if (state === 'succeeded' || event.retries === 0) return;
      // Lambda repeats a failed invocation of an event after one minute, then after two more.
      const at = this.now + (3 - event.retries) * minuteMs;
      this.items = [...this.items, { ...event, at, retries: event.retries - 1 }].sort((a, b) => a.at - b.at);
    });
    const store = this.store.objectStore(process);
    const handle = createAnalyzerHandler({
      store: this.mutation.analyzerStore?.(store) ?? store,
      now: () => new Date(this.now),
    });
    process.start(() =>
      handle(
        { endpoint: 'churn', scheduledTime: new Date(event.scheduledAt).toISOString() },
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
    if (this.running('incident') > 0) this.areReportsInOrder = false;
    const messages: Message[] = [];
    while (messages.length < size && this.queue.length > 0) {
      messages.push(...this.queue.splice(this.choose(this.queue.length), 1));
    }
    const process = this.newProcess('incident', ({ state, result }) => {
      const failed =
        (this.mutation.batchResult ?? (result as QueueBatchResult | undefined))?.batchItemFailures.map(
          (item) => item.itemIdentifier,
        ) ?? [];
      const isRepeated = ({ id }: Message) =>
        state !== 'succeeded' || failed.includes(id) || (this.random?.chance(0.05) ?? false);
      this.queue.push(...messages.filter(isRepeated));
    });
    const s3 = this.store.s3Client(process);
    const handle = createIncidentHandler({
      s3: this.mutation.incidentClient?.(s3) ?? s3,
      cloudwatch: this.store.cloudWatchClient(process),
      now: () => new Date(this.now),
      bucket: 'store',
      namespace: 'ModelObservability',
    });
    const bodyOf = (key: string) => JSON.stringify({ detail: { bucket: { name: 'store' }, object: { key } } });
    process.start(() => handle({ Records: messages.map(({ id, key }) => ({ messageId: id, body: bodyOf(key) })) }));
  }

  private newProcess(name: string, onEnd: (process: SimulatedProcess) => void): SimulatedProcess {
    const process = new SimulatedProcess(name, this.now + timeoutMs);
    this.processes.set(process, onEnd);
    return process;
  }

  private running(name: string): number {
    return [...this.processes.keys()].filter((process) => process.name === name).length;
  }

  private choose(count: number): number {
    return this.random?.below(count) ?? 0;
  }

  /** A report that has no summary yet is in order if none of a later window was read before it. */
  private noteReport(key: string): void {
    if (!key.startsWith(storePrefixes.reports) || !key.endsWith(reportFiles.statistics)) return;
    const prefix = key.slice(0, -reportFiles.statistics.length);
    if (prefix < this.lastReport && this.store.text(prefix + windowSummaryFile) === undefined)
      this.areReportsInOrder = false;
    if (prefix > this.lastReport) this.lastReport = prefix;
  }

  private enqueue(key: string): void {
    if (!/^(captures|reports)\//.test(key)) return;
    this.count += 1;
    this.queue.push({ id: `m${this.count}`, key });
  }
}
