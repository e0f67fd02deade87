import { Directory } from '../pack/directory';
import { notYetKnown, valueAt } from '../pack/propertyValue';
import { comingFrom, type Resource } from '../pack/resource';
import { numberSetting, type RuleSettings, type StackRule } from '../pack/rule';
import { passes, undetermined, type Verdict, violates } from '../pack/verdict';

const [groupType, functionType] = ['aws:cloudwatch/logGroup:LogGroup', 'aws:lambda/function:Function'];

export const logRetention: StackRule = {
  id: 'log-retention',
  displayName: 'Logs expire and are encrypted',
  description:
    'Every log group has a retention within bounds and a customer managed key, and every Lambda function ' +
    'has a log group in the stack.',
  rationale: 'Logs can hold client data: they must expire, and be readable only with a key of the account.',
  severity: 'medium',
  framework: {
    name: 'AWS Foundational Security Best Practices',
    version: '1.0.0',
    reference: 'CloudWatch.16',
    specification: 'CloudWatch log groups should be retained for a specified time period',
  },
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html',
  remediationSteps:
    'Set retentionInDays and kmsKeyId. For a function, add an aws.cloudwatch.LogGroup named ' +
    '/aws/lambda/<function>.',
  example: {
    avoid: { 'incident-log': { type: groupType, properties: { name: '/aws/lambda/incidents' } } },
    prefer: {
      'incident-log': {
        type: groupType,
        properties: {
          name: '/aws/lambda/incidents',
          retentionInDays: 90,
          kmsKeyId: 'arn:aws:kms:eu-west-1:123456789012:key/1a2b',
        },
      },
    },
  },
  configSchema: {
    properties: {
      minDays: { type: 'number', minimum: 1, default: 1, description: 'Minimum retention in days.' },
      maxDays: { type: 'number', minimum: 1, default: 3653, description: 'Maximum retention in days.' },
    },
  },
  checkStack: (resources, settings) => {
    const groups = resources.filter(({ type }) => type === groupType);
    const logGroups = {
      groups,
      names: new Set(groups.map((group) => group.property('name'))),
      directory: new Directory(groups),
    };
    const functions = resources.filter(({ type }) => type === functionType);
    return [
      ...groups.flatMap((group) => {
        const verdicts = [...retentionVerdicts(group, settings), ...encryptionVerdicts(group)];
        return verdicts.length > 0 ? verdicts : [passes(group)];
      }),
      ...functions.map((lambda) => logGroupVerdict(lambda, logGroups)),
    ];
  },
};

function retentionVerdicts(group: Resource, settings: RuleSettings): Verdict[] {
  const days = group.property('retentionInDays');
  const [minDays, maxDays] = [numberSetting(settings, 'minDays') ?? 1, numberSetting(settings, 'maxDays') ?? 3653];
  if (days === notYetKnown && group.sources('retentionInDays') !== undefined) {
    const reason =
      `the retention of log group '${group.name}' is not known before the ` +
      `update${comingFrom(group, 'retentionInDays')}.`;
    return [undetermined(group, reason)];
  }
  if (typeof days !== 'number' || days === 0) {
    return [
      violates(
        group,
        `Log group '${group.name}' keeps its logs forever: set retentionInDays to a value from ${minDays} to ` +
          `${maxDays}.`,
      ),
    ];
  }
  if (days >= minDays && days <= maxDays) return [];
  return [
    violates(
      group,
      `Log group '${group.name}' keeps its logs for ${days} days: set retentionInDays to a value from ` +
        `${minDays} to ${maxDays}.`,
    ),
  ];
}

function encryptionVerdicts(group: Resource): Verdict[] {
  const key = group.property('kmsKeyId');
  const hasKey = key === notYetKnown ? group.sources('kmsKeyId') !== undefined : typeof key === 'string' && key !== '';
  if (hasKey) return [];
  return [
    violates(
      group,
      `Log group '${group.name}' is not encrypted with a customer managed key: set kmsKeyId to one whose ` +
        'policy allows logs.<region>.amazonaws.com (logs.<region>.amazonaws.com.cn in China).',
    ),
  ];
}

interface LogGroups {
  readonly groups: readonly Resource[];
  readonly names: ReadonlySet<unknown>;
  readonly directory: Directory;
}

/** Without a log group, Lambda creates one that has neither retention nor key. */
function logGroupVerdict(lambda: Resource, { groups, names, directory }: LogGroups): Verdict {
  const name = lambda.property('name');
  const configured = valueAt(lambda.property('loggingConfig'), 'logGroup');
  const byName = typeof name === 'string' ? `/aws/lambda/${name}` : undefined;
  const wanted = typeof configured === 'string' && configured !== '' ? configured : byName;
  if (wanted !== undefined && names.has(wanted)) return passes(lambda);
  // Before names are known: a group whose name comes from the function, or a function that logs to a group.
  const made = groups.some((group) => (group.sources('name') ?? []).includes(lambda));
  if (made || directory.find(lambda, 'loggingConfig').resources.length > 0) return passes(lambda);
  const unnamed = groups.find((group) => group.property('name') === notYetKnown && group.sources('name') !== undefined);
  if (unnamed) {
    const reason =
      `whether function '${lambda.name}' logs to log group '${unnamed.name}' is not known before the ` +
      `update${comingFrom(unnamed, 'name')}.`;
    return undetermined(lambda, reason);
  }
  return violates(
    lambda,
    `Function '${lambda.name}' has no log group in this stack, so Lambda creates one that keeps its logs ` +
      'forever: add an aws.cloudwatch.LogGroup named /aws/lambda/<function>.',
  );
}
