import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { goProgram } from './goPrograms.mjs';
import { root, run } from './step.mjs';

const goMod = join(root, 'tools', 'pulumi-cli', 'go.mod');
/** The version named in go.mod, with which the tests run. */
const pinnedVersion = /github\.com\/pulumi\/pulumi\/pkg\/v3 v(\S+)/.exec(readFileSync(goMod, 'utf8'))[1];

/** Returns the folder of the Pulumi CLI: on PATH if new enough, else the released one, else built from Go modules. */
export async function pulumiCli(step) {
  return cliOnPath() ?? releasedCli() ?? buildCli(step);
}

function cliOnPath() {
  const folder = (process.env.PATH ?? '').split(delimiter).find((entry) => existsSync(join(entry, 'pulumi')));
  if (!folder) return undefined;
  const version = /v?(\d+\.\d+\.\d+)/.exec(run(join(folder, 'pulumi'), ['version']).stdout ?? '')?.[1];
  return version && isNewEnough(version) ? { value: folder, note: `v${version} on PATH` } : undefined;
}

function isNewEnough(version) {
  const numbers = (text) => text.split('.').map(Number);
  const [actual, required] = [numbers(version), numbers(pinnedVersion)];
  const firstDifference = required.findIndex((part, i) => part !== actual[i]);
  return firstDifference === -1 || actual[firstDifference] > required[firstDifference];
}

/** The released CLI, in the folder that Pulumi's own installer uses; undefined if the download fails. */
function releasedCli() {
  const folder = join(homedir(), '.pulumi', 'versions', pinnedVersion);
  const binaries = join(folder, 'bin');
  if (existsSync(join(binaries, 'pulumi'))) return { value: binaries, note: `v${pinnedVersion} released` };
  const script = `
    const { PulumiCommand } = require('@pulumi/pulumi/automation');
    const semver = require('semver');
    PulumiCommand.install({ root: process.argv[1], version: new semver.SemVer(process.argv[2]) })
      .then(() => process.exit(0), () => process.exit(1));`;
  const installation = run(process.execPath, ['-e', script, folder, pinnedVersion], { cwd: root, timeout: 180_000 });
  if (!installation.ok || !existsSync(binaries) || !readdirSync(binaries).includes('pulumi')) return undefined;
  return { value: binaries, note: `v${pinnedVersion} released` };
}

function buildCli(step) {
  return goProgram(step, {
    tool: 'pulumi-cli',
    packagePath: 'github.com/pulumi/pulumi/pkg/v3/cmd/pulumi',
    program: 'pulumi',
    minutes: 4,
    ldflags: `-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${pinnedVersion}`,
  });
}
