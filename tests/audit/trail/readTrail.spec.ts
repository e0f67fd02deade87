import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import type { Span } from '../../../audit/trail/listTrail';
import { readTrail } from '../../../audit/trail/readTrail';
import { folderStore } from '../../../store/folderStore';
import { logKey, packRecords as pack, recordOf as record, trailFolder } from '../../support/trailFolder';

describe('the reader of a trail', () => {
  const trail = trailFolder();
  const { write } = trail;
  const read = (span: Span = {}) => readTrail(folderStore(trail.path()), span, () => true);
  const idsOf = ({ records }: { readonly records: readonly { readonly eventID: string }[] }) =>
    records.map(({ eventID }) => eventID).sort();

  it('reads all accounts and regions, of an organization too, and only calls that may concern the monitoring', async () => {
    write(logKey({}), pack(record('a'), record('other', { eventName: 'DescribeAlarms' })));
    write(logKey({ region: 'us-east-1' }), pack(record('b')));
    write(logKey({ top: 'AWSLogs/o-a1b2c3d4e5/', account: '999988887777' }), pack(record('c')));
    write('AWSLogs/123456789012/CloudTrail-Digest/eu-west-1/2026/11/02/digest.json.gz', 'a digest');
    write('AWSLogs/123456789012/CloudTrail-Insight/eu-west-1/2026/11/02/x.json.gz', 'an insight');
    const reading = await read();
    assert.deepEqual(idsOf(reading), ['a', 'b', 'c']);
    assert.deepEqual([reading.files, reading.calls, reading.unreadable], [3, 4, []]);
  });

  it('reads files in another layout by their names, unpacked and indented ones too', async () => {
    const name = '123456789012_CloudTrail_eu-west-1_20261102T1405Z_a.json';
    const { eventVersion, ...rest } = record('a');
    const spaced = { ...rest, eventVersion };
    write(`copy/${name}`, JSON.stringify({ Records: [spaced, record('b', { eventName: 'PutRule' })] }, null, 2));
    write('copy/notes.json', 'neither a log nor a digest');
    write('copy/123456789012_CloudTrail_eu-west-1_20261302T1405Z_a.json', 'of a month 13');
    assert.deepEqual(idsOf(await read()), ['a', 'b']);
  });

  it('is not misled by parameters that look like records', async () => {
    const forged = { eventVersion: '1.11', eventName: 'StopLogging', eventID: 'forged' };
    const outer = { requestParameters: { alarmNames: ['x'], list: [forged, forged], eventName: 'PutRule' } };
    write(logKey({}), pack(record('a', outer), record('b', { ...outer, eventName: 'ListTags' }), record('c')));
    assert.deepEqual(idsOf(await read()), ['a', 'c']);
  });

  it('keeps only records of the span, and opens only files that may have some', async () => {
    write(logKey({ time: '20261101T0000Z' }), 'not opened');
    write(logKey({ time: '20261105T0000Z' }), 'not opened');
    write(
      logKey({ time: '20261102T1410Z' }),
      pack(
        record('early', { eventTime: '2026-11-02T13:59:59Z' }),
        record('a'),
        record('end', { eventTime: '2026-11-02T15:00:00Z' }),
      ),
    );
    const reading = await read({ from: new Date('2026-11-02T14:00:00Z'), to: new Date('2026-11-02T15:00:00Z') });
    assert.deepEqual([idsOf(reading), reading.files, reading.unreadable], [['a'], 1, []]);
  });

  it('lists files that cannot be read, and reads the others', async () => {
    write(logKey({ unique: 'a' }), pack(record('a')));
    write(logKey({ unique: 'b' }), pack(record('b')).subarray(0, 60));
    write(logKey({ unique: 'c' }), gzipSync('{"Records":[{"eventName":"PutRule"'));
    write(logKey({ unique: 'd' }), pack({ eventName: 'PutRule' }));
    write(logKey({ unique: 'e' }), '');
    const { records, unreadable } = await read();
    assert.deepEqual(
      records.map(({ eventID }) => eventID),
      ['a'],
    );
    assert.deepEqual(
      unreadable.map(({ key, reason }) => [key.slice(-9, -8), reason.replace(/^.* in JSON .*$/, 'not JSON')]),
      [
        ['b', 'unexpected end of file'],
        ['c', unreadable[1]?.reason.replace(/^.* in JSON .*$/, 'not JSON')],
        ['d', '1 record without a call, source or time'],
        ['e', 'neither gzip nor JSON'],
      ],
    );
  });

  it('reads nothing of an empty folder', async () => {
    assert.deepEqual(await read(), { records: [], calls: 0, files: 0, unreadable: [] });
  });
});
