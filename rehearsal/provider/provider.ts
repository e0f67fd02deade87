import type {
  CheckResult,
  CreateResult,
  DiffResult,
  Provider,
  ReadResult,
  UpdateResult,
} from '@pulumi/pulumi/provider';
import { invoke } from './invokes';
import { resourceTypeOf } from './resourceTypes';
import { checkInputs, completeInputs } from './rowInputs';
import { changedProperties, keepsIdentity, readCreatedState, readState, toInputs } from './rowState';
import type { AnyResourceType } from './table/resourceType';
import { type Bag, unwrapBag } from './table/wire';

/** The `aws` provider. It serves the resource types of `resourceTypes.ts`. */
export class TableProvider implements Provider {
  constructor(
    readonly version: string,
    private readonly rowOf: (token: string) => AnyResourceType = resourceTypeOf,
  ) {}

  async check(urn: string, olds: Bag, news: Bag): Promise<CheckResult> {
    const row = this.rowOf(typeToken(urn));
    const inputs = completeInputs(row, logicalName(urn), unwrapBag(olds ?? {}), news);
    return { inputs, failures: checkInputs(row, inputs) };
  }

  async diff(_id: string, urn: string, olds: Bag, news: Bag): Promise<DiffResult> {
    const row = this.rowOf(typeToken(urn));
    const [before, after] = [unwrapBag(olds), unwrapBag(news)];
    const changed = changedProperties(row, before, after);
    const replaces = changed.filter(([, { change }]) => change === 'replace').map(([name]) => name);
    const deleteBeforeReplace = replaces.length > 0 && keepsIdentity(row, logicalName(urn), before, after);
    return { changes: changed.length > 0, replaces, deleteBeforeReplace };
  }

  async create(urn: string, inputs: Bag): Promise<CreateResult> {
    const row = this.rowOf(typeToken(urn));
    return explainErrors(urn, 'create', async () => {
      const id = await row.create(unwrapBag(inputs));
      return { id, outs: await readCreatedState(row, id, inputs) };
    });
  }

  async read(id: string, urn: string, props: Bag = {}): Promise<ReadResult> {
    const row = this.rowOf(typeToken(urn));
    return explainErrors(urn, 'read', async () => {
      const state = await ignoreMissing(row, () => readState(row, id, props));
      // For the engine, an empty id means that the resource does not exist.
      return state ? { id, props: state, inputs: toInputs(row, state) } : { id: '', props: {} };
    });
  }

  async update(id: string, urn: string, olds: Bag, news: Bag): Promise<UpdateResult> {
    const row = this.rowOf(typeToken(urn));
    return explainErrors(urn, 'update', async () => {
      const [before, after] = [unwrapBag(olds), unwrapBag(news)];
      const isChangedInAws = changedProperties(row, before, after).some(([, property]) => !property.local);
      if (isChangedInAws) await row.update?.(id, after, before);
      return { outs: await readCreatedState(row, id, news) };
    });
  }

  async delete(id: string, urn: string, props: Bag): Promise<void> {
    const row = this.rowOf(typeToken(urn));
    await explainErrors(urn, 'delete', () => ignoreMissing(row, () => row.delete(id, unwrapBag(props))));
  }

  invoke = invoke;
}

function typeToken(urn: string): string {
  return urn.split('::')[2]?.split('$').pop() ?? '';
}

function logicalName(urn: string): string {
  return urn.split('::').slice(3).join('::');
}

/** Undefined when AWS reports that the resource does not exist. */
async function ignoreMissing<T>(row: AnyResourceType, call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof Error && row.missing.includes(error.name)) return undefined;
    throw error;
  }
}

/** Adds the operation, the type and the resource's name to an error of AWS. */
async function explainErrors<T>(urn: string, operation: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
    const code = name === 'Error' ? '' : ` (${name})`;
    throw new Error(`cannot ${operation} ${typeToken(urn)} '${logicalName(urn)}': ${message}${code}`);
  }
}
