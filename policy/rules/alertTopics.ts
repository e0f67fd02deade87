import { policyStatements } from '../iam/documents/policyStatements';
import { monitoringTypes, resourcesOfKind, subscribersByTopic } from '../monitoring/monitoringResources';
import { Directory } from '../pack/directory';
import { asList, isPlainObject, notYetKnown, type PlainObject, type PropertyValue } from '../pack/propertyValue';
import { comingFrom, isFutureOutput, type Resource } from '../pack/resource';
import type { StackRule } from '../pack/rule';
import { passes, undetermined, type Verdict, violates } from '../pack/verdict';

export const alertTopics: StackRule = {
  id: 'alert-topics',
  displayName: 'Topics have subscribers and are protected',
  description:
    'Every topic has a confirmed subscriber, is encrypted with a customer managed key, and is not open to ' +
    'everyone.',
  rationale:
    'An alarm that reaches a topic without subscribers reaches no one. A topic that is open to everyone sends false alarms.',
  severity: 'high',
  framework: {
    name: 'AWS Foundational Security Best Practices',
    version: '1.0.0',
    reference: 'SNS.1, SNS.4',
    specification:
      'SNS topics should be encrypted at-rest using AWS KMS, and SNS topic access policies should not allow public access',
  },
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/sns-controls.html',
  remediationSteps:
    'Add an aws.sns.TopicSubscription with protocol sqs, lambda, firehose, email or https, set ' +
    'kmsMasterKeyId to a customer managed key, and add a condition to statements for everyone.',
  example: {
    avoid: { alerts: { type: monitoringTypes.topic, properties: { name: 'alerts' } } },
    prefer: {
      alerts: {
        type: monitoringTypes.topic,
        properties: { name: 'alerts', kmsMasterKeyId: 'arn:aws:kms:eu-west-1:123456789012:key/1a2b' },
      },
      tickets: {
        type: monitoringTypes.subscription,
        properties: { topic: 'alerts', protocol: 'sqs', endpoint: 'arn:aws:sqs:eu-west-1:123456789012:tickets' },
      },
    },
  },
  checkStack: (resources) => {
    const topics = resourcesOfKind(resources, 'topic');
    const subscribers = subscribersByTopic(resources);
    const directory = new Directory(topics);
    const policies = resourcesOfKind(resources, 'topicPolicy').map((policy) => ({
      policy,
      topics: directory.find(policy, 'arn').resources,
    }));
    return topics.flatMap((topic) => {
      const own = policies.filter(({ topics: targets }) => targets.includes(topic)).map(({ policy }) => policy);
      const verdicts = [
        ...subscriberVerdicts(topic, subscribers.get(topic) ?? []),
        ...encryptionVerdicts(topic),
        ...[topic, ...own].flatMap((holder) => accessVerdicts(topic, holder)),
      ];
      return verdicts.length > 0 ? verdicts : [passes(topic)];
    });
  },
};

/** Protocols whose subscribers need no confirmation, or confirm over their own channel. */
const reliableProtocols: readonly unknown[] = [
  'sqs',
  'lambda',
  'firehose',
  'application',
  'sms',
  'email',
  'email-json',
  'https',
];

/** CloudWatch's alarms are plain text for these, which no filter on the message body matches. */
const plainTextProtocols: readonly unknown[] = ['email', 'sms'];

function filtersPlainText(subscription: Resource): boolean {
  const filtersBody = subscription.property('filterPolicyScope') === 'MessageBody';
  return filtersBody && plainTextProtocols.includes(subscription.property('protocol'));
}

function subscriberVerdicts(topic: Resource, subscriptions: readonly Resource[]): Verdict[] {
  const protocols = subscriptions.map((subscription) => subscription.property('protocol'));
  const reliable = subscriptions.filter(
    (subscription, i) => reliableProtocols.includes(protocols[i]) && !filtersPlainText(subscription),
  );
  if (reliable.length > 0) {
    const pending = reliable.filter((subscription) => subscription.property('pendingConfirmation') === true);
    if (pending.length < reliable.length) return [];
    const names = pending.map(({ name }) => `'${name}'`).join(', ');
    return [
      undetermined(topic, `topic '${topic.name}' has no confirmed subscriber: ${names} is pending confirmation.`),
    ];
  }
  if (protocols.includes(notYetKnown)) {
    const reason = `whether topic '${topic.name}' has a subscriber is not known before the update.`;
    return [undetermined(topic, reason)];
  }
  const filter = ' with a filter on MessageBody';
  const names = protocols
    .map(String)
    .map((protocol, i) => (subscriptions[i] && filtersPlainText(subscriptions[i]) ? protocol + filter : protocol));
  const only = names.length > 0 ? ` (only ${[...new Set(names)].join(', ')})` : '';
  return [
    violates(
      topic,
      `Topic '${topic.name}' has no reliable subscriber${only}: add an aws.sns.TopicSubscription with ` +
        `protocol ${reliableProtocols.join(', ')}.`,
    ),
  ];
}

function encryptionVerdicts(topic: Resource): Verdict[] {
  const key = topic.property('kmsMasterKeyId');
  if (key === notYetKnown) {
    if (topic.sources('kmsMasterKeyId')?.some(({ type }) => type.startsWith('aws:kms/'))) return [];
    const reason = `whether topic '${topic.name}' is encrypted is not known before the update${comingFrom(topic, 'kmsMasterKeyId')}.`;
    return topic.sources('kmsMasterKeyId') === undefined ? [unencrypted(topic)] : [undetermined(topic, reason)];
  }
  if (typeof key !== 'string' || key === '') return [unencrypted(topic)];
  if (!/(^|:)alias\/aws\//.test(key)) return [];
  return [
    violates(
      topic,
      `Topic '${topic.name}' is encrypted with an AWS managed key, so alarms can't publish to it: set ` +
        'kmsMasterKeyId to a customer managed key whose policy allows cloudwatch.amazonaws.com.',
    ),
  ];
}

function unencrypted(topic: Resource): Verdict {
  return violates(topic, `Topic '${topic.name}' is not encrypted: set kmsMasterKeyId to a customer managed key.`);
}

/** Without a policy in the program the provider returns SNS's default policy, which has a condition on the owner. */
function accessVerdicts(topic: Resource, holder: Resource): Verdict[] {
  const document = holder.property('policy');
  if (document === undefined || document === null || document === '') return [];
  if (isFutureOutput(holder, 'policy')) return [];
  const read = policyStatements(document);
  if ('broken' in read) return [violates(topic, `The policy of topic '${topic.name}' ${read.broken}: fix it.`)];
  const publicStatements = read.statements.filter(({ fields }) => isPublic(fields));
  if (publicStatements.length === 0 && read.unknown) {
    const reason = `who can use topic '${topic.name}' is not known before the update${comingFrom(holder, 'policy')}.`;
    return [undetermined(topic, reason)];
  }
  return publicStatements.map(({ label }) =>
    violates(
      topic,
      `Topic '${topic.name}' is open to everyone (${label} of '${holder.name}'): name the principal, or add ` +
        'a condition such as aws:SourceAccount.',
    ),
  );
}

function isPublic({ Effect, Principal, Condition }: PlainObject): boolean {
  const principals: readonly PropertyValue[] = isPlainObject(Principal) ? asList(Principal['AWS']) : asList(Principal);
  const hasCondition = isPlainObject(Condition) ? Object.keys(Condition).length > 0 : Condition === notYetKnown;
  return Effect === 'Allow' && principals.includes('*') && !hasCondition;
}
