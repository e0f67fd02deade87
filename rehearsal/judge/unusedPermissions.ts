import type { RoleAccess } from '../model/rehearsalReport';

/** Actions that the functions' roles need, but that no call of a rehearsal makes. */
const reasons: Readonly<Record<string, string>> = {
  'kms:Decrypt': 'SNS encrypts messages with the key of its topic; moto encrypts nothing',
  'kms:GenerateDataKey': 'SNS encrypts messages with the key of its topic; moto encrypts nothing',
  's3:GetBucketObjectLockConfiguration': 'the stack of the rehearsal has no Object Lock, so that it can be removed',
  'sqs:GetQueueAttributes': 'Lambda reads the attributes of the queue before it polls it; the rehearsal only polls',
  'sqs:SendMessage': 'Lambda and EventBridge Scheduler keep events that failed in a dead-letter queue; none fails',
  'events:PutEvents': 'the audit function sends deployments of endpoints to PagerDuty; the rehearsal has no such route',
  'logs:CreateLogStream': 'Lambda writes the log of the function; the rehearsal does not run its runtime',
  'logs:PutLogEvents': 'Lambda writes the log of the function; the rehearsal does not run its runtime',
};

/** Reasons that hold for some objects of an action only, by the end of the objects' keys. */
const objectReasons: readonly (readonly [action: string, keyEnd: string, reason: string])[] = [
  [
    's3:PutObject',
    '/week-counts.json',
    'the incident function counts past weeks for calibrated alarms only; the baseline of the rehearsal is not calibrated',
  ],
];

/** Adds the reason to each permission that no call needed, as far as there is one. */
export function explainUnused({ granted, denied }: RoleAccess): RoleAccess {
  return {
    granted: granted.map((permission) => {
      const reason = permission.calls === 0 ? reasonOf(permission) : undefined;
      return { ...permission, reason };
    }),
    denied,
  };
}

function reasonOf({ action, resource }: { readonly action: string; readonly resource: string }): string | undefined {
  const ofObjects = objectReasons.find(([ofAction, keyEnd]) => action === ofAction && resource.endsWith(keyEnd));
  return ofObjects?.[2] ?? reasons[action];
}
