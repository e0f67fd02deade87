import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { sampleIncidents } from '../../../scripts/docs/sampleIncidents';
import { localAccount } from '../../support/localAccount';
import { putIncident } from '../../support/putIncident';
import { runCliOn } from '../../support/runCli';
import { storeOnLocalAws } from '../../support/storeOnLocalAws';

describe('incident reindex and list on the local AWS', function () {
  this.timeout(60_000);
  const local = storeOnLocalAws();
  let store = '';
  before(async () => {
    store = mkdtempSync(join(tmpdir(), 'incidents-'));
    for (const incident of sampleIncidents) putIncident(store, incident);
    const client = new DynamoDBClient({
      endpoint: local.local.endpoint,
      region: localAccount.region,
      credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
    });
    await client.send(
      new CreateTableCommand({
        TableName: 'index',
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: ['by', 'at'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' as const })),
        KeySchema: [
          { AttributeName: 'by', KeyType: 'HASH' },
          { AttributeName: 'at', KeyType: 'RANGE' },
        ],
      }),
    );
    client.destroy();
  });
  after(() => rmSync(store, { recursive: true }));
  const run = (command: string, ...args: string[]) =>
    runCliOn(local.local.endpoint, 'incident', command, '--store', store, ...args);

  it('index the documents, and remove an incident whose document is gone', async () => {
    const { code, out, err } = await run('reindex', '--table', 'index');
    assert.deepEqual([code, out], [0, '4 incidents indexed in index, 0 removed'], err);
    const [sample] = sampleIncidents;
    assert.ok(sample);
    rmSync(join(store, sample.key));
    const again = JSON.parse((await run('reindex', '--table', 'index', '--json')).out);
    assert.deepEqual(again, { table: 'index', written: 3, removed: [sample.incident.id], unreadable: [] });
    putIncident(store, sample);
    await run('reindex', '--table', 'index');
  });

  it('list the same by the index as by the documents', async () => {
    for (const filter of [
      [],
      ['--state', 'open'],
      ['--feature', 'plan'],
      ['--endpoint', 'churn', '--to', '2026-11-05T00'],
    ]) {
      const [byIndex, byDocuments] = [await run('list', '--table', 'index', ...filter), await run('list', ...filter)];
      assert.deepEqual([byIndex.code, byIndex.err], [0, ''], byIndex.err);
      assert.equal(byIndex.out, byDocuments.out);
    }
    const [{ fingerprint, id }] = JSON.parse((await run('list', '--state', 'open', '--json')).out).incidents;
    const selected = JSON.parse((await run('list', '--table', 'index', '--fingerprint', fingerprint, '--json')).out);
    assert.deepEqual(
      selected.incidents.map((incident: { id: string }) => incident.id),
      [id],
    );
  });

  it('explain a missing table in one sentence: the list reads the documents, the index is not rebuilt', async () => {
    const listed = await run('list', '--table', 'gone', '--state', 'open');
    assert.equal(listed.code, 0);
    assert.equal(listed.err, 'table gone: cannot be read (it does not exist); reading the documents instead');
    assert.match(listed.out, /^1 incident\n/);
    const { code, err } = await run('reindex', '--table', 'gone');
    assert.deepEqual([code, err], [1, "table gone does not exist; use the stack's output incidentTableName"]);
    const invalid = await run('list', '--fingerprint', 'xyz');
    assert.match(invalid.err, /argument 'xyz' is invalid\. expected 16 hex digits, as in --json/);
  });
});
