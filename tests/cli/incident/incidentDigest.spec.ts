import assert from 'node:assert/strict';
import { runCli } from '../../support/runCli';

describe('incident digest', () => {
  const digest = (...args: string[]) =>
    runCli('incident', 'digest', '--store', 'assets/incidents', '--to', '2026-11-06T18', ...args);

  it('prints the same facts as text and as JSON', async () => {
    const [text, json] = [await digest(), await digest('--json')];
    assert.deepEqual([text.code, json.code], [0, 0]);
    const { opened, open, owner, from, to } = JSON.parse(json.out);
    assert.deepEqual([owner, from, to], [undefined, '2026-11-05T18:00:00.000Z', '2026-11-06T18:00:00.000Z']);
    assert.ok(opened.length + open.length > 0);
    for (const { id } of [...opened, ...open]) assert.ok(text.out.includes(id), id);
  });

  it('is of the endpoints of one owner with --owner, and lists the owners for another name', async () => {
    const { out } = await digest('--json', '--owner', 'payments-ml');
    assert.equal(JSON.parse(out).owner, 'payments-ml');
    const { code, err } = await digest('--owner', 'nobody');
    assert.equal(code, 1);
    assert.match(err, /^no endpoint has owner 'nobody'; owners: .*payments-ml/);
  });
});
