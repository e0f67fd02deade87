import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import { audienceAttribute } from '../../contract/mailAudience';
import { shortenText } from '../../contract/shortenText';
import type { EmailBody } from '../../incidents/message/emailBody';

/** A message to SNS has at most 256 KB, and a character up to 3 bytes ("Publish" of its API reference). */
const longestMessage = 80_000;
/** "Subject" of the same page. */
const longestSubject = 100;

interface MailTopic {
  readonly sns: SNSClient;
  /** The stack's topic. */
  readonly topicArn: string;
}

/** Sends a mail to the subscriptions of an audience. */
export async function publishMail(
  { sns, topicArn }: MailTopic,
  audience: string,
  { subject, text }: EmailBody,
): Promise<void> {
  await sns.send(
    new PublishCommand({
      TopicArn: topicArn,
      // ASCII only, and no line break.
      Subject: shortenText(subject.replace(/[^ -~]/g, '?'), longestSubject).replace('…', '.'),
      Message: shortenText(text, longestMessage),
      MessageAttributes: { [audienceAttribute]: { DataType: 'String', StringValue: audience } },
    }),
  );
}
