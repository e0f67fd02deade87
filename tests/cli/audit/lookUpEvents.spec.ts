import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { runCliOn } from '../../support/runCli';
import { recordOf } from '../../support/trailFolder';

describe('--lookup', () => {
  let server: Server;
  let url: string;
  const asked: string[] = [];
  /** Records of the event history by call, two on a page. */
  const history: Readonly<Record<string, object[]>> = {
    DisableAlarmActions: [recordOf('a'), recordOf('b'), recordOf('c', { requestParameters: { alarmNames: ['cpu'] } })],
  };

  before((done) => {
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => {
        body += chunk.toString();
      });
      request.on('end', () => {
        const { LookupAttributes = [], NextToken } = JSON.parse(body);
        const name: string = LookupAttributes[0]?.AttributeValue ?? '';
        asked.push(name);
        if (name === 'DeleteDashboards') {
          response.writeHead(400, { 'content-type': 'application/x-amz-json-1.1' });
          response.end(JSON.stringify({ __type: 'AccessDeniedException', message: 'not authorized' }));
          return;
        }
        const records = history[name] ?? [];
        const page = NextToken ? records.slice(2) : records.slice(0, 2);
        const Events = page.map((record) => ({ CloudTrailEvent: JSON.stringify(record) }));
        response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' });
        response.end(JSON.stringify({ Events, NextToken: NextToken || records.length <= 2 ? undefined : 'next' }));
      });
    }).listen(0, '127.0.0.1', () => {
      url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      done();
    });
  });
  after((done) => {
    server.close(done);
  });
  const span = ['--from', '2026-11-02T00', '--to', '2026-11-03T00'];
  const ask = (...args: readonly string[]) => runCliOn(url, 'audit', ...args, '--lookup', ...span);

  it('reads every page of the calls that the question may be about, and no others', async () => {
    const { code, out } = await ask('who', '--alarm', 'critical.prod.churn.silence', '--json');
    const { calls, files } = JSON.parse(out) as { calls: { eventId: string }[]; files: number };
    assert.deepEqual([calls.map(({ eventId }) => eventId), files, code], [['a', 'b'], 0, 2]);
    assert.ok(asked.includes('PutAlarmMuteRule') && !asked.includes('StopLogging'));
  });

  it('exits with 3 without a call', async () => {
    const { code, err } = await ask('who', '--schedule', 'churn-4f1c2a7');
    assert.match(err, /^nothing to list: no call on schedule churn-4f1c2a7 from .* in 0 records$/);
    assert.equal(code, 3);
  });

  it('refuses questions about objects, and another source besides', async () => {
    assert.equal(
      (await ask('who', '--baseline', 'x')).err,
      "CloudTrail's event history has no calls on objects; use --trail",
    );
    assert.match((await ask('unexplained', '--trail', '.')).err, /^use one of --trail, --athena and --lookup$/);
    assert.match((await runCliOn(url, 'audit', 'unexplained')).err, /^use one of --trail, --athena and --lookup$/);
  });

  it('explains a refused call in one sentence', async () => {
    const { code, err } = await ask('unexplained');
    assert.match(
      err,
      /^CloudTrail's event history cannot be read \(AccessDeniedException: not authorized\); check the credentials,/,
    );
    assert.equal(code, 1);
  });
});
