import { isPlainObject } from '../../contract/isPlainObject';
import { parseJson } from '../../contract/parseJson';
import { shortenText } from '../../contract/shortenText';

/** A part of a document: a statement of a policy, a kind of recorded calls, or an item of a list. */
export interface DocumentPart {
  /** Equal for parts with the same content. */
  readonly key: string;
  readonly text: string;
}

const longestPart = 160;

/** The parts of a policy, of a trail's selectors or of another list; undefined for a value without parts. */
export function partsOf(value: unknown): DocumentPart[] | undefined {
  const document = parseDocument(value);
  if (Array.isArray(document)) return document.flatMap(describeItem);
  if (!isPlainObject(document) || !('Statement' in document)) return undefined;
  return [document['Statement']].flat().map(describeStatement);
}

/** A JSON document as its content, any other value as it is. */
export function parseDocument(value: unknown): unknown {
  return typeof value === 'string' && /^\s*[{[]/.test(value) ? (parseJson(value) ?? value) : value;
}

function part(text: string, content: unknown = text): DocumentPart {
  return { key: JSON.stringify(sorted(content)), text: shortenText(text, longestPart) };
}

/** Content in one order, in which a list of one item equals the item, as in policies. */
function sorted(content: unknown): unknown {
  if (Array.isArray(content)) {
    const items = content.map((item) => JSON.stringify(sorted(item))).sort();
    return items.length === 1 ? sorted(content[0]) : items;
  }
  if (!isPlainObject(content)) return content;
  const entries = Object.entries(content).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, value]) => [name, sorted(value)]));
}

function describeItem(item: unknown): DocumentPart[] {
  if (!isPlainObject(item)) return [part(typeof item === 'string' ? item : JSON.stringify(item))];
  if (Array.isArray(item['fieldSelectors'])) return describeAdvanced(item['fieldSelectors']);
  if ('includeManagementEvents' in item || 'readWriteType' in item || 'dataResources' in item)
    return describeBasic(item);
  const { ID = item['id'] } = item;
  return [part(typeof ID === 'string' ? ID : JSON.stringify(item), item)];
}

/** Such as `Deny s3:DeleteObject on arn:aws:s3:::evidence/* for * (NobodyDeletes)`. */
function describeStatement(statement: unknown): DocumentPart {
  if (!isPlainObject(statement)) return part(JSON.stringify(statement));
  const { Sid, Effect, Condition } = statement;
  const list = (value: unknown) =>
    [value]
      .flat()
      .map((item) => (typeof item === 'string' ? item : JSON.stringify(item)))
      .join(', ');
  const field = (name: string) =>
    statement[name] === undefined
      ? statement[`Not${name}`] === undefined
        ? undefined
        : `all but ${list(statement[`Not${name}`])}`
      : list(statement[name]);
  const principal = isPlainObject(statement['Principal'])
    ? list(Object.values(statement['Principal']).flat())
    : field('Principal');
  const resource = field('Resource');
  const words = [
    typeof Effect === 'string' ? Effect : 'Statement',
    field('Action') ?? 'nothing',
    ...(resource === undefined ? [] : ['on', resource]),
    ...(principal === undefined ? [] : ['for', principal]),
    ...(isPlainObject(Condition) && Object.keys(Condition).length > 0 ? ['under conditions'] : []),
  ];
  // The name first: a long statement is shortened.
  return part(typeof Sid === 'string' && Sid !== '' ? `${Sid} (${words.join(' ')})` : words.join(' '), statement);
}

const textsOf = (values: unknown) => [values].flat().filter((value) => typeof value === 'string');

/** Calls that a basic event selector records. */
function describeBasic(selector: Readonly<Record<string, unknown>>): DocumentPart[] {
  const { readWriteType = 'All', includeManagementEvents = true, dataResources } = selector;
  const excluded = textsOf(selector['excludeManagementEventSources']);
  const which = readWriteType === 'All' ? '' : `${String(readWriteType) === 'ReadOnly' ? 'reading' : 'writing'} `;
  const except = excluded.length === 0 ? '' : ` but of ${excluded.join(', ')}`;
  const data = (Array.isArray(dataResources) ? dataResources : [])
    .filter(isPlainObject)
    .flatMap(({ type, values }) =>
      textsOf(values).map((value) => part(`${which}data events of ${value}`, [which, type, value])),
    );
  return [...(includeManagementEvents ? [part(`${which}management events${except}`)] : []), ...data];
}

/** Calls that an advanced event selector records: a part for each resource that it names. */
function describeAdvanced(selectors: readonly unknown[]): DocumentPart[] {
  const conditions = selectors.filter(isPlainObject).flatMap(({ field, ...operators }) =>
    Object.entries(operators).flatMap(([operator, values]) =>
      values === null || values === undefined || [values].flat().length === 0
        ? []
        : // Pulumi's names of these operators have an `s` at their end.
          [{ field: String(field), operator: operator.replace(/Withs$/, 'With'), values: [values].flat().map(String) }],
    ),
  );
  const find = (name: string) => conditions.find(({ field, operator }) => field === name && !/^not/.test(operator));
  const category = find('eventCategory')?.values.join(', ') ?? 'other';
  const resources = find('resources.ARN');
  const shown = new Set(['eventCategory', 'resources.ARN', 'resources.type']);
  const others = conditions.filter((condition) => !shown.has(condition.field) || /^not/.test(condition.operator));
  const limits = others.map(({ field, operator, values }) => {
    const verb = operator === 'equals' ? '' : `${operator.replaceAll(/(?=[A-Z])/g, ' ').toLowerCase()} `;
    return `${field} ${verb}${values.join(', ')}`;
  });
  const suffix = limits.length === 0 ? '' : ` with ${limits.join(' and ')}`;
  const kinds = find('resources.type')?.values.join(', ');
  const names = resources?.values ?? [kinds === undefined ? undefined : `every ${kinds}`];
  return names.map((name) =>
    part(`${category.toLowerCase()} events${name === undefined ? '' : ` of ${name}`}${suffix}`, [
      category,
      kinds,
      name,
      resources?.operator,
      limits,
    ]),
  );
}
