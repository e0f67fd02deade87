import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DocExample } from './docExamples';
import { runCaptureExample } from './runCaptureExample';
import { sampleMessage } from './sampleMessage';

/** Hands messages to a reader of the ticket queue: one twice, one late, and alarms. */
export async function checkTicketReader({ text }: DocExample): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'ticket-reader-'));
  const message = { ...sampleMessage(), id: 'churn-2026110612.1', thread: 'churn-2026110612' };
  const alarm = { AlarmName: 'critical.prod.churn.silence', AlarmDescription: 'No report.' };
  const bodies = [
    message,
    message,
    { ...message, id: `${message.thread}.3`, kind: 'closed' },
    { ...message, id: `${message.thread}.2`, kind: 'escalated' },
    { ...alarm, NewStateValue: 'ALARM', StateChangeTime: '2026-11-06T12:00:00.000+0000' },
    { ...alarm, AlarmName: 'warning.prod.churn.promises', NewStateValue: 'OK', StateChangeTime: '2026-11-06T12:00' },
  ];
  const event = { Records: bodies.map((body) => ({ body: JSON.stringify(body) })) };
  try {
    const { result } = await runCaptureExample('python', text, { event, folder });
    assert.deepEqual(result, {
      [message.thread]: { order: 3, title: message.headline, open: false },
      [alarm.AlarmName]: { order: '2026-11-06T12:00:00.000+0000', title: 'No report.', open: true },
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
