import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SESv2Client, SendEmailCommandInput } from '@aws-sdk/client-sesv2';
import type { PublishCommandInput, SNSClient } from '@aws-sdk/client-sns';
import type { DigestSettings } from '../../../contract/digestSettings';
import { monitorSettingsKey, readMonitorSettings } from '../../../contract/monitorSettings';
import { sendDigests } from '../../../functions/incident/sendDigests';
import { readTextFile } from '../../../store/documents';
import { folderStore } from '../../../store/folderStore';

const at = new Date('2026-11-06T18:00:00Z');

describe('sending digests', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'digests-'));
    cpSync('assets/incidents', folder, { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Sends digests with other settings. Returns what was published and mailed, and the error. */
  async function send(digest: Partial<DigestSettings>, { refused = '', to = at } = {}) {
    const file = join(folder, monitorSettingsKey);
    const settings = readMonitorSettings(readTextFile(file));
    const audiences = [{ to: ['all@example.com'] }, { owner: 'flight-ops', to: ['flights@example.com'] }];
    writeFileSync(
      file,
      JSON.stringify({ ...settings, mutes: [], digest: { whenQuiet: 'line', audiences, ...digest } }),
    );
    const published: PublishCommandInput[] = [];
    const mailed: SendEmailCommandInput[] = [];
    const clientOf = (inputs: unknown[]) => ({
      send: async ({ input }: { input: unknown }) => {
        if (refused && JSON.stringify(input).includes(refused)) throw new Error('Throttling: rate exceeded');
        inputs.push(input);
      },
    });
    const error = await sendDigests(
      {
        store: folderStore(folder),
        sns: clientOf(published) as unknown as SNSClient,
        ses: clientOf(mailed) as unknown as SESv2Client,
        topicArn: 'topic-arn',
      },
      to,
    ).catch((thrown: Error) => thrown.message);
    return { published, mailed, error };
  }

  it('publishes each audience its own text, which only its subscriptions get', async () => {
    const { published, mailed, error } = await send({});
    assert.deepEqual([mailed, error], [[], undefined]);
    assert.deepEqual(
      published.map(({ TopicArn, Subject, MessageAttributes }) => [TopicArn, Subject, MessageAttributes]),
      [
        [
          'topic-arn',
          'Monitoring of prod: 2 new incidents, 2 silent endpoints',
          { audience: { DataType: 'String', StringValue: 'stack' } },
        ],
        [
          'topic-arn',
          'Monitoring of flight-ops, prod: 1 new incident, 1 silent endpoint',
          { audience: { DataType: 'String', StringValue: 'owner:flight-ops' } },
        ],
      ],
    );
    assert.match(published[1]?.Message ?? '', /^- arrival-delay-2026110520 \(warning\): acknowledged/m);
    assert.doesNotMatch(published[1]?.Message ?? '', /churn/);
  });

  it('mails text and HTML from the sender of the settings, to at most 50 recipients at once', async () => {
    const to = Array.from({ length: 51 }, (_, i) => `reader${i}@example.com`);
    const { published, mailed } = await send({ from: 'monitoring@example.com', audiences: [{ to }] });
    assert.deepEqual(published, []);
    assert.deepEqual(
      mailed.map(({ Destination }) => Destination?.ToAddresses?.length),
      [50, 1],
    );
    const [first] = mailed;
    assert.equal(first?.FromEmailAddress, 'monitoring@example.com');
    const { Subject, Body } = first?.Content?.Simple ?? {};
    assert.equal(Subject?.Data, 'Monitoring of prod: 2 new incidents, 2 silent endpoints');
    assert.match(Body?.Text?.Data ?? '', /^New incidents$/m);
    assert.match(Body?.Html?.Data ?? '', /^<!doctype html>/);
  });

  it('sends the others if one fails, and fails with its name, so that the run is repeated', async () => {
    const { published, error } = await send({}, { refused: '"stack"' });
    assert.equal(published.length, 1);
    assert.equal(error, 'the digest was not sent to stack: Throttling: rate exceeded');
  });

  it('sends a subject that SNS accepts', async () => {
    const owner = `größe ${'x'.repeat(200)}`;
    const { published } = await send({ audiences: [{ owner, to: ['a@example.com'] }] });
    assert.match(published[0]?.Subject ?? '', /^[ -~]{1,100}$/);
  });

  it('sends one line, or nothing by setting, if there is nothing to say', async () => {
    // No endpoint of this owner is in the sample.
    const audiences = [{ owner: 'nobody', to: ['a@example.com'] }];
    assert.match(
      (await send({ audiences })).published[0]?.Message ?? '',
      /^Monitoring of nobody, prod: nothing to report on 0 endpoints .*\n$/,
    );
    assert.deepEqual((await send({ audiences, whenQuiet: 'nothing' })).published, []);
    assert.deepEqual((await send({ audiences: [] })).published, []);
  });
});
