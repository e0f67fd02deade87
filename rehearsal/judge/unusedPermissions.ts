import type { RoleAccess } from '../model/rehearsalReport';

/** Actions that the functions' roles need, but that no call of a rehearsal makes. */
const reasons: Readonly<Record<string, string>> = {
  'kms:Decrypt': 'SNS encrypts messages with the key of its topic; moto encrypts nothing',
  'kms:GenerateDataKey': 'SNS encrypts messages with the key of its topic; moto encrypts nothing',
  's3:GetObjectVersion': 'the incident function compares settings that changed in the day before an incident; none did',
  'sqs:GetQueueAttributes': 'Lambda reads the attributes of the queue before it polls it; the rehearsal only polls',
  'sqs:SendMessage': 'Lambda and EventBridge Scheduler keep events that failed in a dead-letter queue; none fails',
  'logs:CreateLogStream': 'Lambda writes the log of the function; the rehearsal does not run its runtime',
  'logs:PutLogEvents': 'Lambda writes the log of the function; the rehearsal does not run its runtime',
};

/** Adds the reason to each permission that no call needed, as far as there is one. */
export function explainUnused({ granted, denied }: RoleAccess): RoleAccess {
  return {
    granted: granted.map((permission) => {
      const reason = permission.calls === 0 ? reasons[permission.action] : undefined;
      return { ...permission, reason };
    }),
    denied,
  };
}
