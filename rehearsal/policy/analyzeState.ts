import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import type { EngineEvent } from '@pulumi/pulumi/automation';
import { UserError } from '../../contract/userError';
import { type EngineFinding, type PolicyReport, policyReport } from '../../policy/report/policyReport';
import { readTextFile } from '../../store/documents';
import { makeEngineHome } from '../engine/engineHome';
import { stripColors, toPolicyFinding } from '../engine/operationEvents';
import { installPolicyHost } from '../engine/policyHost';
import type { PolicyFinding } from '../model/rehearsalReport';

const root = resolve(__dirname, '..', '..');

export interface AnalyzeStateOptions {
  /** Output of `pulumi stack export`. */
  readonly file: string;
  /** Absolute path of the pack's config file. */
  readonly policyConfig?: string;
  /** Absolute path of a pack's folder. @default this project's pack */
  readonly pack?: string;
  /** Empty folder for the engine's settings. */
  readonly folder: string;
  /** Folder of the `pulumi` executable. */
  readonly pulumi: string;
  readonly signal: AbortSignal;
}

/** Runs a policy pack on a saved state, without a program, a provider or a cloud. */
export async function analyzeState(options: AnalyzeStateOptions): Promise<PolicyReport> {
  const { file, policyConfig, pack = join(root, 'policy'), folder, pulumi, signal } = options;
  const resources = readResourceUrns(file);
  const stack = resources[0]?.split(':')[2] ?? '';
  const host = await installPolicyHost(join(folder, 'pack'), pack);
  const home = join(folder, 'home');
  await makeEngineHome(home);
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
        PULUMI_HOME: home,
        PULUMI_BACKEND_URL: `file://${folder}`,
        PULUMI_SKIP_UPDATE_CHECK: '1',
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: 'true',
        // The pack reads the levels of the stack's environment.
        PULUMI_STACK: stack,
      },
      signal,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const [output, errors, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  const events = output.split('\n').flatMap((line) => (line.startsWith('{') ? (JSON.parse(line) as EngineEvent) : []));
  // Mandatory findings fail the command too; a summary event means that it has finished.
  if (!events.some(({ summaryEvent }) => summaryEvent)) {
    throw new UserError(`${file}: pulumi policy analyze failed (exit code ${code}): ${stripColors(errors)}`);
  }
  return policyReport(
    { stack, source: 'state', file, resources: resources.length },
    events.flatMap(({ policyEvent }) => (policyEvent ? toEngineFinding(toPolicyFinding(policyEvent)) : [])),
  );
}

/** A finding in the policy pack's terms. */
export function toEngineFinding({ policy, level, resource, message }: PolicyFinding): EngineFinding {
  return { policy, level, text: message, urn: resource.startsWith('urn:') ? resource : undefined };
}

/** URNs of a state's resources, without the stack and its providers. */
function readResourceUrns(file: string): string[] {
  let state: { deployment?: { resources?: readonly { urn?: unknown; type?: unknown }[] } } | null;
  try {
    state = JSON.parse(readTextFile(file));
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`${file}: invalid JSON; use the output of 'pulumi stack export --file <file>'`);
  }
  const resources = state?.deployment?.resources;
  if (!Array.isArray(resources)) {
    throw new UserError(
      `${file}: no list 'deployment.resources'; use the output of 'pulumi stack export --file <file>'`,
    );
  }
  const urns = resources.flatMap(({ urn, type }) =>
    typeof urn === 'string' && !/^pulumi:(pulumi|providers):/.test(String(type)) ? [urn] : [],
  );
  if (urns.length === 0) throw new UserError(`${file}: the state has no resources to check`);
  return urns;
}
