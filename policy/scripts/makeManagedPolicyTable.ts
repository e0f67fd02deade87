import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

const target = resolve(__dirname, '../iam/principals/managedPolicyTable.json');

/** Prints moto's copy of the AWS managed policies as JSON; the variable of its module is a JSON text. */
const program = `
import importlib.metadata, json
from moto.iam.aws_managed_policies import aws_managed_policies_data
print(json.dumps({"moto": importlib.metadata.version("moto"), "policies": json.loads(aws_managed_policies_data)}))
`;

interface MotoPolicies {
  readonly moto: string;
  readonly policies: Readonly<Record<string, MotoPolicy>>;
}

interface MotoPolicy {
  readonly Path: string;
  readonly DefaultVersionId: string;
  readonly UpdateDate: string;
  readonly Document: { readonly Version: string; readonly Statement: object | readonly object[] };
}

/**
 * Writes `iam/principals/managedPolicyTable.json` from the copy of AWS's managed policies in moto, of the Python environment that
 * `npm run setup` makes: sorted, with a line per statement, so that a new version shows in a diff what AWS changed.
 */
function makeManagedPolicyTable(): void {
  const { moto, policies } = motoPolicies(process.env['REHEARSAL_PYTHON'] ?? 'python3');
  const names = Object.keys(policies).toSorted();
  const entries = names.map((name) => entry(name, policies[name] as MotoPolicy));
  const newest = names
    .map((name) => policies[name]?.UpdateDate.slice(0, 10) ?? '')
    .toSorted()
    .at(-1);
  const head = [`  "source": ${JSON.stringify(`moto ${moto} (Apache-2.0)`)}`, `  "date": ${JSON.stringify(newest)}`];
  writeFileSync(target, `{\n${head.join(',\n')},\n  "policies": {\n${entries.join(',\n')}\n  }\n}\n`);
  console.log(`${names.length} policies of moto ${moto}, the newest of ${newest}, written to ${target}`);
}

/** `managedPolicies.ts` locates an entry by its first and last line, without parsing the others. */
function entry(name: string, { Path, DefaultVersionId, Document }: MotoPolicy): string {
  const { Version, Statement } = Document;
  if (Version !== '2012-10-17')
    throw new Error(`${name} has the policy version ${Version}, which the table leaves out`);
  const statements = (Array.isArray(Statement) ? (Statement as object[]) : [Statement]).map(
    (statement) => `      ${JSON.stringify(statement)}`,
  );
  const facts = `${JSON.stringify(Path)}, ${JSON.stringify(DefaultVersionId)}`;
  return `    ${JSON.stringify(name)}: [${facts}, [\n${statements.join(',\n')}\n    ]]`;
}

function motoPolicies(python: string): MotoPolicies {
  const { status, stdout, stderr, error } = spawnSync(python, ['-c', program], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`${python} can't read moto's policies: ${error?.message ?? stderr}`);
  return JSON.parse(stdout) as MotoPolicies;
}

makeManagedPolicyTable();
