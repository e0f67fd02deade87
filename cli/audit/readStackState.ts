import { readFileSync } from 'node:fs';
import { collectOwnResources, type OwnResources, type StateResource } from '../../contract/auditEvents';
import { isPlainObject } from '../../contract/isPlainObject';
import { UserError, unreadable } from '../../contract/userError';

/** Reads a stack's resources from a file with the output of `pulumi stack export`; undefined without a file. */
export function readStackState(file: string | undefined): OwnResources | undefined {
  if (file === undefined) return undefined;
  const resources = listResources(parseJson(file));
  if (!resources)
    throw new UserError(`${file}: not the state of a stack; write it with 'pulumi stack export --file ${file}'`);
  const { outputs } = resources.find(({ type }) => type === 'pulumi:pulumi:Stack') ?? {};
  const { endpoints, trailArn } = outputs ?? {};
  return collectOwnResources(resources, {
    endpoints: isPlainObject(endpoints) ? Object.keys(endpoints) : [],
    trailArn: typeof trailArn === 'string' ? trailArn : undefined,
  });
}

function parseJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw unreadable(file, error);
  }
}

function listResources(state: unknown): StateResource[] | undefined {
  const { deployment } = isPlainObject(state) ? state : {};
  const { resources } = isPlainObject(deployment) ? deployment : {};
  const isResource = (value: unknown): value is StateResource =>
    isPlainObject(value) && typeof value['type'] === 'string';
  return Array.isArray(resources) && resources.every(isResource) ? resources : undefined;
}
