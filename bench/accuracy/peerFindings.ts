import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { PlainObject } from '../../policy/pack/propertyValue';
import { type Kind, kindFacts } from './accuracyKinds';
import type { Label, Peer } from './labelTable';

/** What one tool found in one document. */
export interface ToolFindings {
  /** Whether it read the document to its end. */
  readonly complete: boolean;
  /** Details of each finding by its name. */
  readonly findings: Readonly<Record<string, readonly string[]>>;
}

interface PeerFindings {
  readonly versions: Readonly<Record<Peer, string>>;
  readonly findings: Readonly<Record<string, Readonly<Record<Peer, ToolFindings>>>>;
}

interface ManagedPolicies {
  /** moto's version. */
  readonly moto: string;
  readonly documents: Readonly<Record<string, PlainObject>>;
}

/** AWS's managed policies, as the moto of a Python environment carries them. */
export async function managedPolicies(python: string): Promise<ManagedPolicies> {
  return JSON.parse(await run(python, ['managedPolicies.py'], () => {})) as ManagedPolicies;
}

/** What the peers find in the documents of a JSON file; `progress` hears how many are done. */
export async function peerFindings(
  python: string,
  file: string,
  progress: (done: number) => void,
): Promise<PeerFindings> {
  return JSON.parse(await run(python, ['peerFindings.py', file], (line) => progress(Number(line)))) as PeerFindings;
}

/** A peer's label for a kind: `n` only for a document that it read to the end. */
export function peerLabel(peer: Peer, kind: Kind, { complete, findings }: ToolFindings): Label {
  const names = kindFacts(kind)[peer];
  if (names.length === 0) return '-';
  if (names.some((name) => (findings[name] ?? []).length > 0)) return 'y';
  // It stops at the first unknown name, so that a document with other findings only has no unknown name.
  return complete || (kind === 'unknown-action' && Object.keys(findings).length > 0) ? 'n' : '-';
}

function run(python: string, [script = '', ...args]: readonly string[], line: (text: string) => void): Promise<string> {
  const child = spawn(python, [join(__dirname, script), ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let [printed, complaint] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    for (const message of text.split('\n').filter(Boolean)) {
      if (/^\d+$/.test(message)) line(message);
      else complaint += `${message}\n`;
    }
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(printed);
      else reject(new Error(`${script} failed:\n${complaint.slice(-2_000)}`));
    });
  });
}
