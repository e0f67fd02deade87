import './omitArborist';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { LocalWorkspace, type OpMap, PulumiCommand, type Stack } from '@pulumi/pulumi/automation';
import { stringify } from 'yaml';
import type { StateResource } from '../../contract/auditEvents';
import type { StackOutputs } from '../../contract/outputs';
import { deploymentKey } from '../aws/awsClients';
import type { DeploymentRow, PolicyFinding } from '../model/rehearsalReport';
import { installProvider } from '../provider/installProvider';
import { makeEngineHome, temporaryState } from './engineHome';
import { OperationWatch } from './operationEvents';
import { installPolicyHost } from './policyHost';

const root = resolve(__dirname, '..', '..');
export const localStack = 'local';
const projectName = 'model-observability';

export interface LocalEngineOptions {
  /** Folder of the `pulumi` executable. */
  readonly pulumi: string;
  /** Empty folder for state, plugins and settings. */
  readonly folder: string;
  readonly aws: {
    /** Undefined for previews, which call nothing. */
    readonly endpoint?: string;
    readonly region: string;
    /** The caller's account, so that no call asks for it. */
    readonly accountId?: string;
  };
  /** @default local */
  readonly stack?: string;
  /** Config file of the policy pack. */
  readonly policyConfig?: string;
  /** Aborts a running operation. */
  readonly signal: AbortSignal;
}

/** Result of an operation. */
export interface Deployment extends Omit<DeploymentRow, 'title'> {
  readonly findings: readonly PolicyFinding[];
}

export interface Preview {
  /** Resources that the program declares. */
  readonly resources: number;
  readonly findings: readonly PolicyFinding[];
}

type Report = (text: string) => void;

/** Operations report their progress, and throw a UserError with the engine's errors. */
export interface LocalEngine {
  /** Output of `pulumi version`. */
  readonly version: string;
  /** Writes the stack's settings file. */
  configure(settings: Readonly<Record<string, unknown>>): Promise<void>;
  /** Deploys the program under the policy pack. */
  up(report: Report, options?: { readonly refresh?: boolean }): Promise<Deployment>;
  /** Previews the program under the policy pack; `change` may register a transformation of its resources first. */
  preview(report: Report, change?: () => void): Promise<Preview>;
  destroy(report: Report): Promise<Deployment>;
  outputs(): Promise<StackOutputs>;
  /** Resources in the stack's state. */
  resources(): Promise<readonly StateResource[]>;
}

/** Makes a real Pulumi engine against the local AWS, with its state, plugins and settings in its own folder. */
export async function makeLocalEngine(options: LocalEngineOptions): Promise<LocalEngine> {
  const { signal, policyConfig, stack: stackName = localStack } = options;
  const { pack, workDir, provider, ...workspace } = await makeWorkspace(options, stackName);
  const policies = { policyPacks: [pack], policyPackConfigs: policyConfig ? [policyConfig] : undefined };
  let change: (() => void) | undefined;
  const program = async (): Promise<Record<string, unknown>> => {
    change?.();
    return loadProgram();
  };
  let selected: Stack | undefined;
  const selectStack = async (): Promise<Stack> => {
    selected ??= await LocalWorkspace.createOrSelectStack(
      { stackName, projectName, program },
      { workDir, ...workspace },
    );
    await provider;
    // The engine listens to the signal only while it runs, and would miss an earlier one.
    signal.throwIfAborted();
    return selected;
  };
  return {
    version: workspace.pulumiCommand.version?.toString() ?? 'unknown',
    configure: (settings) => writeFile(join(workDir, `Pulumi.${stackName}.yaml`), stringify({ config: settings })),
    async up(report, { refresh = false } = {}) {
      const watch = new OperationWatch(report);
      try {
        const { summary } = await (await selectStack()).up({ onEvent: watch.onEvent, signal, ...policies, refresh });
        return { ...countChanges(summary.resourceChanges), seconds: watch.seconds(), findings: watch.findings };
      } catch (error) {
        throw watch.explain('pulumi up', error);
      }
    },
    async preview(report, previewChange) {
      const watch = new OperationWatch(report);
      change = previewChange;
      try {
        const preview = (await selectStack()).preview({ onEvent: watch.onEvent, signal, ...policies });
        loadProgramModules();
        await preview;
      } catch (error) {
        // Mandatory findings are a result of a preview, not a failure.
        if (watch.mandatoryFindings.length === 0) throw watch.explain('pulumi preview', error);
      } finally {
        change = undefined;
      }
      return { resources: watch.resources, findings: watch.findings };
    },
    async destroy(report) {
      const watch = new OperationWatch(report);
      try {
        const { summary } = await (await selectStack()).destroy({ onEvent: watch.onEvent, signal });
        return { ...countChanges(summary.resourceChanges), seconds: watch.seconds(), findings: [] };
      } catch (error) {
        throw watch.explain('pulumi destroy', error);
      }
    },
    async outputs() {
      const outputs = await (await selectStack()).outputs();
      return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value])) as never;
    },
    async resources() {
      const { deployment } = await (await selectStack()).exportStack();
      return (deployment as { resources?: StateResource[] }).resources ?? [];
    },
  };
}

