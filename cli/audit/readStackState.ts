import { collectOwnResources, dependencies, type OwnResources, type StateResource } from '../../contract/auditEvents';
import { isPlainObject } from '../../contract/isPlainObject';
import { parseJson } from '../../contract/parseJson';
import { UserError } from '../../contract/userError';
import { readTextFile } from '../../store/documents';

/**
 * Reads a stack's resources from a file with the output of `pulumi stack export`; undefined without a file.
 * @param stack whose state it must be. @default any
 */
export function readStackState(file: string | undefined, stack?: string): OwnResources | undefined {
  if (file === undefined) return undefined;
  const remedy = `write it with 'pulumi stack export --file ${file}'`;
  const resources = listResources(parseJson(readTextFile(file, remedy)));
  if (!resources) throw new UserError(`${file}: not the state of a stack; ${remedy}`);
  const { urn, outputs } = resources.find(({ type }) => type === 'pulumi:pulumi:Stack') ?? {};
  // `urn:pulumi:<stack>::<project>::...`
  const [, , exported] = urn?.split(':') ?? [];
  if (stack !== undefined && exported !== undefined && exported !== stack) {
    throw new UserError(
      `${file}: state of stack ${exported}, not of stack ${stack}; write it with 'pulumi stack export --stack ${stack} --file ${file}'`,
    );
  }
  if (!resources.some(({ type }) => Object.hasOwn(dependencies, type))) {
    throw new UserError(`${file}: no resource of the monitoring in it; export the state of a deployed stack`);
  }
  const { endpoints, trailArn } = outputs ?? {};
  return collectOwnResources(resources, {
    endpoints: isPlainObject(endpoints) ? Object.keys(endpoints) : [],
    trailArn: typeof trailArn === 'string' ? trailArn : undefined,
  });
}

function listResources(state: unknown): StateResource[] | undefined {
  const { deployment } = isPlainObject(state) ? state : {};
  const { resources } = isPlainObject(deployment) ? deployment : {};
  const isResource = (value: unknown): value is StateResource =>
    isPlainObject(value) && typeof value['type'] === 'string';
  return Array.isArray(resources) && resources.every(isResource) ? resources : undefined;
}
