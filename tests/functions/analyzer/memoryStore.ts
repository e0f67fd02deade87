import { isInRange, type ObjectMetadata, type ObjectStore } from '../../../store/objectStore';

interface MemoryObject {
  readonly body: string;
  readonly etag: string;
  readonly metadata?: ObjectMetadata;
  readonly lastModified: Date;
}

/** A store in memory, with conditional writes. It records the keys that were written, in order. */
export class MemoryStore implements ObjectStore {
  readonly address = 's3://store';
  readonly objects = new Map<string, MemoryObject>();
  readonly writes: string[] = [];
  /** Called before an object is opened; may throw. */
  onOpen: (key: string) => void = () => undefined;
  /** Called before an object is written; may throw. */
  onWrite: (key: string) => void = () => undefined;
  private versions = 0;

  put(key: string, body: string | Uint8Array, metadata?: ObjectMetadata): void {
    this.versions += 1;
    const text = typeof body === 'string' ? body : Buffer.from(body).toString();
    this.objects.set(key, { body: text, etag: `"${this.versions}"`, lastModified: new Date(0), metadata });
  }

  text(key: string): string | undefined {
    return this.objects.get(key)?.body;
  }

  keys(prefix: string): string[] {
    return [...this.objects.keys()].filter((key) => key.startsWith(prefix)).sort();
  }

  async list(prefix: string, range?: { after?: string; before?: string }) {
    return this.keys(prefix)
      .filter((key) => isInRange(key, range))
      .flatMap((key) => {
        const object = this.objects.get(key);
        return object ? [{ key, size: object.body.length, ...object }] : [];
      });
  }

  async folders(prefix: string): Promise<string[]> {
    const names = this.keys(prefix).flatMap((key) => /^([^/]+)\//.exec(key.slice(prefix.length))?.[1] ?? []);
    return [...new Set(names)];
  }

  async read(key: string) {
    const object = this.objects.get(key);
    if (object) this.onOpen(key);
    return object && { body: Buffer.from(object.body), etag: object.etag };
  }

  async *open(key: string): AsyncIterable<Uint8Array> {
    const object = await this.read(key);
    if (!object) throw new Error(`${key}: not found`);
    yield object.body;
  }

  async create(key: string, body: string | Uint8Array, metadata?: ObjectMetadata): Promise<boolean> {
    return this.write(key, body, undefined, metadata);
  }

  async replace(key: string, body: string | Uint8Array, etag: string, metadata?: ObjectMetadata): Promise<boolean> {
    return this.write(key, body, etag, metadata);
  }

  close(): void {}

  private write(
    key: string,
    body: string | Uint8Array,
    etag: string | undefined,
    metadata: ObjectMetadata | undefined,
  ): boolean {
    if (this.objects.get(key)?.etag !== etag) return false;
    this.onWrite(key);
    this.put(key, body, metadata);
    this.writes.push(key);
    return true;
  }
}
