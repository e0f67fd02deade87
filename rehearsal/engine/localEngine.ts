import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { LocalWorkspace, type OpMap, PulumiCommand, type Stack } from '@pulumi/pulumi/automation';
import { stringify } from 'yaml';
import type { StackOutputs } from '../../contract/outputs';
import { deploymentKey } from '../aws/awsClients';
import type { DeploymentRow, PolicyFinding } from '../model/rehearsalReport';
import { installProvider } from '../provider/installProvider';
import { installPolicyHost } from './policyHost';
import { watchOperation } from './watchOperation';

const root = resolve(__dirname, '..', '..');
export const localStack = 'local';
const projectName = 'model-observability';

export interface LocalEngineOptions {
  /** Folder of the binary `pulumi`. */
  readonly pulumi: string;
  /** Empty folder for state, plugins and settings. */
  readonly folder: string;
  readonly aws: { readonly endpoint: string; readonly region: string };
  /** @default local */
  readonly stack?: string;
  /** Config file of the policy pack. */
  readonly policyConfig?: string;
  /** Ends a running operation. */
  readonly signal: AbortSignal;
}

/** What an operation of the engine did. */
export interface Deployment extends Omit<DeploymentRow, 'title'> {
  readonly findings: readonly PolicyFinding[];
}

/** What a preview shows. */
export interface Preview {
  /** Resources that the program asks for. */
  readonly resources: number;
  readonly findings: readonly PolicyFinding[];
}

export interface LocalEngine {
  /** Text of `pulumi version`. */
  readonly version: string;
  /** Writes the stack's settings file. */
  configure(settings: Readonly<Record<string, unknown>>): Promise<void>;
  /** Deploys the program under the policy pack. Throws a UserError with what the engine said. */
  up(at: (text: string) => void, options?: { readonly refresh?: boolean }): Promise<Deployment>;
  /** Previews the program, with a change of its resources if one is given; answers what the policy pack finds. */
  preview(at: (text: string) => void, change?: () => void): Promise<Preview>;
  destroy(at: (text: string) => void): Promise<Deployment>;
  outputs(): Promise<StackOutputs>;
}

/** The real Pulumi engine, with its state, plugins and settings in a folder of their own, against the local AWS. */
export async function makeLocalEngine(options: LocalEngineOptions): Promise<LocalEngine> {
  const { signal, policyConfig, stack: stackName = localStack } = options;
  const { pack, work, ...workspace } = await makeWorkspace(options, stackName);
  let change: (() => void) | undefined;
  const program = async (): Promise<Record<string, unknown>> => {
    change?.();
    return loadProgram();
  };
  let selected: Stack | undefined;
  const stack = async (): Promise<Stack> => {
    selected ??= await LocalWorkspace.createOrSelectStack(
      { stackName, projectName, program },
      { workDir: work, ...workspace },
    );
    // The engine listens to the signal only while it runs: one that came before would be missed.
    signal.throwIfAborted();
    return selected;
  };
  const watched = (at: (text: string) => void) => {
    const watch = watchOperation(at);
    const policies = { policyPacks: [pack], ...(policyConfig && { policyPackConfigs: [policyConfig] }) };
    return { watch, options: { onEvent: watch.onEvent, signal, ...policies } };
  };
  return {
    version: workspace.pulumiCommand.version?.toString() ?? 'unknown',
    configure: (settings) => writeFile(join(work, `Pulumi.${stackName}.yaml`), stringify({ config: settings })),
    async up(at, { refresh = false } = {}) {
      const { watch, options: given } = watched(at);
      try {
        const { summary } = await (await stack()).up({ ...given, refresh });
        return { ...counts(summary.resourceChanges), seconds: watch.seconds(), findings: watch.findings };
      } catch (error) {
        throw watch.explain('pulumi up', error);
      }
    },
    async preview(at, change_) {
      const { watch, options: given } = watched(at);
      change = change_;
      try {
        await (await stack()).preview(given);
      } catch (error) {
        // A finding that refuses the program is an answer, not a failure.
        if (watch.mandatory().length === 0) throw watch.explain('pulumi preview', error);
      } finally {
        change = undefined;
      }
      return { resources: watch.resources(), findings: watch.findings };
    },
    async destroy(at) {
      const watch = watchOperation(at);
      try {
        const { summary } = await (await stack()).destroy({ onEvent: watch.onEvent, signal });
        return { ...counts(summary.resourceChanges), seconds: watch.seconds(), findings: [] };
      } catch (error) {
        throw watch.explain('pulumi destroy', error);
      }
    },
    async outputs() {
      const outputs = await (await stack()).outputs();
      return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value])) as never;
    },
  };
}

/** Puts the engine's binary, the provider and the policy pack where the engine finds them, and nothing else of the machine's. */
async function makeWorkspace({ pulumi, folder, aws }: LocalEngineOptions, stackName: string) {
  const [binaries, home, state, work, packs] = ['cli', 'home', 'state', 'work', 'packs'].map((name) =>
    join(folder, name),
  ) as [string, string, string, string, string];
  for (const made of [join(binaries, 'bin'), home, state, work]) await mkdir(made, { recursive: true });
  await symlink(join(pulumi, 'pulumi'), join(binaries, 'bin', 'pulumi'));
  const [pack, pulumiCommand] = await Promise.all([
    installPolicyHost(packs, join(root, 'policy')),
    PulumiCommand.get({ root: binaries }),
    installProvider(home),
  ]);
  const envVars = {
    PULUMI_HOME: home,
    PULUMI_BACKEND_URL: `file://${state}`,
    PULUMI_CONFIG_PASSPHRASE: 'rehearsal',
    PULUMI_SKIP_UPDATE_CHECK: '1',
    // The pack's levels are those of the stack's environment.
    PULUMI_STACK: stackName,
    // The state dies with the rehearsal: it is written at the end of an operation, not after each resource.
    PULUMI_EXPERIMENTAL: 'true',
    PULUMI_SKIP_CHECKPOINTS: 'true',
    PULUMI_DISABLE_CHECKPOINT_BACKUPS: 'true',
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: 'true',
    AWS_ENDPOINT_URL: aws.endpoint,
    AWS_REGION: aws.region,
    AWS_ACCESS_KEY_ID: deploymentKey.accessKeyId,
    AWS_SECRET_ACCESS_KEY: deploymentKey.secretAccessKey,
  };
  return { pack, work, pulumiHome: home, pulumiCommand, envVars };
}

/** The program, evaluated anew: its exports are the stack's outputs. */
function loadProgram(): Record<string, unknown> {
  const path = require.resolve('../../index');
  delete require.cache[path];
  return { ...(require(path) as Record<string, unknown>) };
}

function counts(changes: OpMap | undefined): Omit<Deployment, 'seconds' | 'findings'> {
  const of = (kind: keyof OpMap) => changes?.[kind] ?? 0;
  return {
    created: of('create'),
    updated: of('update'),
    replaced: of('replace') + of('create-replacement'),
    deleted: of('delete'),
    unchanged: of('same'),
  };
}
