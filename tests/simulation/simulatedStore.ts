import { hash } from 'node:crypto';
import type { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import {
  GetObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { IncidentMessage } from '../../contract/incidentMessage';
import { type RunRecord, runRecordFile } from '../../contract/runRecord';
import { incidentKeyOfId } from '../../contract/storeLayout';
import { isInRange, type KeyRange, type ObjectStore } from '../../store/objectStore';
import { parseIncidentDocument } from './rememberedModules';
import type { SimulatedProcess } from './simulatedProcess';
import { SortedKeys } from './sortedKeys';

interface SimulatedObject {
  readonly body: string;
  /** Equal for equal bytes, as S3's ETag is. */
  readonly etag: string;
  readonly version: string;
}

/** A versioned bucket with conditional writes, and the metrics of CloudWatch. */
export class SimulatedStore {
  private readonly objects = new Map<string, SimulatedObject>();
  private readonly sortedKeys = new SortedKeys();
  /** Highest value of each metric, which is what alarms read. */
  readonly maxima: Record<string, number> = {};
  /** Writes that should not have been made, in sentences. */
  readonly wrongWrites: string[] = [];
  /** The invocation that has the lock of each analyzer's state, by the state's key. */
  private readonly lockHolders = new Map<string, SimulatedProcess>();
  private newest = '';
  private readonly contents = new Map<string, { readonly body: string; readonly content: unknown }>();

  /** `onWrite` is called with the key of each object that is written; `now` is the instant of the store's own clock. */
  constructor(
    private readonly onWrite: (key: string) => void,
    private readonly now: () => number,
  ) {}

  put(key: string, body: string): void {
    const before = this.text(key);
    if (before !== undefined && key.startsWith('reports/')) this.noteReplaced(key, before, body);
    if (key.endsWith(runRecordFile)) this.noteEarly(key, body);
    const etag = `"${hash('md5', body)}"`;
    // Equal histories of an object have equal versions in each schedule, so that what depends on them is computed once.
    const number = Number(this.objects.get(key)?.version.split('-')[0] ?? 0) + 1;
    this.objects.set(key, { body, etag, version: `${number}-${etag.slice(1, 9)}` });
    if (before === undefined) this.sortedKeys.add(key);
    this.newest = key;
    this.onWrite(key);
  }

  /** As the analyzer writes: not the same bytes again. */
  putChanged(key: string, body: string): void {
    if (this.text(key) !== body) this.put(key, body);
  }

  /** A run that finds what the last one read must change nothing. */
  private noteReplaced(key: string, before: string, after: string): void {
    if (before === after) this.wrongWrites.push(`${key}: was written again with the same bytes`);
    if (!key.endsWith(runRecordFile)) return;
    const [earlier, later] = [JSON.parse(before), JSON.parse(after)] as [RunRecord, RunRecord];
    if (earlier.inputs === undefined) return;
    // A window that exceeded the limits of two runs is tried again.
    const isRetried = earlier.reason.startsWith('The run stopped');
    if (earlier.inputs === later.inputs && !isRetried)
      this.wrongWrites.push(`${key}: the same captures were analyzed again`);
    if (later.files < earlier.files) this.wrongWrites.push(`${key}: fewer captures were analyzed than before`);
  }

  private noteEarly(key: string, body: string): void {
    const { window } = JSON.parse(body) as RunRecord;
    if (Date.parse(window.to) > this.now()) this.wrongWrites.push(`${key}: was written before its window had ended`);
  }

  /** Only the invocation that has the lock of an endpoint may write its reports. */
  private noteLock(key: string, body: string, process: SimulatedProcess): void {
    const stateKey = key.replace(/\/analyzer\/.*/, '/analyzer/state.json');
    if (key !== stateKey) {
      if (this.lockHolders.get(stateKey) === process) return;
      this.wrongWrites.push(`${key}: was written by an invocation that does not have the lock`);
    } else if ((JSON.parse(body) as { lock: unknown }).lock === null) this.lockHolders.delete(key);
    else this.lockHolders.set(key, process);
  }

  delete(key: string): void {
    this.objects.delete(key);
    this.sortedKeys.delete(key);
  }

  keys(prefix: string): string[] {
    return this.sortedKeys.withPrefix(prefix);
  }

  text(key: string): string | undefined {
    return this.objects.get(key)?.body;
  }

  /** The content of a JSON object; empty if there is none. Must not be changed. */
  json(key: string): unknown {
    const body = this.text(key) ?? '{}';
    const known = this.contents.get(key);
    if (known?.body === body) return known.content;
    const content: unknown = JSON.parse(body);
    this.contents.set(key, { body, content });
    return content;
  }

  /** When an invocation noted in the incident document that it is sending a message. */
  claimOf({ id, incident }: IncidentMessage): string | undefined {
    const text = this.text(incidentKeyOfId(incident) ?? '');
    return text === undefined
      ? undefined
      : parseIncidentDocument(text).incident.messages.find((entry) => entry.id === id)?.at;
  }

  /** Writes if the object has this ETag; undefined requires that it does not exist. */
  putIf(key: string, body: string, etag: string | undefined): boolean {
    if (this.objects.get(key)?.etag !== etag) return false;
    this.put(key, body);
    return true;
  }

  /** The store as the analyzer sees it. */
  objectStore(process: () => SimulatedProcess): ObjectStore {
    const write = (key: string, body: string | Uint8Array, etag?: string) =>
      process().call(() => {
        const text = Buffer.from(body).toString();
        const isWritten = this.putIf(key, text, etag);
        if (isWritten) this.noteLock(key, text, process());
        return isWritten;
      });
    const read = (key: string) =>
      process().call(() => {
        const object = this.objects.get(key);
        return object && { body: Buffer.from(object.body), etag: object.etag, versionId: object.version };
      });
    return {
      address: 's3://store',
      list: (prefix, range) =>
        process().call(() => this.list(prefix, range), {
          stale: () => this.list(prefix, range).filter(({ key }) => key !== this.newest),
        }),
      folders: (prefix) =>
        process().call(() => [
          ...new Set(this.keys(prefix).flatMap((key) => /^([^/]+)\//.exec(key.slice(prefix.length))?.[1] ?? [])),
        ]),
      read,
      open: async function* (key) {
        const object = await read(key);
        if (!object) throw new Error(`${key}: not found`);
        yield object.body;
      },
      create: (key, body) => write(key, body),
      replace: (key, body, etag) => write(key, body, etag),
      close: () => undefined,
    };
  }

  /** The store as the incident function's S3 client sees it. */
  s3Client(process: () => SimulatedProcess): S3Client {
    const send = (command: unknown) =>
      process().call(
        () => this.runCommand(command),
        command instanceof ListObjectsV2Command ? { stale: () => this.staleListing(command) } : {},
      );
    return { send } as unknown as S3Client;
  }

  /** A listing without the newest object. */
  private staleListing(command: ListObjectsV2Command): unknown {
    const { Contents } = this.runCommand(command) as { Contents: { Key: string }[] };
    return { Contents: Contents.filter(({ Key }) => Key !== this.newest) };
  }

  cloudWatchClient(process: () => SimulatedProcess): CloudWatchClient {
    const send = (command: PutMetricDataCommand) =>
      process().call(() => {
        for (const { MetricName, Value = 0, Dimensions = [] } of command.input.MetricData ?? []) {
          const name = `${MetricName} ${Dimensions.map((dimension) => dimension.Value).join(' ')}`;
          this.maxima[name] = Math.max(this.maxima[name] ?? Value, Value);
        }
      });
    return { send } as unknown as CloudWatchClient;
  }

  private list(prefix: string, range?: KeyRange) {
    return this.keys(prefix)
      .filter((key) => isInRange(key, range))
      .flatMap((key) => {
        const object = this.objects.get(key);
        return object ? [{ key, size: object.body.length, etag: object.etag, lastModified: new Date(0) }] : [];
      });
  }

  private runCommand(command: unknown): unknown {
    if (command instanceof GetObjectCommand) {
      const { Key = '' } = command.input;
      const object = this.objects.get(Key);
      if (!object) throw Object.assign(new Error(`NoSuchKey ${Key}`), { name: 'NoSuchKey' });
      const Body = { transformToString: () => Promise.resolve(object.body) };
      return { Body, VersionId: object.version, ETag: object.etag };
    }
    if (command instanceof ListObjectsV2Command) {
      const { Prefix = '', StartAfter = '' } = command.input;
      return { Contents: this.list(Prefix, { after: StartAfter }).map(({ key }) => ({ Key: key })) };
    }
    // The settings, the only object whose versions are listed, are older than any incident.
    if (command instanceof ListObjectVersionsCommand) return {};
    if (command instanceof PutObjectCommand) {
      const { Key = '', Body, IfMatch, IfNoneMatch } = command.input;
      if (typeof Body !== 'string') throw new Error(`${Key}: the functions write text only`);
      if (IfMatch === undefined && IfNoneMatch === undefined) this.put(Key, Body);
      else if (!this.putIf(Key, Body, IfMatch)) {
        throw Object.assign(new Error('PreconditionFailed'), { name: 'PreconditionFailed' });
      }
      return { ETag: this.objects.get(Key)?.etag };
    }
    throw new Error('unknown S3 command');
  }
}
