import { createHash } from 'node:crypto';
import type { Resource } from '../resource';

/**
 * Tells a finding from every other of its rule, in every stack: 12 hexadecimal digits of the SHA-256 of rule, resource
 * and sentence. It changes with what was found, so that an exception covers what somebody has looked at and no more.
 */
export function fingerprintOf(ruleId: string, resource: Pick<Resource, 'type' | 'name'>, message: string): string {
  const text = JSON.stringify([ruleId, resource.type, resource.name, message]);
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
