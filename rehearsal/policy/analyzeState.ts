import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import type { EngineEvent } from '@pulumi/pulumi/automation';
import { UserError } from '../../contract/userError';
import { type PolicyReport, policyReport } from '../../policy/report/policyReport';
import { readText } from '../../store/documents';
import { plainText } from '../engine/plainText';
import { policyFinding } from '../engine/policyFinding';
import { installPolicyHost } from '../engine/policyHost';
import { engineFinding } from './engineFinding';

const root = resolve(__dirname, '..', '..');

export interface AnalyzeStateOptions {
  /** What `pulumi stack export` wrote. */
  readonly file: string;
  /** Absolute path of the pack's config file. */
  readonly policyConfig?: string;
  /** Absolute path of a pack's folder; this project's pack unless given. */
  readonly pack?: string;
  /** Empty folder for the engine's settings. */
  readonly folder: string;
  /** Folder of the binary `pulumi`. */
  readonly pulumi: string;
  readonly signal: AbortSignal;
}

/** Runs a policy pack over a saved state, with no program, provider or cloud. */
export async function analyzeState(options: AnalyzeStateOptions): Promise<PolicyReport> {
  const { file, policyConfig, pack = join(root, 'policy'), folder, pulumi, signal } = options;
  const resources = resourcesIn(file);
  const stack = resources[0]?.split(':')[2] ?? '';
  const host = await installPolicyHost(join(folder, 'pack'), pack);
  const child = spawn(
    join(pulumi, 'pulumi'),
    [
      ...['policy', 'analyze', '--json', '--non-interactive', '--file', resolve(file), '--policy-pack', host],
      ...(policyConfig ? ['--policy-pack-config', policyConfig] : []),
    ],
    {
      cwd: folder,
      env: {
        ...process.env,
        PULUMI_HOME: join(folder, 'home'),
        PULUMI_BACKEND_URL: `file://${folder}`,
        PULUMI_SKIP_UPDATE_CHECK: '1',
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: 'true',
        // The pack's levels are those of the stack's environment.
        PULUMI_STACK: stack,
      },
      signal,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const [output, said, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  const events = output.split('\n').flatMap((line) => (line.startsWith('{') ? (JSON.parse(line) as EngineEvent) : []));
  // It ends with a failure for mandatory findings too; a summary says that it got to the end.
  if (!events.some(({ summaryEvent }) => summaryEvent)) {
    throw new UserError(`${file}: pulumi policy analyze did not succeed (exit code ${code}): ${plainText(said)}`);
  }
  return policyReport(
    { stack, source: 'state', file, resources: resources.length },
    events.flatMap(({ policyEvent }) => (policyEvent ? engineFinding(policyFinding(policyEvent)) : [])),
  );
}

/** URNs of a state's resources, the stack itself and its providers apart. */
function resourcesIn(file: string): string[] {
  let state: { deployment?: { resources?: readonly { urn?: unknown; type?: unknown }[] } } | null;
  try {
    state = JSON.parse(readText(file));
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`${file}: is not JSON; give what 'pulumi stack export --file <file>' wrote`);
  }
  const listed = state?.deployment?.resources;
  if (!Array.isArray(listed)) {
    throw new UserError(`${file}: has no resources under 'deployment'; give what 'pulumi stack export' wrote`);
  }
  const urns = listed.flatMap(({ urn, type }) =>
    typeof urn === 'string' && !/^pulumi:(pulumi|providers):/.test(String(type)) ? [urn] : [],
  );
  if (urns.length === 0) throw new UserError(`${file}: holds no resources, so there is nothing to judge`);
  return urns;
}
