import { awsQuotas, isAccepted, type RuledText, textRules } from '../contract/awsLimits';
import type { Problem } from '../contract/problem';

type Tags = Readonly<Record<string, string>>;

/** Keys of the tags that the program sets: on every resource, and `endpoint` on those of an endpoint. */
const programKeys = ['project', 'stack', 'environment', 'owner', 'endpoint'];

/** Place of the provider's default tags in a stack's configuration. */
const defaultsPath = ['aws:defaultTags', 'tags'];

/**
 * Tags that AWS would refuse on a resource of the stack, which carries those of the program, of the settings and of the
 * provider's `aws:defaultTags`. IAM compares keys without regard to case.
 */
export function tagProblems(tags: Tags, defaultTags: Tags): Problem[] {
  return [
    ...collisions(tags, ['tags'], programKeys, {}),
    ...defaultTagProblems(defaultTags),
    ...collisions(defaultTags, defaultsPath, [...programKeys, ...Object.keys(tags)], tags),
    ...countProblems(tags, defaultTags),
  ];
}

/** Keys that the program or another place sets too, or that differ from each other in case only. */
function collisions(tags: Tags, path: readonly string[], taken: readonly string[], settings: Tags): Problem[] {
  const keys = new Map(taken.map((key) => [key.toLowerCase(), key]));
  return Object.keys(tags).flatMap((key): Problem[] => {
    const other = keys.get(key.toLowerCase());
    if (other === undefined) keys.set(key.toLowerCase(), key);
    if (other === undefined || isSameTag(key, other, tags, settings)) return [];
    return [{ path: [...path, key], text: collisionText(key, other) }];
  });
}

/** Whether both places set the same key to the same value, which the provider merges. */
function isSameTag(key: string, other: string, tags: Tags, settings: Tags): boolean {
  return key === other && Object.hasOwn(settings, key) && settings[key] === tags[key];
}

function collisionText(key: string, other: string): string {
  if (programKeys.includes(other)) return 'reserved tag, set by the program; remove it';
  if (key === other) return 'set to another value in tags; remove one of them';
  return `differs from tag '${other}' in case only, and IAM ignores case (${textRules['tag key'].source}); remove one of them`;
}

/** Default tags with a key or value that AWS refuses. The settings' own tags are checked by their schema. */
function defaultTagProblems(defaultTags: Tags): Problem[] {
  const check = (what: RuledText, key: string, text: string): Problem[] =>
    isAccepted(what, text) ? [] : [{ path: [...defaultsPath, key], text: invalidTagText(what) }];
  return Object.entries(defaultTags).flatMap(([key, value]) => [
    ...check('tag key', key, key),
    ...check('tag value', key, value),
  ]);
}

/** Error text for a tag's key or value; it does not repeat them, so that a secret in the wrong place stays one. */
export function invalidTagText(what: RuledText): string {
  const { allowed, source } = textRules[what];
  return `invalid ${what}: use ${allowed} (${source})`;
}

function countProblems(tags: Tags, defaultTags: Tags): Problem[] {
  const { tagsPerObject } = awsQuotas;
  // The stack's object in S3 has the tag owner and the default tags.
  const objectTags = Object.keys(defaultTags).length + 1;
  const ofObject = `too many tags: an object in S3 would have ${objectTags}, and AWS allows ${tagsPerObject.limit} (${tagsPerObject.source}); move some to tags`;
  const problems = objectTags > tagsPerObject.limit ? [{ path: defaultsPath, text: ofObject }] : [];
  const { limit, source } = awsQuotas.tagsPerResource;
  const keys = new Set([...programKeys, ...Object.keys(tags), ...Object.keys(defaultTags)]);
  if (keys.size <= limit) return problems;
  const parts = `${programKeys.length} of the program, the rest of tags and aws:defaultTags`;
  const text = `too many tags: a resource would have ${keys.size} (${parts}), and AWS allows ${limit} (${source}); remove ${keys.size - limit}`;
  return [{ path: ['tags'], text }, ...problems];
}