/** Installs the engine, the provider and the policy pack in a folder, so that nothing else of the machine is used. */
async function makeWorkspace({ pulumi, folder, aws }: LocalEngineOptions, stackName: string) {
  const [binaries, home, state, workDir, packs] = ['cli', 'home', 'state', 'work', 'packs'].map((name) =>
    join(folder, name),
  ) as [string, string, string, string, string];
  for (const path of [join(binaries, 'bin'), state, workDir]) await mkdir(path, { recursive: true });
  await makeEngineHome(home);
  await symlink(join(pulumi, 'pulumi'), join(binaries, 'bin', 'pulumi'));
  // Needed only when an operation begins: the stack is made, and the program's modules are loaded, in the meantime.
  const provider = installProvider(home);
  provider.catch(() => undefined);
  const [pack, pulumiCommand] = await Promise.all([
    installPolicyHost(packs, join(root, 'policy')),
    PulumiCommand.get({ root: binaries }),
  ]);
  const envVars: Record<string, string> = {
    PULUMI_HOME: home,
    PULUMI_BACKEND_URL: `file://${state}`,
    PULUMI_CONFIG_PASSPHRASE: 'rehearsal',
    PULUMI_SKIP_UPDATE_CHECK: '1',
    // The pack reads the levels of the stack's environment.
    PULUMI_STACK: stackName,
    ...temporaryState,
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: 'true',
    ...(aws.endpoint === undefined ? {} : { AWS_ENDPOINT_URL: aws.endpoint }),
    ...(aws.accountId === undefined ? {} : { REHEARSAL_ACCOUNT_ID: aws.accountId }),
    AWS_REGION: aws.region,
    AWS_ACCESS_KEY_ID: deploymentKey.accessKeyId,
    AWS_SECRET_ACCESS_KEY: deploymentKey.secretAccessKey,
  };
  return { pack, workDir, provider, pulumiHome: home, pulumiCommand, envVars };
}

/** Loads the modules that the program is made of while the engine starts; they declare no resources by themselves. */
function loadProgramModules(): void {
  for (const module of ['../../components', '../../config/settings', '../../config/monitorSettings']) require(module);
}

/** Evaluates the program again; its exports are the stack's outputs. */
function loadProgram(): Record<string, unknown> {
  const path = require.resolve('../../index');
  delete require.cache[path];
  return { ...(require(path) as Record<string, unknown>) };
}

function countChanges(changes: OpMap = {}): Omit<Deployment, 'seconds' | 'findings'> {
  const count = (kind: keyof OpMap) => changes[kind] ?? 0;
  return {
    created: count('create'),
    updated: count('update'),
    replaced: count('replace') + count('create-replacement'),
    deleted: count('delete'),
    unchanged: count('same'),
  };
}
