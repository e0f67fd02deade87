import { conditionEvasions } from './conditionEvasions';
import { denyEvasions } from './denyEvasions';
import type { Evasion } from './evasion';
import { ownWayEvasions } from './ownWayEvasions';
import { reachEvasions } from './reachEvasions';
import { serviceEvasions } from './serviceEvasions';

/** Every evasion, by kind. */
export const evasionsByKind: Readonly<Record<string, readonly Evasion[]>> = {
  'patterns that reach all': reachEvasions,
  'conditions that limit nothing': conditionEvasions,
  "the principal's own way up": ownWayEvasions,
  'services that act as somebody else': serviceEvasions,
  'a Deny that denies little': denyEvasions,
};
