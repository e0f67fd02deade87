import { isPlainObject } from '../../contract/isPlainObject';
import { type JsonValue, parseJmesPath, searchJson } from '../../contract/jmesPath';
import { objectOf } from '../json/jsonRecord';

/** Which records are left out. */
export interface RecordExclusion {
  /** Whether a parsed record is left out. Throws an Error with one clause. */
  readonly isExcluded: (record: unknown) => boolean;
  /** Whether that may depend on more of a record than its custom attributes. */
  readonly readsEvent: boolean;
}

/** What reads all of the metadata, or those of the event. */
const eventReaders = /\beventMetadata\b|[@*]/;

/**
 * Leaves out records for which an expression is true. It sees the members of custom attributes that are JSON objects,
 * `customAttributes` as a list, and `eventMetadata`.
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-pre-and-post-processing.html
 */
export function recordExclusion(expression: string): RecordExclusion {
  const path = parseJmesPath(expression);
  const isExcluded = (record: unknown) => {
    const value = searchJson(path, metadataOf(record));
    if (typeof value === 'boolean' || value === null) return value === true;
    throw new Error(
      `captures.exclude finds ${JSON.stringify(value)}, not true or false; compare it, such as ${expression} == 'true'`,
    );
  };
  return { isExcluded, readsEvent: eventReaders.test(expression) };
}

function metadataOf(record: unknown): { [key: string]: JsonValue } {
  const eventMetadata = (objectOf(record, 'eventMetadata') ?? {}) as { [key: string]: JsonValue };
  const { customAttributes: texts = [] } = eventMetadata;
  const customAttributes = (Array.isArray(texts) ? texts : [texts]).map(parsedAttribute);
  return Object.assign({}, ...customAttributes.filter(isPlainObject), { customAttributes, eventMetadata });
}

/** An attribute as JSON, or as it is. */
function parsedAttribute(attribute: JsonValue): JsonValue {
  if (typeof attribute !== 'string') return attribute;
  try {
    return JSON.parse(attribute) as JsonValue;
  } catch {
    return attribute;
  }
}
