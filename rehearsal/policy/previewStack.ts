import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { UserError } from '../../contract/userError';
import { type PolicyReport, policyReport } from '../../policy/report/policyReport';
import { readText } from '../../store/documents';
import { makeLocalEngine } from '../engine/localEngine';
import { startLocalAws } from '../localAws/localAws';
import type { Progress } from '../run/progress';
import { engineFinding } from './engineFinding';

const root = resolve(__dirname, '..', '..');

export interface PreviewStackOptions {
  /** Its settings are in `Pulumi.<stack>.yaml`. */
  readonly stack: string;
  /** Absolute path of the pack's config file. */
  readonly policyConfig?: string;
  /** Empty folder for the engine's state. */
  readonly folder: string;
  /** Folder of the binary `pulumi`. */
  readonly pulumi: string;
  /** A Python interpreter that has moto. */
  readonly python: string;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** Previews a stack of the program under the policy pack, with the real engine on a local AWS; nothing is deployed. */
export async function previewStack(options: PreviewStackOptions): Promise<PolicyReport> {
  const { stack, progress, signal, folder } = options;
  const { config, secrets } = stackConfig(stack);
  const aws = await progress.step('start a local AWS', async () => {
    const region = String(config['aws:region']);
    // A preview creates no schedule, so nothing asks for the monitor's container.
    const monitor = () => Promise.reject(new Error('a preview runs no monitor'));
    const value = await startLocalAws({ python: options.python, region, start: new Date(), monitor });
    return { value, detail: `moto behind ${value.endpoint}` };
  });
  try {
    const engine = await makeLocalEngine({ ...options, folder: join(folder, 'engine'), aws, signal });
    await engine.configure(config);
    const { resources, findings } = await progress.step(`preview stack ${stack} under the policy pack`, async (at) => {
      const value = await engine.preview(at);
      const left = secrets.length > 0 ? `; without the secret ${secrets.join(', ')}` : '';
      return { value, detail: `${value.resources} resources${left}` };
    });
    return policyReport(
      { stack, source: 'preview', file: `Pulumi.${stack}.yaml`, resources },
      findings.map(engineFinding),
    );
  } finally {
    await aws.close();
  }
}

/** A stack's settings. Its secrets stay closed: only the stack's own passphrase or key opens them. */
function stackConfig(stack: string): { config: Readonly<Record<string, unknown>>; secrets: string[] } {
  const file = `Pulumi.${stack}.yaml`;
  if (!/^[\w.-]+$/.test(stack) || !existsSync(join(root, file))) {
    throw new UserError(`no file ${file}: --stack names a stack whose settings are in Pulumi.<stack>.yaml`);
  }
  const { config } = (parse(readText(join(root, file))) ?? {}) as { config?: Readonly<Record<string, unknown>> };
  if (typeof config?.['aws:region'] !== 'string') {
    throw new UserError(`${file}: has no aws:region below 'config'; add it, such as eu-west-1`);
  }
  const isSecret = (value: unknown) => typeof value === 'object' && value !== null && 'secure' in value;
  const entries = Object.entries(config);
  return {
    config: Object.fromEntries(entries.filter(([, value]) => !isSecret(value))),
    secrets: entries.filter(([, value]) => isSecret(value)).map(([key]) => key),
  };
}
