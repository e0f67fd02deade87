import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { isPlainObject } from '../../contract/isPlainObject';
import { UserError } from '../../contract/userError';
import { type PolicyReport, policyReport } from '../../policy/report/policyReport';
import { readTextFile } from '../../store/documents';
import { makeLocalEngine } from '../engine/localEngine';
import type { Progress } from '../run/progress';
import { toEngineFinding } from './analyzeState';

const root = resolve(__dirname, '..', '..');

/** An account of AWS's examples, for the ARNs of a preview. */
const accountId = '123456789012';

export interface PreviewStackOptions {
  /** Stack with settings in `Pulumi.<stack>.yaml`. */
  readonly stack: string;
  /** Absolute path of the pack's config file. */
  readonly policyConfig?: string;
  /** Empty folder for the engine's state. */
  readonly folder: string;
  /** Folder of the `pulumi` executable. */
  readonly pulumi: string;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** Previews a stack of the program under the policy pack, with the real engine and without AWS. Deploys nothing. */
export async function previewStack(options: PreviewStackOptions): Promise<PolicyReport> {
  const { stack, progress, signal, folder } = options;
  const { config, secrets } = readStackConfig(stack);
  const aws = { region: String(config['aws:region']), accountId };
  const engine = await progress.step('set up the engine', async () => {
    const value = await makeLocalEngine({ ...options, folder: join(folder, 'engine'), aws, signal });
    await value.configure(config);
    return { value, detail: value.version };
  });
  const { resources, findings } = await progress.step(
    `preview stack ${stack} under the policy pack`,
    async (report) => {
      const value = await engine.preview(report);
      const omitted = secrets.length > 0 ? `; without the secret ${secrets.join(', ')}` : '';
      return { value, detail: `${value.resources} resources${omitted}` };
    },
  );
  return policyReport(
    { stack, source: 'preview', file: `Pulumi.${stack}.yaml`, resources },
    findings.map(toEngineFinding),
  );
}

/** A stack's settings without its secrets, which only the stack's passphrase or key decrypts. */
function readStackConfig(stack: string): { config: Readonly<Record<string, unknown>>; secrets: string[] } {
  const file = `Pulumi.${stack}.yaml`;
  if (!/^[\w.-]+$/.test(stack) || !existsSync(join(root, file))) {
    throw new UserError(`file ${file} not found: --stack must be a stack with settings in Pulumi.<stack>.yaml`);
  }
  const { config } = (parse(readTextFile(join(root, file))) ?? {}) as { config?: Readonly<Record<string, unknown>> };
  if (typeof config?.['aws:region'] !== 'string') {
    throw new UserError(`${file}: 'config' has no aws:region; add it, for example eu-west-1`);
  }
  const isSecret = (value: unknown) => isPlainObject(value) && 'secure' in value;
  const entries = Object.entries(config);
  return {
    config: Object.fromEntries(entries.filter(([, value]) => !isSecret(value))),
    secrets: entries.filter(([, value]) => isSecret(value)).map(([key]) => key),
  };
}
