import type {
  CheckFailure,
  CheckResult,
  CreateResult,
  DiffResult,
  Provider,
  ReadResult,
  UpdateResult,
} from '@pulumi/pulumi/provider';
import { invoke } from './invokes';
import { resourceTypeOf } from './resourceTypes';
import { autoName, isAutoName, nameProblem } from './table/autoName';
import { sameValue, strangers } from './table/fields';
import type { AnyResourceType, Property } from './table/resourceType';
import { type Bag, hasSecret, hasUnknown, rewrap, unwrap, unwrapBag, wrapSecret } from './table/wire';

/** The `aws` provider over the rows of `resourceTypes.ts`. */
export class TableProvider implements Provider {
  constructor(
    readonly version: string,
    private readonly rowOf: (token: string) => AnyResourceType = resourceTypeOf,
  ) {}

  async check(urn: string, olds: Bag, news: Bag): Promise<CheckResult> {
    const row = this.rowOf(typeOf(urn));
    const named = withName(row, logicalNameOf(urn), unwrapBag(olds ?? {}), news);
    const properties = row.properties;
    const inputs = Object.fromEntries(
      Object.entries(named)
        .filter(([, value]) => value !== undefined && value !== null)
        .map(([name, value]) => [name, properties[name]?.same === 'json' ? documentText(value) : value]),
    );
    return { inputs, failures: inputProblems(row, inputs) };
  }

  async diff(_id: string, urn: string, olds: Bag, news: Bag): Promise<DiffResult> {
    const row = this.rowOf(typeOf(urn));
    const before = unwrapBag(olds);
    const after = unwrapBag(news);
    const changed = Object.entries(row.properties).filter(([name, property]) =>
      isChange(property, before[name], after[name]),
    );
    const replaces = changed.filter(([, { change }]) => change === 'replace').map(([name]) => name);
    const collides = replaces.length > 0 && keepsIdentity(row, logicalNameOf(urn), before, after);
    return { changes: changed.length > 0, replaces, deleteBeforeReplace: collides };
  }

  async create(urn: string, inputs: Bag): Promise<CreateResult> {
    const row = this.rowOf(typeOf(urn));
    return explained(urn, 'create', async () => {
      const plain = unwrapBag(inputs);
      const id = await row.create(plain);
      return { id, outs: await stateOf(row, id, inputs) };
    });
  }

  async read(id: string, urn: string, props: Bag = {}): Promise<ReadResult> {
    const row = this.rowOf(typeOf(urn));
    return explained(urn, 'read', async () => {
      const state = await unlessMissing(row, () => readState(row, id, props));
      // An empty id tells the engine that the thing is gone.
      return state ? { id, props: state, inputs: inputsOf(row, state) } : { id: '', props: {} };
    });
  }

  async update(id: string, urn: string, olds: Bag, news: Bag): Promise<UpdateResult> {
    const row = this.rowOf(typeOf(urn));
    const { update } = row;
    return explained(urn, 'update', async () => {
      const before = unwrapBag(olds);
      const after = unwrapBag(news);
      const inAws = Object.entries(row.properties).some(
        ([name, property]) => !property.local && isChange(property, before[name], after[name]),
      );
      if (inAws && update) await update(id, after, before);
      return { outs: await stateOf(row, id, news) };
    });
  }

  async delete(id: string, urn: string, props: Bag): Promise<void> {
    const row = this.rowOf(typeOf(urn));
    await explained(urn, 'delete', () => unlessMissing(row, () => row.delete(id, unwrapBag(props))));
  }

  invoke = invoke;
}

function typeOf(urn: string): string {
  return urn.split('::')[2]?.split('$').pop() ?? '';
}

function logicalNameOf(urn: string): string {
  return urn.split('::').slice(3).join('::');
}

/** A document may be given as an object; AWS takes a text. One that isn't wholly known yet stays an object. */
function documentText(value: unknown): unknown {
  const document = unwrap(value);
  if (typeof document === 'string' || hasUnknown(value)) return value;
  const text = JSON.stringify(document);
  return hasSecret(value) ? wrapSecret(text) : text;
}

