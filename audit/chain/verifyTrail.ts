import { minuteMs } from '../../contract/hours';
import { mapParallel } from '../../contract/mapParallel';
import type { ObjectStore } from '../../store/objectStore';
import { type ListedTrailFile, listTrail, type Span } from '../trail/listTrail';
import { isContentError, unpackFile } from '../trail/readContent';
import { type ChainFault, chainFault, type FaultKind, hourText } from './chainFault';
import { type Digest, hashOf, isSignedBy, type PublicKeys, readDigest } from './digest';

/** The digests of one trail in one region of one account. */
export interface VerifiedChain {
  /** `<account>_CloudTrail-Digest_<region>_<trail>_<home region>` */
  readonly name: string;
  /** Start of the first digest and end of the last one, ISO 8601. */
  readonly from: string;
  readonly to: string;
  readonly digests: number;
  /** Number of log files that the digests name. */
  readonly logs: number;
}

/** A digest that names a log file. */
export interface NamingDigest {
  /** Key in the store. */
  readonly key: string;
  /** CloudTrail's signature as hex; undefined if none is at hand. */
  readonly signature?: string;
}

/** Result of a verification. */
export interface Verification {
  readonly chains: readonly VerifiedChain[];
  readonly faults: readonly ChainFault[];
  /** Digests without a signature at hand: the newest of a chain in a copy without S3's metadata. */
  readonly unsigned: readonly string[];
  /** Number of log files that are newer than the last digest, which names them within two hours. */
  readonly notCovered: number;
  /** The digest that names a log file, by the last part of the file's key. */
  readonly digestOf: ReadonlyMap<string, NamingDigest>;
}

const parallel = 6;
/** Digests of a chain follow each other without a pause. */
const pauseMs = minuteMs;
/** A log file may be named in the digest after that of its minute: it is written later. */
const writingMs = 15 * minuteMs;
/** A digest covers an hour, and is written within the next one. */
const digestDelayMs = 120 * minuteMs;

/** A digest that was read. */
interface ReadDigest {
  readonly file: ListedTrailFile;
  readonly digest: Digest;
  readonly hash: string;
  /** From the object's metadata, or from a file `<key>.signature` beside it. */
  readonly signature?: string;
}

/**
 * Verifies a trail's files by its digest files: the hash of each log file, hash and signature of each digest, that no file
 * is missing or was added, and that digests cover the span. Without a span it verifies what there is.
 */
export async function verifyTrail(
  store: ObjectStore,
  keys: PublicKeys,
  { from, to, accounts }: Span,
  now = new Date(),
): Promise<Verification> {
  const complete = new Date(now.getTime() - digestDelayMs);
  const span = { from, to: to && (to < complete ? to : complete), accounts };
  const [digestFiles, logFiles] = await Promise.all([listTrail(store, 'digest', span), listTrail(store, 'log', span)]);
  const faults: ChainFault[] = [];
  const digests = (await mapParallel(digestFiles, parallel, (file) => openDigest(store, file, faults))).flatMap(
    (digest) => digest ?? [],
  );
  const chains = [...groupChains(digests)];
  const signatures = new Map(chains.flatMap(([, chain]) => chainSignatures(chain)));
  for (const [, chain] of chains) checkChain(chain, { keys, span, faults, signatures });
  const listed = await checkLogs(store, digests, logFiles, faults);
  const covered = chains.map(([, chain]) => coverageOf(chain));
  const strangers = logFiles.filter(({ name }) => !listed.has(name));
  const isCovered = ({ account, region, at }: ListedTrailFile) => {
    const ofRegion = covered.filter((chain) => chain.account === account && chain.region === region);
    const inChain = ofRegion.some(({ from, to }) => at >= from && at.getTime() <= to.getTime() - writingMs);
    // A region without a single digest has lost its chain, unless the trail has none at all.
    return inChain || (ofRegion.length === 0 && chains.length > 0);
  };
  faults.push(...strangers.filter(isCovered).map(({ key, at }) => chainFault('log not listed', key, at)));
  return {
    chains: chains.map(([name, chain]) => describeChain(name, chain)),
    faults: faults.sort((a, b) => (a.hour < b.hour ? -1 : a.hour > b.hour ? 1 : a.file < b.file ? -1 : 1)),
    unsigned: digests.map(({ file }) => file.key).filter((key) => !signatures.has(key)),
    notCovered: strangers.filter((file) => !isCovered(file)).length,
    digestOf: new Map(
      digests.flatMap(({ file: { key }, digest }) =>
        digest.logFiles.map(({ s3Object }) => [lastPart(s3Object), { key, signature: signatures.get(key) }]),
      ),
    ),
  };
}

