import { isPlainObject } from '../contract/isPlainObject';
import type { Problem } from '../contract/problem';
import type { ReadFile } from './endpointFiles';
import { parseYamlFile, type YamlFile } from './yamlFile';

/** Names of the files in a folder, relative to the program's folder; undefined if it does not exist. */
export type ListFiles = (folder: string) => readonly string[] | undefined;

interface Folder {
  readonly stack: string;
  /** Path relative to the program's folder; undefined for a stack that reads none. */
  readonly path: string | undefined;
  /** Whether the settings name it, so that it must exist. */
  readonly isNamed: boolean;
  readonly listFiles: ListFiles;
  readonly readFile: ReadFile;
}

/** The endpoints of a stack file and of a folder. */
interface MergedEndpoints {
  /** Value of the setting `endpoints` with those of the folder. */
  readonly endpoints: unknown;
  readonly problems: readonly Problem[];
  /** Moves a problem of an endpoint that has its own file there, with its line. */
  readonly locate: (problem: Problem) => Problem;
}

/** Adds the endpoints of a folder, one file `<endpoint>.yaml` each, to those in the stack file. */
export function mergeEndpoints(inStackFile: unknown, folder: Folder): MergedEndpoints {
  const names = folder.path === undefined ? [] : folder.listFiles(folder.path);
  const missing = names === undefined && folder.isNamed ? [missingFolder(folder.path ?? '')] : [];
  const problems: Problem[] = [...missing, ...(names ?? []).filter(isMisnamed).map((name) => misnamed(folder, name))];
  const inFile: Readonly<Record<string, unknown>> = isPlainObject(inStackFile) ? inStackFile : {};
  const files = new Map<string, YamlFile>();
  for (const name of [...(names ?? [])].filter((name) => /^[^.].*\.yaml$/.test(name)).sort()) {
    const file = `${folder.path}/${name}`;
    const endpoint = name.replace(/\.yaml$/, '');
    const { yaml, problems: syntax } = parseYamlFile(file, folder.readFile(file));
    problems.push(...syntax);
    if (!yaml) continue;
    if (!Object.hasOwn(inFile, endpoint)) files.set(endpoint, yaml);
    else problems.push(yaml.locate({ path: [], text: duplicateText(endpoint, folder.stack) }));
  }
  const fromFolder = Object.fromEntries([...files].map(([endpoint, { content }]) => [endpoint, content]));
  const isMergeable = inStackFile === undefined ? files.size > 0 : isPlainObject(inStackFile);
  return {
    endpoints: isMergeable ? { ...inFile, ...fromFolder } : inStackFile,
    problems,
    locate(problem) {
      const [setting, endpoint, ...path] = problem.path;
      const file = setting === 'endpoints' && problem.file === undefined ? files.get(String(endpoint)) : undefined;
      return file ? file.locate({ ...problem, path }) : problem;
    },
  };
}

function duplicateText(endpoint: string, stack: string): string {
  return `endpoint ${endpoint} is also in Pulumi.${stack}.yaml, under endpoints.${endpoint}; remove one of them`;
}

function missingFolder(path: string): Problem {
  return {
    path: ['endpointsFolder'],
    text: `folder ${path} not found; add it or fix the path, which is relative to the program's folder`,
  };
}

const isMisnamed = (name: string) => /^[^.].*\.(yml|json|YAML|YML)$/.test(name);

function misnamed({ path }: Folder, name: string): Problem {
  return { file: `${path}/${name}`, path: [], text: 'not read, because its name does not end in .yaml; rename it' };
}