function withName(row: AnyResourceType, logicalName: string, olds: Bag, news: Bag): Bag {
  const rule = row.autoName;
  if (!rule || (news[rule.property] !== undefined && news[rule.property] !== null)) return news;
  const old = olds[rule.property];
  const keep = typeof old === 'string' && isAutoName(rule, logicalName, old);
  return { ...news, [rule.property]: keep ? old : autoName(rule, logicalName) };
}

/** What is wrong with a resource's inputs: one failure each, none for what is not known yet. */
function inputProblems(row: AnyResourceType, inputs: Bag): CheckFailure[] {
  const plain = unwrapBag(inputs);
  const missing = (row.required ?? [])
    .filter((name) => plain[name] === undefined)
    .map((property) => ({ property, reason: `${row.token} needs '${property}'; give it a value` }));
  const strange = strangers(row.properties, plain).map(({ path, known }) => ({
    property: path,
    reason: `${row.token}: the rehearsal's provider does not apply '${path}'; at this place it applies ${known.join(', ')}`,
  }));
  const name = row.autoName && plain[row.autoName.property];
  const problem = row.autoName && typeof name === 'string' && !hasUnknown(name) && nameProblem(row.autoName, name);
  const badName = problem ? [{ property: row.autoName?.property ?? '', reason: `${row.token}: ${problem}` }] : [];
  return [...missing, ...strange, ...badName];
}

function isChange(property: Property, before: unknown, after: unknown): boolean {
  if (after === undefined && property.computed) return false;
  return hasUnknown(after) || !sameValue(property, before, after);
}

/** Whether a replacement would take the name that its predecessor still has. */
function keepsIdentity(row: AnyResourceType, logicalName: string, before: Bag, after: Bag): boolean {
  const rule = row.autoName;
  const identity = row.identity ?? (rule ? [rule.property] : (row.required ?? []).slice(0, 1));
  const properties = row.properties;
  return identity.every((name) => {
    const value = after[name];
    // The engine asks for a new automatic name when it replaces.
    if (rule?.property === name && typeof value === 'string' && isAutoName(rule, logicalName, value)) return false;
    return !isChange(properties[name] ?? { change: 'replace' }, before[name], value);
  });
}

/** The state to keep: what AWS says, in the words of the last known state wherever they mean the same. */
async function readState(row: AnyResourceType, id: string, known: Bag): Promise<Bag | undefined> {
  const found = await row.read(id, unwrapBag(known));
  if (!found) return undefined;
  const properties = row.properties;
  const state: Record<string, unknown> = { id };
  for (const [name, property] of Object.entries(properties)) {
    const value = property.local ? (unwrap(known[name]) ?? property.default) : found[name];
    if (name in known && sameValue(property, unwrap(known[name]), value)) state[name] = known[name];
    else if (value !== undefined) state[name] = rewrap(value, known[name]);
  }
  for (const [name, value] of Object.entries(found)) {
    if (!(name in properties) && value !== undefined) state[name] = rewrap(value, known[name]);
  }
  if ('tags' in properties) state['tagsAll'] = state['tags'] ?? {};
  return state;
}

async function stateOf(row: AnyResourceType, id: string, known: Bag): Promise<Bag> {
  const state = await readState(row, id, known);
  if (!state) throw new Error('AWS does not know the thing that it has just made');
  return state;
}

/** The inputs that would lead to a state: what differs from AWS's defaults, and the name. */
function inputsOf(row: AnyResourceType, state: Bag): Bag {
  const entries = Object.entries(row.properties).flatMap(([name, property]) => {
    const value = state[name];
    const chosenByAws = property.computed === true && name !== row.autoName?.property;
    if (value === undefined || chosenByAws || sameValue(property, unwrap(value), undefined)) return [];
    return [[name, value] as const];
  });
  return Object.fromEntries(entries);
}

async function unlessMissing<T>(row: AnyResourceType, call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof Error && row.missing.includes(error.name)) return undefined;
    throw error;
  }
}

/** An error of AWS as one sentence that names the type, the resource and what AWS said. */
async function explained<T>(urn: string, verb: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
    const code = name === 'Error' ? '' : ` (${name})`;
    throw new Error(`could not ${verb} ${typeOf(urn)} '${logicalNameOf(urn)}': ${message}${code}`);
  }
}