async function openDigest(
  store: ObjectStore,
  file: ListedTrailFile,
  faults: ChainFault[],
): Promise<ReadDigest | undefined> {
  const fault = (kind: FaultKind) => void faults.push(chainFault(kind, file.key, file.at));
  const object = await store.read(file.key);
  try {
    const content = await unpackFile(object?.body ?? new Uint8Array());
    const digest = readDigest(content);
    if (!digest) return fault('digest damaged');
    if (!isSameKey(file.key, digest.digestS3Object)) return fault('digest moved');
    const beside = await store.read(`${file.key}.signature`);
    const signature = object?.metadata?.['signature'] ?? (beside && Buffer.from(beside.body).toString('latin1').trim());
    return { file, digest, hash: hashOf(content), signature };
  } catch (error) {
    if (!isContentError(error)) throw error;
    return fault('digest damaged');
  }
}

/** Whether a key in a store is the one in a digest, which has the bucket's prefix; a copy may have all files in one folder. */
function isSameKey(key: string, recorded: string): boolean {
  return key.includes('AWSLogs/') ? recorded.endsWith(key) : lastPart(recorded) === lastPart(key);
}

const lastPart = (key: string) => key.slice(key.lastIndexOf('/') + 1);

/** Digests by chain, each in order of time. */
function groupChains(digests: readonly ReadDigest[]): Map<string, ReadDigest[]> {
  const chains = new Map<string, ReadDigest[]>();
  for (const digest of [...digests].sort((a, b) => a.file.at.getTime() - b.file.at.getTime())) {
    const name = digest.file.name.replace(/_[^_]*$/, '');
    chains.set(name, [...(chains.get(name) ?? []), digest]);
  }
  return chains;
}

/** The signatures of a chain's digests: each is in the object's metadata, or in the next digest. */
function chainSignatures(chain: readonly ReadDigest[]): [key: string, signature: string][] {
  return chain.flatMap((current, i): [string, string][] => {
    const next = chain[i + 1];
    const signature = current.signature ?? (follows(current, next) ? next?.digest.previousDigestSignature : undefined);
    return signature ? [[current.file.key, signature]] : [];
  });
}

/** Whether a digest names another one as the one before it. */
function follows(previous: ReadDigest | undefined, digest: ReadDigest | undefined): boolean {
  return previous !== undefined && lastPart(digest?.digest.previousDigestS3Object ?? '') === previous.file.name;
}

interface CheckArgs {
  readonly signatures: ReadonlyMap<string, string>;
  readonly keys: PublicKeys;
  readonly span: Span;
  readonly faults: ChainFault[];
}

/** Checks hashes, signatures and links of a chain. */
function checkChain(chain: readonly ReadDigest[], { keys, span, faults, signatures }: CheckArgs): void {
  const fault = (kind: FaultKind, { file }: ReadDigest) => faults.push(chainFault(kind, file.key, file.at));
  for (const [i, current] of chain.entries()) {
    const { digest, hash, file } = current;
    const [previous, next] = [chain[i - 1], chain[i + 1]];
    if (next && follows(current, next) && next.digest.previousDigestHashValue !== hash)
      fault('digest altered', current);
    const key = keys.get(digest.digestPublicKeyFingerprint);
    const signature = signatures.get(file.key);
    if (!key) fault('unknown public key', current);
    else if (signature && !isSignedBy(key, digest, hash, signature)) fault('digest not signed', current);
    const named = digest.previousDigestS3Object;
    const isBefore = previous === undefined && span.from !== undefined;
    if (named && !follows(previous, current) && !isBefore) {
      faults.push(chainFault('digest missing', named, new Date(digest.digestStartTime)));
    }
  }
  faults.push(...findGaps(chain, span));
}

