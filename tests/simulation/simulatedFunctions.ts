import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import { compileFunction } from 'node:vm';
import { transformSync } from 'esbuild';
import type * as redrive from '../../cli/incident/redriveQueue';
import type * as analyzer from '../../functions/analyzer/analyzerHandler';
import type * as incident from '../../functions/incident/incidentHandler';
import type * as incidentIndex from '../../incidents/index/incidentIndex';
import { rememberedModules } from './rememberedModules';

/** The two functions, the index and the redrive, as the simulation calls them. */
export type SimulatedFunctions = Pick<typeof analyzer, 'createAnalyzerHandler'> &
  Pick<typeof incident, 'createIncidentHandler'> &
  Pick<typeof incidentIndex, 'IncidentIndex'> &
  Pick<typeof redrive, 'redriveQueue'>;

/** A change of the source: one occurrence of a text in a file becomes another. */
export interface SourceChange {
  /** Path from the repository's root. */
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

/** One change: in a file, a text becomes another. */
export const changeSource = (file: string, find: string, replace: string): readonly SourceChange[] => [
  { file, find, replace },
];

const root = resolve(__dirname, '../..');
/** Modules that each change reloads: the functions, and what chooses windows and captures in other rooms. */
const changeable = [
  'functions/',
  'store/',
  'contract/windowSchedule',
  'contract/storeLayout',
  'incidents/document/incident',
  'incidents/document/mergeReport',
  'incidents/index/',
  'cli/incident/redriveQueue',
].map((path) => resolve(root, path));
const compiled = new Map<string, string>();

/**
 * Loads the functions, the index and the redrive from their sources, with changes. Modules outside `changeable` are the
 * tests' own. Arithmetic that depends on its arguments only is looked up where it was done before, unless everything is to
 * be computed.
 */
export function loadFunctions(changes: readonly SourceChange[] = [], computesEverything = false): SimulatedFunctions {
  for (const { file } of changes) {
    if (!changeable.some((path) => resolve(root, file).startsWith(path))) throw new Error(`${file}: is not changeable`);
  }
  const loaded = new Map<string, object>();
  const load = (path: string): object => {
    const known = loaded.get(path);
    if (known) return known;
    const module = { exports: {} };
    const requireFrom = createRequire(path);
    const requireModule = (request: string): unknown => {
      if (!request.startsWith('.')) return requireFrom(request);
      const file = resolve(dirname(path), request);
      const remembered = computesEverything ? undefined : rememberedModules[file.slice(root.length + 1)];
      if (remembered) return remembered;
      return changeable.some((prefix) => file.startsWith(prefix)) ? load(`${file}.ts`) : requireFrom(file);
    };
    const run = compileFunction(compile(path, changes), ['require', 'module'], { filename: path });
    run(requireModule, module);
    loaded.set(path, module.exports);
    return module.exports;
  };
  return {
    ...(load(resolve(root, 'functions/analyzer/analyzerHandler.ts')) as typeof analyzer),
    ...(load(resolve(root, 'functions/incident/incidentHandler.ts')) as typeof incident),
    ...(load(resolve(root, 'incidents/index/incidentIndex.ts')) as typeof incidentIndex),
    ...(load(resolve(root, 'cli/incident/redriveQueue.ts')) as typeof redrive),
  };
}

function compile(path: string, changes: readonly SourceChange[]): string {
  const own = changes.filter(({ file }) => resolve(root, file) === path);
  const known = compiled.get(path);
  if (known !== undefined && own.length === 0) return known;
  const source = own.reduce(applyChange, readFileSync(path, 'utf8'));
  const { code } = transformSync(source, { loader: 'ts', format: 'cjs', target: 'es2022' });
  if (own.length === 0) compiled.set(path, code);
  return code;
}

function applyChange(source: string, { file, find, replace }: SourceChange): string {
  const parts = source.split(find);
  if (parts.length !== 2) throw new Error(`${file}: has ${parts.length - 1} occurrences of the text: ${find}`);
  return parts.join(replace);
}
