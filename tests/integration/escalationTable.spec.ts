import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { escalationPaths } from '../../policy/iam/paths/escalationPaths';
import { credentialActions } from '../../policy/iam/permissions/credentialActions';

const policy = join(__dirname, '../../policy');

interface Exclusion {
  readonly why: string;
  /** Names of actions without prefix, by service. */
  readonly actions: Readonly<Record<string, string>>;
}

const exclusions = parse(
  readFileSync(join(__dirname, '../policy/iam/paths/actionsWithoutPath.yaml'), 'utf8'),
) as Readonly<Record<'takesRole' | 'returnsCredentials', readonly Exclusion[]>>;

function excluded(groups: readonly Exclusion[]): string[] {
  return groups.flatMap(({ actions }) =>
    Object.entries(actions).flatMap(([service, names]) => names.split(' ').map((name) => `${service}:${name}`)),
  );
}

function duplicates(names: readonly string[]): string[] {
  return names.filter((name, i) => names.indexOf(name) !== i);
}

/** Actions of AWS's service models that take a role, and those that return credentials. */
async function roleActions(): Promise<{ readonly roles: readonly string[]; readonly credentials: readonly string[] }> {
  const script = join(policy, 'scripts', 'roleActions.py');
  const table = join(policy, 'iam', 'actions', 'actionTable.json');
  const python = process.env['REHEARSAL_PYTHON'] ?? 'python3';
  const { stdout } = await promisify(execFile)(python, [script, table], { maxBuffer: 2 ** 24 });
  return JSON.parse(stdout) as Awaited<ReturnType<typeof roleActions>>;
}

describe('the tables of escalation paths and credentials', () => {
  it('have every action of AWS that takes a role or returns credentials, or a reason why not', async function () {
    // botocore loads the models of all services.
    this.timeout(120_000);
    const { roles, credentials } = await roleActions();
    const rows = new Set([...escalationPaths.flatMap(({ needs }) => needs), ...credentialActions]);
    for (const [actions, groups] of [
      [roles, exclusions.takesRole],
      [credentials, exclusions.returnsCredentials],
    ] as const) {
      const withReason = excluded(groups);
      const undecided = actions.filter((action) => !rows.has(action) && !withReason.includes(action));
      assert.deepEqual(undecided, [], 'add a row, or a reason to actionsWithoutPath.yaml');
      const obsolete = withReason.filter((action) => rows.has(action) || !actions.includes(action));
      assert.deepEqual([...obsolete, ...duplicates(withReason)], [], 'remove it from actionsWithoutPath.yaml');
    }
  });
});
