import { Analysis } from '../../policy/pack/memoize';
import type { PlainObject } from '../../policy/pack/propertyValue';
import type { Resource } from '../../policy/pack/resource';
import { type Rule, settingsOf } from '../../policy/pack/rule';
import { ruleList } from '../../policy/ruleList';
import type { Evasion, EvasionResource, Permissions } from './evasion';
import { account } from './evasion';
import { Random } from './random';
import { respell } from './respell';

/** Spellings of an evasion and of its twin, and those that were judged wrong. */
export interface EvasionResult {
  readonly evasion: Evasion;
  readonly spellings: number;
  /** Stacks with the evasion that its rule does not report. */
  readonly missed: readonly string[];
  /** Stacks with the twin that a rule on principals reports. */
  readonly falseAlarms: readonly string[];
}

/** Rules on what principals may do: none may report a twin. */
const principalRules = [
  'iam-privilege-escalation',
  'iam-credential-access',
  'iam-data-exfiltration',
  'iam-permissions-management',
];

/** Judges an evasion and its twin as they are written, and in further spellings; a seed determines these. */
export function judgeEvasion(evasion: Evasion, spellings: number, seed: string): EvasionResult {
  const missed: string[] = [];
  const falseAlarms: string[] = [];
  const twinRules = [...new Set([evasion.rule, ...principalRules])];
  for (let i = 0; i < spellings; i++) {
    const open = stackOf(evasion, evasion.open, `${seed}/${evasion.title}/${i}`, i > 0);
    if (findings([evasion.rule], open).length === 0) missed.push(textOf(open));
    const twin = stackOf(evasion, evasion.twin, `${seed}/${evasion.title}/twin/${i}`, i > 0);
    const alarms = findings(twinRules, twin);
    if (alarms.length > 0) falseAlarms.push(`${alarms.join(' ')} ${textOf(twin)}`);
  }
  return { evasion, spellings, missed, falseAlarms };
}

/** The stack of a principal with permissions, in one policy or two. */
function stackOf(
  { holder, rule }: Evasion,
  permissions: Permissions,
  seed: string,
  isRespelled: boolean,
): EvasionResource[] {
  const { statements, boundary, others = [] } = permissions;
  const random = new Random(seed);
  const spelled = isRespelled ? respell(statements, random) : statements;
  const name = holder === 'role' ? 'ops' : 'ann';
  const limit = boundary === undefined ? [] : [limitWith(boundary)];
  // A rule on documents sees one policy at a time.
  const isSplit = isRespelled && rule !== 'iam-no-wildcard' && random.isHeads();
  const middle = isSplit ? Math.ceil(spelled.length / 2) : spelled.length;
  const parts = [spelled.slice(0, middle), spelled.slice(middle)].filter((part) => part.length > 0);
  const policies = parts.map((part, i) => policyOf(holder, name, i, part, isRespelled && random.isHeads()));
  const principal = holderOf(holder, name, isRespelled && random.isHeads(), boundary !== undefined);
  return random.shuffled([principal, ...limit, ...policies, ...others]);
}

const limitArn = `arn:aws:iam::${account}:policy/limit`;

function limitWith(statements: readonly PlainObject[]): EvasionResource {
  const policy = { Version: '2012-10-17', Statement: statements };
  return { type: 'aws:iam/policy:Policy', name: 'limit', properties: { name: 'limit', arn: limitArn, policy } };
}

function holderOf(holder: Evasion['holder'], name: string, isMade: boolean, isBounded: boolean): EvasionResource {
  const type = holder === 'role' ? 'aws:iam/role:Role' : 'aws:iam/user:User';
  const made = isMade ? { arn: `arn:aws:iam::${account}:${holder}/${name}` } : {};
  return { type, name, properties: { name, ...made, ...(isBounded ? { permissionsBoundary: limitArn } : {}) } };
}

function policyOf(
  holder: Evasion['holder'],
  of: string,
  index: number,
  statements: readonly PlainObject[],
  isText: boolean,
): EvasionResource {
  const type = holder === 'role' ? 'aws:iam/rolePolicy:RolePolicy' : 'aws:iam/userPolicy:UserPolicy';
  const document = { Version: '2012-10-17', Statement: statements };
  const policy = isText ? JSON.stringify(document) : document;
  return { type, name: `${of}-policy-${index}`, properties: { [holder]: of, policy } };
}

function findings(rules: readonly string[], stack: readonly EvasionResource[]): string[] {
  const resources = stack.map(asResource);
  // Administrators of the stack are reported too; only the holder and its policies count.
  const own = resources.filter(({ name }) => /^(?:ops|ann)(?:$|-policy-)/.test(name));
  return rules.flatMap((id) => {
    const verdicts = new Analysis().run(() => judge(id, resources));
    return verdicts.some((verdict) => verdict.outcome === 'violates' && own.includes(verdict.resource)) ? [id] : [];
  });
}

function judge(
  id: string,
  resources: readonly Resource[],
): ReturnType<Extract<Rule, { checkStack: unknown }>['checkStack']> {
  const rule = ruleList.find((candidate) => candidate.id === id);
  if (!rule) throw new Error(`unknown rule '${id}'`);
  const settings = settingsOf(rule.configSchema, {});
  if ('checkStack' in rule) return rule.checkStack(resources, settings);
  return resources.filter(({ type }) => rule.appliesTo(type)).flatMap((resource) => rule.check(resource, settings));
}

function asResource({ type, name, properties }: EvasionResource): Resource {
  const urn = `urn:pulumi:evasions::evasions::${type}::${name}`;
  return { type, name, urn, property: (key) => properties[key], sources: () => undefined };
}

function textOf(stack: readonly EvasionResource[]): string {
  return JSON.stringify(stack.map(({ name, properties }) => ({ [name]: properties })));
}
