import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { makeEngineHome, temporaryState } from '../../rehearsal/engine/engineHome';
import { installEchoProvider } from './echoProvider';

/** An engine for one test, with state, plugins and settings in a temporary folder. */
export interface TestEngine {
  readonly folder: string;
  /** Folder with `bin/pulumi`, for the Automation API. */
  readonly root: string;
  readonly pulumiHome: string;
  /** Environment variables for child processes. */
  readonly env: Readonly<Record<string, string>>;
  remove(): Promise<void>;
}

/** Makes an engine with the echo provider; `path` has folders of executables. */
export async function makeTestEngine(path: readonly string[] = []): Promise<TestEngine> {
  const folder = await mkdtemp(join(tmpdir(), 'test-engine-'));
  const [root, pulumiHome, state] = ['root', 'home', 'state'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  await mkdir(join(root, 'bin'), { recursive: true });
  await mkdir(state);
  await makeEngineHome(pulumiHome);
  await symlink(join(folderFrom('REHEARSAL_PULUMI', 'pulumi'), 'pulumi'), join(root, 'bin', 'pulumi'));
  await installEchoProvider(pulumiHome);
  const env = {
    PATH: [...path, join(root, 'bin'), process.env['PATH']].join(delimiter),
    PULUMI_HOME: pulumiHome,
    PULUMI_BACKEND_URL: `file://${state}`,
    PULUMI_CONFIG_PASSPHRASE: 'test',
    PULUMI_SKIP_UPDATE_CHECK: '1',
    ...temporaryState,
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: 'true',
  };
  return { folder, root, pulumiHome, env, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Folder in an environment variable, which `npm test` sets. */
export function folderFrom(variable: string, executable: string): string {
  const folder = process.env[variable];
  if (!folder) throw new Error(`${variable} is not set: set it to the folder of ${executable}, or use 'npm test'`);
  return folder;
}
