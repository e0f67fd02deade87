import { Directory } from '../pack/directory';
import { notYetKnown, valueAt } from '../pack/propertyValue';
import { comingFrom, type Resource } from '../pack/resource';
import { numberSetting, type RuleSettings, type StackRule } from '../pack/rule';
import { passes, undetermined, type Verdict, violates } from '../pack/verdict';

const [groupType, functionType] = ['aws:cloudwatch/logGroup:LogGroup', 'aws:lambda/function:Function'];

/** Logs hold what people sent to a model: they go after a while, and are read only with a key of the account. */
export const logRetention: StackRule = {
  id: 'log-retention',
  displayName: 'Logs go, and have a key',
  description:
    'Every log group has a retention within bounds and a customer key, and every Lambda function a log group of the stack.',
  severity: 'medium',
  framework: {
    name: 'AWS Foundational Security Best Practices',
    version: '1.0.0',
    reference: 'CloudWatch.16',
    specification: 'CloudWatch log groups should be retained for a specified time period',
  },
  remediationSteps:
    'Set retentionInDays and kmsKeyId; for a function add an aws.cloudwatch.LogGroup named /aws/lambda/<function>.',
  configSchema: {
    properties: {
      minDays: { type: 'number', minimum: 1, default: 1, description: 'The shortest retention.' },
      maxDays: { type: 'number', minimum: 1, default: 3653, description: 'The longest retention.' },
    },
  },
  checkStack: (resources, settings) => {
    const groups = resources.filter(({ type }) => type === groupType);
    const all = {
      groups,
      names: new Set(groups.map((group) => group.property('name'))),
      directory: new Directory(groups),
    };
    const functions = resources.filter(({ type }) => type === functionType);
    return [
      ...groups.flatMap((group) => {
        const verdicts = [...retention(group, settings), ...encryption(group)];
        return verdicts.length > 0 ? verdicts : [passes(group)];
      }),
      ...functions.map((each) => grouped(each, all)),
    ];
  },
};

function retention(group: Resource, settings: RuleSettings): Verdict[] {
  const days = group.property('retentionInDays');
  const [least, most] = [numberSetting(settings, 'minDays') ?? 1, numberSetting(settings, 'maxDays') ?? 3653];
  if (days === notYetKnown && group.sources('retentionInDays') !== undefined) {
    const reason = `how long log group '${group.name}' keeps its logs is not known before the update${comingFrom(group, 'retentionInDays')}.`;
    return [undetermined(group, reason)];
  }
  if (typeof days !== 'number' || days === 0) {
    return [
      violates(
        group,
        `Log group '${group.name}' keeps its logs for ever: set retentionInDays to ${least} or more, up to ${most}.`,
      ),
    ];
  }
  if (days >= least && days <= most) return [];
  return [
    violates(
      group,
      `Log group '${group.name}' keeps its logs for ${days} days: set retentionInDays to ${least} or more, up to ${most}.`,
    ),
  ];
}

function encryption(group: Resource): Verdict[] {
  const key = group.property('kmsKeyId');
  const given = key === notYetKnown ? group.sources('kmsKeyId') !== undefined : typeof key === 'string' && key !== '';
  if (given) return [];
  return [
    violates(
      group,
      `Log group '${group.name}' has no key of its account: set kmsKeyId to one whose policy admits ` +
        'logs.<region>.amazonaws.com.',
    ),
  ];
}

interface LogGroups {
  readonly groups: readonly Resource[];
  readonly names: ReadonlySet<unknown>;
  readonly directory: Directory;
}

/** Lambda makes a group itself where none is there, without retention and key. */
function grouped(lambda: Resource, { groups, names, directory }: LogGroups): Verdict {
  const named = lambda.property('name');
  const own = valueAt(lambda.property('loggingConfig'), 'logGroup');
  const byName = typeof named === 'string' ? `/aws/lambda/${named}` : undefined;
  const wanted = typeof own === 'string' && own !== '' ? own : byName;
  if (wanted !== undefined && names.has(wanted)) return passes(lambda);
  // Before names are known: a group whose name was made from the function's, or a function that logs to a group.
  const made = groups.some((group) => (group.sources('name') ?? []).includes(lambda));
  if (made || directory.find(lambda, 'loggingConfig').found.length > 0) return passes(lambda);
  const unnamed = groups.find((group) => group.property('name') === notYetKnown && group.sources('name') !== undefined);
  if (unnamed) {
    const reason = `whether function '${lambda.name}' logs to '${unnamed.name}' is not known before the update${comingFrom(unnamed, 'name')}.`;
    return undetermined(lambda, reason);
  }
  return violates(
    lambda,
    `Function '${lambda.name}' has no log group of this stack, so Lambda makes one that keeps its logs for ever: add an ` +
      'aws.cloudwatch.LogGroup named /aws/lambda/<its name>.',
  );
}
