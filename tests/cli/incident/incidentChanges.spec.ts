import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sampleIncidents } from '../../../scripts/docs/sampleIncidents';
import { schemaFaults } from '../../support/jsonSchema';
import { putIncident } from '../../support/putIncident';
import { runCli } from '../../support/runCli';
import { logKey, packRecords, recordOf, trailFolder } from '../../support/trailFolder';

describe('incident changes', () => {
  const trail = trailFolder();
  const id = 'churn-2026110300';
  let store = '';
  beforeEach(() => {
    store = mkdtempSync(join(tmpdir(), 'incidents-'));
    for (const incident of sampleIncidents) putIncident(store, incident);
    trail.write(
      logKey({}),
      packRecords(
        recordOf('mute'),
        recordOf('deployment', {
          eventSource: 'sagemaker.amazonaws.com',
          eventName: 'UpdateEndpoint',
          eventTime: '2026-11-02T23:10:00Z',
          requestParameters: { endpointName: 'churn', endpointConfigName: 'churn-7' },
        }),
        recordOf('other endpoint', {
          eventSource: 'sagemaker.amazonaws.com',
          eventName: 'UpdateEndpoint',
          requestParameters: { endpointName: 'fraud' },
        }),
        recordOf('refused', { errorCode: 'AccessDenied' }),
        recordOf('days before', { eventTime: '2026-11-01T10:00:00Z' }),
      ),
    );
  });
  afterEach(() => rmSync(store, { recursive: true }));
  const run = (command: string, ...args: string[]) => runCli('incident', command, id, ...args, '--store', store);

  it('lists what the trail has of the endpoint in the day before, with who, and records it', async () => {
    const { code, out } = await run('changes', '--trail', trail.path(), '--record', '--json');
    const listed = JSON.parse(out);
    assert.deepEqual([code, schemaFaults('cli/schemas/incident-changes.schema.json', listed)], [0, []]);
    const by = 'arn:aws:iam::123456789012:user/mallory';
    assert.deepEqual(
      listed.changes.map((change: Record<string, string>) => [change['at'], change['kind'], change['by']]),
      [
        ['2026-11-02T14:05:00Z', 'mute', by],
        ['2026-11-02T23:10:00Z', 'deployment', by],
      ],
    );
    assert.match(listed.changes[0].what, /^Muted alarm critical\.prod\.churn\.silence of endpoint churn with Disable/);
    const shown = (await run('show')).out;
    assert.match(shown, /\n- 2026-11-02 23:10 UTC: Endpoint churn was deployed with UpdateEndpoint\. \(by arn/);
    assert.match(shown, /\*\*deployment\*\* \(score 0\.40/);
    const again = JSON.parse((await run('changes', '--trail', trail.path(), '--record', '--json')).out);
    assert.deepEqual(again.changes, listed.changes);
  });

  it('exits with 3 where nothing is known', async () => {
    const { code, err } = await run('changes');
    assert.deepEqual([code, err], [3, `nothing to list: nothing changed in the day before ${id}`]);
  });
});
