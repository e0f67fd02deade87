import { isPlainObject } from '../../contract/isPlainObject';
import { type JsonValue, parseJmesPath, searchJson } from '../../contract/jmesPath';
import { objectOf } from '../json/jsonRecord';

/**
 * Returns whether an expression is true for a parsed record. It sees the members of custom attributes that are JSON objects,
 * `customAttributes` as a list, and `eventMetadata`.
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-pre-and-post-processing.html
 */
export function recordExclusion(expression: string): (record: unknown) => boolean {
  const path = parseJmesPath(expression);
  return (record) => {
    const value = searchJson(path, metadataOf(record));
    if (typeof value === 'boolean' || value === null) return value === true;
    throw new Error(
      `captures.exclude finds ${JSON.stringify(value)}, not true or false; compare it, such as ${expression} == 'true'`,
    );
  };
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
