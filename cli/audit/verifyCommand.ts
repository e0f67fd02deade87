import { type Verification, verifyTrail } from '../../audit/chain/verifyTrail';
import { UserError } from '../../contract/userError';
import { formatCount } from '../../report/text/formats';
import { textTable } from '../../report/text/textTable';
import { exitCodes } from '../terminal/exitCodes';
import { refuseWithout } from '../terminal/options';
import { printEmpty, printJson, printText } from '../terminal/output';
import { openTrail } from './openTrail';
import { findPublicKeys } from './readPublicKeys';
import { verifyPackFiles } from './verifyPackFiles';
import type * as stackCheck from './verifyStack';

export interface VerifyOptions {
  /** Address of the store of a stack to check. One of the three is set. */
  readonly store?: string;
  readonly trail?: string;
  readonly pack?: string;
  readonly publicKeys?: readonly string[];
  readonly index?: string;
  readonly signingKey?: string;
  readonly from?: Date;
  readonly to?: Date;
  readonly endpointUrl?: string;
  readonly json: boolean;
}

/** Verifies a stack, a trail's files or an evidence pack, and sets the exit code by whether there is a fault. */
export async function verify(options: VerifyOptions): Promise<void> {
  const { store, trail, pack, publicKeys, index, signingKey, from, to } = options;
  if ([store, trail, pack].filter((place) => place !== undefined).length !== 1) {
    throw new UserError("use one of --store for a stack, --trail for a trail's files, and --pack for an evidence pack");
  }
  if (trail === undefined) refuseWithout('--trail', { '--public-keys': publicKeys, '--from': from, '--to': to });
  if (pack === undefined) refuseWithout('--pack', { '--index': index, '--signing-key': signingKey });
  if (pack !== undefined) return verifyPackFiles(pack, options);
  if (trail !== undefined) return verifyTrailFiles(trail, options);
  // Loaded on demand: the SDK takes a good part of a second.
  const { verifyStack } = require('./verifyStack') as typeof stackCheck;
  return verifyStack(store ?? '', options);
}

async function verifyTrailFiles(trail: string, options: VerifyOptions): Promise<void> {
  const { json, endpointUrl } = options;
  const store = openTrail(trail, endpointUrl);
  try {
    const keys = await findPublicKeys(store, options, options);
    const { digestOf: _, ...verification } = await verifyTrail(store, keys, options);
    if (verification.chains.length === 0 && verification.faults.length === 0) {
      const reason = `no digest file of a trail in ${trail}${options.from || options.to ? ' in this span' : ''}`;
      printEmpty('verify', reason, json ? verification : undefined);
      process.exitCode = exitCodes.empty;
      return;
    }
    if (json) printJson(verification);
    else printText(describeVerification(verification));
    process.exitCode = verification.faults.length > 0 ? exitCodes.findings : exitCodes.success;
  } finally {
    store.close();
  }
}

const columns = ['hour', 'fault', 'file', 'meaning'].map((title) => ({ title }));

function describeVerification({ chains, faults, unsigned, notCovered }: Omit<Verification, 'digestOf'>): string {
  const [digests, logs] = [
    chains.reduce((sum, chain) => sum + chain.digests, 0),
    chains.reduce((sum, chain) => sum + chain.logs, 0),
  ];
  const rows = faults.map(({ hour, until, kind, file, text }) => [
    until === undefined ? hour : `${hour} to ${until}`,
    kind,
    file.slice(file.lastIndexOf('/') + 1),
    text,
  ]);
  return [
    `${formatCount(digests, 'digest')} and ${formatCount(logs, 'log file')} verified: ${faults.length === 0 ? 'no fault' : formatCount(faults.length, 'fault')}`,
    ...chains.map(({ name, from, to }) => `  ${name}: ${from} to ${to}`),
    ...unsigned.map((key) => `  ${key}: verified without its signature, which the next digest will have`),
    ...(notCovered > 0 ? [`  ${formatCount(notCovered, 'log file')} not named in a digest yet`] : []),
    ...(rows.length === 0 ? [] : textTable(columns, rows).map((line) => `  ${line}`)),
  ].join('\n');
}
