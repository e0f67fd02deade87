import { holdsUnknown, isPlainObject, notYetKnown, type PropertyValue, textsOf } from '../pack/propertyValue';
import type { ResourceRule, RuleSettings } from '../pack/rule';
import { taggableTypes } from '../pack/taggableTypes';
import { passes, undetermined, violates } from '../pack/verdict';

export const mandatoryTags: ResourceRule = {
  id: 'mandatory-tags',
  displayName: 'Resources have the required tags',
  description: 'Every taggable resource has the required tags.',
  rationale: 'An alarm, a bill and an incident all begin with the question of who owns the resource.',
  severity: 'low',
  framework: {
    name: 'AWS Well-Architected Framework',
    version: '2024-06-27',
    reference: 'COST02-BP05',
    specification: 'Implement cost controls: resources carry tags that say who owns and pays for them',
  },
  source: 'https://docs.aws.amazon.com/wellarchitected/latest/cost-optimization-pillar/cost_govern_usage_controls.html',
  remediationSteps:
    "Add the tags, for the whole stack with the provider's defaultTags. Alternatively, set defaults and the " +
    "enforcement level 'remediate'.",
  example: {
    avoid: { store: { type: 'aws:s3/bucket:Bucket', properties: { bucket: 'store-1a2b' } } },
    prefer: {
      store: { type: 'aws:s3/bucket:Bucket', properties: { bucket: 'store-1a2b', tags: { owner: 'ml-platform' } } },
    },
  },
  configSchema: {
    properties: {
      tags: {
        type: 'array',
        items: { type: 'string' },
        default: ['owner'],
        description: 'Keys of the required tags (case-sensitive).',
      },
      defaults: {
        type: 'object',
        additionalProperties: { type: 'string' },
        default: {},
        description: "Values that enforcement level 'remediate' adds for missing keys.",
      },
    },
  },
  appliesTo: (type) => taggableTypes.has(type),
  check: (resource, settings) => {
    const tags = resource.property('tags');
    if (tags === notYetKnown) {
      return [undetermined(resource, `tags of '${resource.name}' are not known before the update.`)];
    }
    const missing = missingTags(tags, settings);
    if (missing.length === 0) return [passes(resource)];
    const keys = missing.map((key) => `'${key}'`).join(', ');
    return [
      violates(
        resource,
        `Resource '${resource.name}' lacks ${missing.length > 1 ? 'tags' : 'tag'} ${keys}: add ` +
          `${missing.length > 1 ? 'them' : 'it'}.`,
      ),
    ];
  },
  remedy: (resource, settings) => {
    const tags = resource.property('tags');
    const defaults = settings['defaults'];
    // An unknown value can't be returned unchanged.
    if (holdsUnknown(tags) || !isPlainObject(defaults)) return undefined;
    const added = missingTags(tags, settings).flatMap((key) => {
      const value = defaults[key];
      return typeof value === 'string' && value !== '' ? [[key, value] as const] : [];
    });
    if (added.length === 0) return undefined;
    return { tags: { ...(isPlainObject(tags) ? tags : {}), ...Object.fromEntries(added) } };
  },
};

/** Returns the keys of missing tags. A tag without a value counts as missing. */
function missingTags(tags: PropertyValue | undefined, settings: RuleSettings): string[] {
  const present = isPlainObject(tags) ? tags : {};
  return textsOf(settings['tags']).filter((key) => {
    const value = Object.hasOwn(present, key) ? present[key] : undefined;
    return value === undefined || value === null || value === '';
  });
}
