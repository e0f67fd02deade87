import type { MessageRoute } from './messageRoute';
import { storePrefixes } from './storeLayout';

/**
 * Key of the object that the daily run of the incident function writes. Its event goes the way of a report's, and becomes a
 * message about a synthetic incident, on a route of its own that ends in a queue that nobody reads.
 */
export const canaryKey = `${storePrefixes.checks}canary.json`;

export const canaryRoute: MessageRoute = { name: 'canary', kind: 'message', severities: ['critical'] };