/** Times in a chain, and at the ends of the span, that no digest covers. */
function findGaps(chain: readonly ReadDigest[], { from, to }: Span): ChainFault[] {
  const [first, last] = [chain[0], chain.at(-1)];
  if (!first || !last) return [];
  const times = chain.map(({ digest, file }) => ({
    file: file.key,
    start: Date.parse(digest.digestStartTime),
    end: Date.parse(digest.digestEndTime),
  }));
  const starts =
    from === undefined ? [] : [{ after: from.getTime(), file: first.file.key, before: times[0]?.start ?? 0 }];
  const inside = times.slice(1).map(({ start, file }, i) => ({ after: times[i]?.end ?? 0, file, before: start }));
  const ends = to === undefined ? [] : [{ after: times.at(-1)?.end ?? 0, file: last.file.key, before: to.getTime() }];
  return [...starts, ...inside, ...ends]
    .filter(({ after, before }) => before - after > pauseMs)
    .map(({ after, before, file }) => ({
      ...chainFault('gap', file, new Date(after)),
      until: hourText(new Date(before)),
    }));
}

/** Checks the log files that digests name; returns their names. */
async function checkLogs(
  store: ObjectStore,
  digests: readonly ReadDigest[],
  files: readonly ListedTrailFile[],
  faults: ChainFault[],
): Promise<Set<string>> {
  const present = new Map(files.map((file) => [file.name, file]));
  const listed = digests.flatMap(({ digest }) => digest.logFiles.map((log) => ({ ...log, digest })));
  await mapParallel(listed, parallel, async ({ s3Object, hashValue, digest }) => {
    const file = present.get(lastPart(s3Object));
    const at = file?.at ?? new Date(digest.digestStartTime);
    // A listing of a span may leave out the first files of its first digest.
    const body = file ? (await store.read(file.key))?.body : (await store.read(keyInStore(s3Object)))?.body;
    if (!body) return void faults.push(chainFault('log missing', s3Object, at));
    if (file && !isSameKey(file.key, s3Object)) return void faults.push(chainFault('log moved', file.key, at));
    if ((await hashOfFile(body)) !== hashValue) faults.push(chainFault('log altered', file?.key ?? s3Object, at));
    return undefined;
  });
  return new Set(listed.map(({ s3Object }) => lastPart(s3Object)));
}

/** The part of a recorded key behind the bucket's prefix. */
const keyInStore = (recorded: string) => recorded.slice(Math.max(0, recorded.indexOf('AWSLogs/')));

async function hashOfFile(body: Uint8Array): Promise<string | undefined> {
  try {
    return hashOf(await unpackFile(body));
  } catch (error) {
    if (!isContentError(error)) throw error;
    return undefined;
  }
}

function coverageOf(chain: readonly ReadDigest[]) {
  const { account = '', region = '' } = chain[0]?.file ?? {};
  const [from, to] = [chain[0]?.digest.digestStartTime ?? '', chain.at(-1)?.digest.digestEndTime ?? ''];
  return { account, region, from: new Date(from), to: new Date(to) };
}

function describeChain(name: string, chain: readonly ReadDigest[]): VerifiedChain {
  return {
    name,
    from: chain[0]?.digest.digestStartTime ?? '',
    to: chain.at(-1)?.digest.digestEndTime ?? '',
    digests: chain.length,
    logs: chain.reduce((sum, { digest }) => sum + digest.logFiles.length, 0),
  };
}
