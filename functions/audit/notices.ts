import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { CheckFault } from '../../audit/check/checkResult';
import { severityOf } from '../../audit/judge/callSeverity';
import type { JudgedCall } from '../../audit/judge/judgedCall';
import { alarmName, type Severity, severities } from '../../contract/alarmNames';
import { observabilityNamespace } from '../../contract/metrics';
import { shortenText } from '../../contract/shortenText';

/**
 * A message on unexplained calls or faults, with the fields of CloudWatch's alarm messages that routes filter by and that
 * pagers and ticket systems read.
 */
export interface AuditNotice {
  readonly AlarmName: string;
  readonly AlarmDescription: string;
  readonly NewStateValue: 'ALARM';
  readonly NewStateReason: string;
  /** ISO 8601 instant. */
  readonly StateChangeTime: string;
  /** The subscriptions read the metric's name in it; without a trigger a filter may not match. */
  readonly Trigger: { readonly Namespace: string; readonly MetricName: 'UnexplainedCalls' };
}

/** In the place of an endpoint in the names of notices on parts that endpoints share. */
const auditPart = 'audit';
/** Sentences that a notice has, and the length of each: a message of SNS has at most 256 KB. */
const listedSentences = 10;
const longestSentence = 2000;
const callAdvice = "List all with 'audit unexplained'. If the call was planned, add it to the settings under evidence.";
const faultAdvice =
  "List all with 'audit verify --store'. The message is repeated once a day until the fault is fixed.";

/** A sentence, and what it is grouped by into notices. */
interface NoticeLine {
  readonly severity: Severity;
  readonly endpoint?: string;
  /** Caller; empty if the sentences of several go into one notice. */
  readonly who: string;
  readonly sentence: string;
}

/** One notice for each caller, endpoint and severity of unexplained calls, the most severe first. */
export function composeNotices(stack: string, calls: readonly JudgedCall[], at: Date): AuditNotice[] {
  const lines = calls.map((call) => ({
    severity: severityOf(call),
    endpoint: call.endpoint,
    who: call.who,
    sentence: `${call.when} ${call.sentence}`,
  }));
  return groupLines(lines, { stack, what: 'change', advice: callAdvice, at });
}

/** One notice for each endpoint and severity of the faults of a self-check, the most severe first. */
export function composeFaultNotices(stack: string, faults: readonly CheckFault[], at: Date): AuditNotice[] {
  const lines = faults.map(({ severity, endpoint, text }) => ({ severity, endpoint, who: '', sentence: text }));
  return groupLines(lines, { stack, what: 'fault', advice: faultAdvice, at });
}

interface GroupArgs extends Pick<NoticeArgs, 'advice' | 'at'> {
  readonly stack: string;
  /** Last part of the notices' names. */
  readonly what: string;
}

function groupLines(lines: readonly NoticeLine[], { stack, what, advice, at }: GroupArgs): AuditNotice[] {
  const groups = new Map<string, { severity: Severity; endpoint: string; sentences: string[] }>();
  for (const { severity, endpoint = auditPart, who, sentence } of lines) {
    const key = JSON.stringify([severity, endpoint, who]);
    const group = groups.get(key) ?? { severity, endpoint, sentences: [] };
    group.sentences.push(sentence);
    groups.set(key, group);
  }
  return [...groups.values()]
    .sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity))
    .map(({ severity, endpoint, sentences }) =>
      composeNotice({ name: alarmName({ severity, stack, endpoint, what }), advice, sentences, at }),
    );
}

interface NoticeArgs {
  readonly name: string;
  /** What to do. */
  readonly advice: string;
  readonly sentences: readonly string[];
  readonly at: Date;
}

function composeNotice({ name, advice, sentences, at }: NoticeArgs): AuditNotice {
  const listed = sentences.slice(0, listedSentences).map((sentence) => shortenText(sentence, longestSentence));
  const more = sentences.length - listed.length;
  return {
    AlarmName: name,
    AlarmDescription: advice,
    NewStateValue: 'ALARM',
    NewStateReason: [...listed, ...(more > 0 ? [`and ${more} more`] : [])].join('\n'),
    StateChangeTime: at.toISOString(),
    Trigger: { Namespace: observabilityNamespace, MetricName: 'UnexplainedCalls' },
  };
}

export interface NoticeTarget {
  readonly sns: SNSClient;
  readonly topicArn: string;
}

export async function sendNotice({ sns, topicArn }: NoticeTarget, notice: AuditNotice): Promise<void> {
  // SNS accepts up to 100 ASCII characters.
  const Subject = `ALARM: ${notice.AlarmName}`.slice(0, 100);
  await sns.send(new PublishCommand({ TopicArn: topicArn, Subject, Message: JSON.stringify(notice) }));
}
