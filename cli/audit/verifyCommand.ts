import type { PublicKeys } from '../../audit/chain/digest';
import { type Verification, verifyTrail } from '../../audit/chain/verifyTrail';
import { formatCount } from '../../report/text/formats';
import { textTable } from '../../report/text/textTable';
import { openStore } from '../../store/openStore';
import { exitCodes } from '../terminal/exitCodes';
import { printEmpty, printJson, printText } from '../terminal/output';
import { readPublicKeys } from './readPublicKeys';

interface VerifyOptions {
  readonly trail: string;
  readonly keys: readonly string[];
  readonly from?: Date;
  readonly to?: Date;
  readonly endpointUrl?: string;
  readonly json: boolean;
}

/** Verifies a trail's files by its digest files, and sets the exit code by whether there is a fault. */
export async function verifyTrailFiles(options: VerifyOptions): Promise<void> {
  const { trail, json, endpointUrl } = options;
  const keys: PublicKeys = readPublicKeys(options.keys);
  const store = openStore(trail, endpointUrl);
  try {
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
