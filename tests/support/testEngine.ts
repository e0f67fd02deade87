import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { installEchoProvider } from './echoProvider';

/** An engine of a test's own: its state, its plugins and its settings lie in a temporary folder. */
export interface TestEngine {
  readonly folder: string;
  /** Folder with `bin/pulumi`, as the Automation API wants it. */
  readonly root: string;
  readonly pulumiHome: string;
  /** Put over the environment of a child process. */
  readonly env: Readonly<Record<string, string>>;
  remove(): Promise<void>;
}

/** Makes one whose `aws` provider only echoes; `path` are folders to look for executables in. */
export async function makeTestEngine(path: readonly string[] = []): Promise<TestEngine> {
  const folder = await mkdtemp(join(tmpdir(), 'test-engine-'));
  const [root, pulumiHome, state] = ['root', 'home', 'state'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  await mkdir(join(root, 'bin'), { recursive: true });
  await mkdir(state);
  await symlink(join(folderFrom('REHEARSAL_PULUMI', 'pulumi'), 'pulumi'), join(root, 'bin', 'pulumi'));
  await installEchoProvider(pulumiHome);
  const env = {
    PATH: [...path, join(root, 'bin'), process.env['PATH']].join(delimiter),
    PULUMI_HOME: pulumiHome,
    PULUMI_BACKEND_URL: `file://${state}`,
    PULUMI_CONFIG_PASSPHRASE: 'test',
    PULUMI_SKIP_UPDATE_CHECK: '1',
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: 'true',
  };
  return { folder, root, pulumiHome, env, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** The folder that an environment variable names; `npm test` sets them. */
export function folderFrom(variable: string, executable: string): string {
  const folder = process.env[variable];
  if (!folder) throw new Error(`set ${variable} to the folder of ${executable}; 'npm test' does so`);
  return folder;
}
