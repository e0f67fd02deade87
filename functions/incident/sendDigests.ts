import { type SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import type { SNSClient } from '@aws-sdk/client-sns';
import type { DigestAudience } from '../../contract/digestSettings';
import { errorText } from '../../contract/errorText';
import { hourMs } from '../../contract/hours';
import { digestAudienceName } from '../../contract/mailAudience';
import { composeDigest, type Digest, isQuiet } from '../../incidents/digest/digest';
import { digestMail } from '../../report/digest/digestMail';
import { digestSubject } from '../../report/digest/digestSections';
import { digestText } from '../../report/digest/digestText';
import { readDigestFacts } from '../../store/digestFacts';
import type { ObjectStore } from '../../store/objectStore';
import { readStoredSettings } from '../../store/storedSettings';
import { publishMail } from './publishMail';

export interface DigestSender {
  readonly store: ObjectStore;
  readonly sns: SNSClient;
  readonly ses: SESv2Client;
  /** The stack's topic. */
  readonly topicArn: string;
}

/** Recipients of one mail ("SendEmail" of the API reference of SES). */
const recipientsPerMail = 50;

/**
 * Sends each audience the digest of the day before an instant: HTML and text by SES if the settings name a sender, otherwise
 * text by the stack's topic. An audience that fails does not keep the others from theirs. Throws if one failed.
 */
export async function sendDigests(sender: DigestSender, to: Date): Promise<void> {
  const settings = await readStoredSettings(sender.store);
  const { digest } = settings;
  if (!digest || digest.audiences.length === 0) return;
  const facts = await readDigestFacts(sender.store, settings, { from: new Date(to.getTime() - 24 * hourMs), to });
  const failures: string[] = [];
  for (const audience of digest.audiences) {
    const composed = composeDigest(facts, audience.owner);
    if (digest.whenQuiet === 'nothing' && isQuiet(composed)) continue;
    const send =
      digest.from === undefined
        ? publishMail(sender, digestAudienceName(audience), {
            subject: digestSubject(composed),
            text: digestText(composed),
          })
        : mail(sender, audience, composed, digest.from);
    await send.catch((error: unknown) => {
      failures.push(`${digestAudienceName(audience)}: ${errorText(error)}`);
    });
  }
  if (failures.length > 0) throw new Error(`the digest was not sent to ${failures.join('; ')}`);
}

async function mail({ ses }: DigestSender, { to }: DigestAudience, digest: Digest, from: string): Promise<void> {
  const data = (Data: string) => ({ Data, Charset: 'UTF-8' });
  for (let i = 0; i < to.length; i += recipientsPerMail) {
    await ses.send(
      new SendEmailCommand({
        FromEmailAddress: from,
        Destination: { ToAddresses: to.slice(i, i + recipientsPerMail) },
        Content: {
          Simple: {
            Subject: data(digestSubject(digest)),
            Body: { Text: data(digestText(digest)), Html: data(digestMail(digest)) },
          },
        },
      }),
    );
  }
}
