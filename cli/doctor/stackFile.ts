import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { listFiles } from '../../config/listFiles';
import { isPlainObject } from '../../contract/isPlainObject';
import { UserError } from '../../contract/userError';

/** What the checks need of a stack file; `pulumi preview` checks the rest. */
export interface StackFile {
  readonly region?: string;
  readonly trailArn?: string;
  /** Sender of digests. */
  readonly digestFrom?: string;
  /** Endpoints in the stack file and in its folder of endpoints. */
  readonly endpoints: number;
  readonly reservedConcurrency: number;
}

/** Reads `Pulumi.<stack>.yaml` in a folder; undefined if there is none. */
export function readStackFile(stack: string, folder = '.'): StackFile | undefined {
  const file = join(folder, `Pulumi.${stack}.yaml`);
  if (!existsSync(file)) return undefined;
  const config = memberOf(readYaml(file), 'config');
  const ours = (name: string) => memberOf(config, `model-observability:${name}`);
  const endpoints = Object.keys(isPlainObject(ours('endpoints')) ? (ours('endpoints') as object) : {}).length;
  const named = ours('endpointsFolder');
  const inFolder = listFiles(join(folder, typeof named === 'string' ? named : 'endpoints')) ?? [];
  const reserved = memberOf(ours('analyzer'), 'reservedConcurrency');
  return {
    region: textOf(memberOf(config, 'aws:region')),
    digestFrom: textOf(memberOf(ours('digest'), 'from')),
    trailArn: textOf(memberOf(ours('evidence'), 'trailArn')),
    endpoints: endpoints + inFolder.filter((name) => /\.ya?ml$/.test(name)).length,
    reservedConcurrency: typeof reserved === 'number' ? reserved : 0,
  };
}

function readYaml(file: string): unknown {
  try {
    return parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UserError(`${file}: is not YAML (${(error as Error).message})`);
  }
}

const memberOf = (value: unknown, name: string): unknown => (isPlainObject(value) ? value[name] : undefined);
const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
