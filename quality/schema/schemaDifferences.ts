import type { Column, SchemaContent } from '../../contract/captureSchema';

/** The differences between a schema and an older one, one sentence each. */
export function schemaDifferences(newer: SchemaContent, older: SchemaContent): string[] {
  return [
    ...(['output', 'input'] as const).flatMap((side) =>
      sideDifferences(newer[side], older[side]).map((clause) => `${side}: ${clause}.`),
    ),
    ...(isSame(newer.captures, older.captures)
      ? []
      : [`captures: was ${settingsText(older.captures)} and is ${settingsText(newer.captures)}.`]),
  ];
}

function sideDifferences(newer: readonly Column[], older: readonly Column[]): string[] {
  const [current, known] = [newer, older].map((columns) => new Map(columns.map((column) => [column.name, column])));
  const kept = newer.filter(({ name }) => known?.has(name)).map(({ name }) => name);
  const before = older.filter(({ name }) => current?.has(name)).map(({ name }) => name);
  return [
    ...newer.filter(({ name }) => !known?.has(name)).map(({ name }) => `'${name}' is new`),
    ...older.filter(({ name }) => !current?.has(name)).map(({ name }) => `'${name}' was removed`),
    ...(isSame(kept, before) ? [] : [`the order is now ${kept.join(', ')}`]),
    ...newer.flatMap((column) => {
      const old = known?.get(column.name);
      return old ? columnDifferences(column, old) : [];
    }),
  ];
}

function columnDifferences(column: Column, old: Column): string[] {
  const { name, type, ...settings } = column;
  const { name: _, type: oldType, ...oldSettings } = old;
  const retyped = type === oldType ? [] : [`'${name}' was ${oldType} and is ${type}`];
  if (isSame(settings, oldSettings)) return retyped;
  return [...retyped, `'${name}' had ${settingsText(oldSettings)} and has ${settingsText(settings)}`];
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Settings as JSON. */
function settingsText(settings: object | undefined): string {
  return settings && Object.keys(settings).length > 0 ? JSON.stringify(settings) : 'no settings';
}
