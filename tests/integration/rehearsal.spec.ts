import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { baselineFiles } from '../../contract/storeLayout';
import type { HourRow, RehearsalReport } from '../../rehearsal/model/rehearsalReport';
import { describeWithBrowser, startBrowser } from '../support/browser';
import { writeChurnData } from '../support/churnData';
import { schemaFaults } from '../support/jsonSchema';
import { oscalFaults } from '../support/oscalFaults';
import { startRehearsal } from '../support/rehearsalRun';

describe('rehearse', function () {
  this.timeout(400_000);
  let folder: string;
  let report: RehearsalReport;
  let output: string;
  let code: number | null;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'rehearsal-spec-'));
    const run = startRehearsal(['--out', folder]);
    code = await run.ended;
    output = run.output();
    assert.ok(readdirSync(folder).includes('rehearsal.json'), output);
    report = JSON.parse(readFileSync(join(folder, 'rehearsal.json'), 'utf8')) as RehearsalReport;
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const hoursOf = (payload: string) => report.hours.filter((hour) => hour.payload === payload);
  const user = (name: string) => `arn:aws:iam::123456789012:user/${name}`;
  const checks = (hour: HourRow | undefined) =>
    [...new Set(hour?.violations.map((v) => v.constraint_check_type))].sort();

  it('ends with exit code 0, every link held, and no work folder left', () => {
    assert.deepEqual(
      report.links.filter(({ held }) => !held),
      [],
      output,
    );
    assert.equal(code, 0);
    assert.match(output, /The chain held: 44 of 44 links worked\./);
    assert.deepEqual(report.links.length, 44);
  });

  it('writes its data according to their JSON Schema', () => {
    assert.deepEqual(schemaFaults('rehearsal/schemas/rehearsal.schema.json', report), []);
  });

  it('deploys, changes, repairs and destroys with the engine', () => {
    const [first, second, repaired, destroyed] = report.deployments;
    assert.ok(first && second && repaired && destroyed);
    assert.ok(first.created > 50);
    assert.deepEqual([second.created, second.updated, second.replaced, second.deleted], [22, 20, 0, 0]);
    assert.deepEqual([repaired.created, repaired.updated, repaired.replaced], [1, 8, 0]);
    assert.equal(destroyed.deleted, first.created + second.created);
  });

  it('detects in each hour what its captures contain', () => {
    assert.deepEqual(
      hoursOf('clean').flatMap((hour) => hour.violations),
      [],
    );
    for (const hour of hoursOf('drifted')) {
      assert.deepEqual(checks(hour), ['baseline_drift_check']);
      assert.ok(hour.violations.some((v) => v.feature_name === 'dep_delay'));
    }
    assert.deepEqual(checks(hoursOf('broken: missing column')[0]), ['missing_column_check']);
    assert.deepEqual(checks(hoursOf('broken: changed type')[0]), [
      'categorical_values_check',
      'completeness_check',
      'data_type_check',
    ]);
    assert.equal(hoursOf('broken: garbage')[0]?.rejects, 6);
    assert.ok(report.rejects.every(({ file, line }) => file.endsWith('.jsonl') && line > 0));
  });

  it('runs the analyzer for every hour with its own role, and finds what the managed monitor finds', () => {
    const link = report.links.find(({ id }) => id === 'analyzer-agrees');
    assert.equal(link?.observed, '15 of 15 hours analyzed, 10 compared; different: none');
    const { granted } = report.roles;
    const used = (action: string) => granted.filter((grant) => grant.action === action && grant.calls > 0);
    // Schedules also start the audit function every hour, and the incident function once, for the digest.
    assert.deepEqual(
      used('lambda:InvokeFunction').map(({ calls }) => calls),
      [17, 15, 1],
    );
    assert.ok(used('s3:PutObject').some(({ resource }) => resource.endsWith('/reports/*/schema=*/*/analyzer/*')));
  });

  it('sends messages to pager and tickets by severity, and one digest', () => {
    const raised = (route: string) =>
      new Set(
        report.messages.filter((m) => m.route === route && m.state === 'ALARM').map((m) => m.alarmName.split('.')[0]),
      );
    assert.deepEqual(raised('pager'), new Set(['critical']));
    assert.deepEqual(raised('tickets'), new Set(['critical', 'warning']));
    assert.equal(report.digests.length, 1);
    assert.match(report.digests[0] ?? '', /^Monitoring of local: \d+ new incidents/);
    const paged = report.messages.find((m) => m.route === 'pager' && m.state === 'ALARM');
    assert.match(paged?.alarmName ?? '', /^critical\.local\.(arrival-delay(?:-analyzer)?)\.\1-2026110\d{3}$/);
  });

  it('writes an incident per period of violations, with causes and the report', () => {
    const incidentsOf = (endpoint: string) =>
      report.incidents.filter(({ key }) => key.startsWith(`incidents/${endpoint}/`));
    const [drift] = incidentsOf('arrival-delay');
    assert.equal(drift?.key, 'incidents/arrival-delay/2026/arrival-delay-2026110210.md');
    assert.match(drift?.markdown ?? '', /baseline_drift_check/);
    assert.match(drift?.markdown ?? '', /reports\/arrival-delay\/schema=v1\/arrival-delay\//);
    assert.equal(incidentsOf('arrival-delay').length, 4);
    assert.match(
      incidentsOf('arrival-delay-analyzer')[0]?.markdown ?? '',
      /reports\/arrival-delay-analyzer\/schema=v1\/arrival-delay-analyzer\/analyzer\/2026\/11\/02\/11/,
    );
  });

  it('holds the message of an incident back during maintenance, and names it in the digest', () => {
    const incident = report.incidents.find(({ key }) => key.endsWith('/arrival-delay-2026110213.md'));
    assert.match(
      incident?.markdown ?? '',
      /- 2026-11-02 14:00 UTC: opened \((critical|warning)\): upgrade of the flight data feed \(ml-oncall@example\.com\), until 2026-11-02T14:30/,
    );
    assert.ok(!report.messages.some(({ alarmName }) => alarmName.endsWith('.arrival-delay-2026110213')));
    assert.match(
      report.digests[0] ?? '',
      /\n\nHeld back by mutes\n- arrival-delay-2026110213 .* held back: upgrade of the flight data feed \(ml-oncall@example\.com\)\n/,
    );
  });

  it('writes the page of the knowledge base, with every incident', () => {
    const page = readFileSync(join(folder, 'rehearsal-incidents', 'index.html'), 'utf8');
    for (const { key } of report.incidents) assert.ok(page.includes(key.replace(/^.*\/|\.md$/g, '')), key);
    assert.match(readFileSync(join(folder, 'rehearsal.html'), 'utf8'), /href="rehearsal-incidents\/index\.html"/);
  });

  it('records who approved, muted, rescheduled and changed the baseline, when, and what', () => {
    // Calls of one instant are in the order of their ids.
    const [byDay, silencing] = [report.audit.slice(0, 9), report.audit.slice(9)];
    assert.deepEqual(
      byDay.map(({ who, action, when }) => [who, action, when]),
      [
        ...[...baselineFiles, ...baselineFiles].map(() => [user('reviewer'), 'PutObject', '2026-11-02T08:00:00Z']),
        [user('contractor'), 'DisableAlarmActions', '2026-11-02T17:00:00Z'],
        [user('contractor'), 'UpdateMonitoringSchedule', '2026-11-02T18:00:00Z'],
        [user('contractor'), 'PutObject', '2026-11-02T19:00:00Z'],
      ],
    );
    assert.deepEqual(
      byDay.map(({ verdict }) => verdict),
      [...Array(6).fill('routine'), ...Array(3).fill('unexplained')],
    );
    assert.equal(silencing.length, 11);
    for (const { who, when, verdict } of silencing) {
      assert.deepEqual([who, when, verdict], [user('contractor'), '2026-11-02T23:00:00Z', 'unexplained']);
    }
    assert.match(
      report.audit[6]?.sentence ?? '',
      /^user contractor muted alarm critical\.local\.arrival-delay\.promises.* of endpoint arrival-delay with DisableAlarmActions from .*; actions enabled from true to false; unexplained$/,
    );
    const targets = report.audit.map(({ target }) => target);
    assert.match(targets[6] ?? '', /critical\.local\.arrival-delay\.promises/);
    assert.match(targets[7] ?? '', /cron\(0 0 \? \* \* \*\)/);
    assert.match(targets[8] ?? '', /baselines\/arrival-delay\/schema=v1\/[^/]+\/constraints\.json/);
  });

  it('sends a message on each change that nothing explains, and notes it in the open incident', () => {
    const changes = report.messages.filter(
      ({ route, alarmName }) => route === 'pager' && alarmName.endsWith('.change'),
    );
    assert.match(
      changes[0]?.summary ?? '',
      /^2026-11-02T17:00:00Z user contractor muted alarm critical\.local\.arrival-delay\.promises/,
    );
    const muted = report.incidents.find(({ markdown }) => markdown.includes('Muted alarm'));
    assert.match(
      muted?.markdown ?? '',
      /Muted alarm critical.* with DisableAlarmActions .*\n\s+by: arn:aws:iam::123456789012:user\/contractor\n/,
    );
  });

  it('writes an evidence pack whose OSCAL results are valid, and lists who may silence the monitoring', () => {
    const pack = join(folder, 'rehearsal-evidence', '2026Q4');
    assert.deepEqual(oscalFaults(JSON.parse(readFileSync(join(pack, 'assessment-results.json'), 'utf8'))), []);
    assert.equal(report.evidence?.pack.page, '2026Q4/report.html');
    const [person, ...roles] = report.evidence?.reach ?? [];
    assert.ok((person?.allowed ?? 0) > 300);
    assert.ok(roles.length > 3);
  });

  it('has a baseline of the registered schema, approved by another than its author', () => {
    const { captureSchema, approval, derivedBy } = report.baseline ?? {};
    assert.match(captureSchema?.fingerprint ?? '', /^[0-9a-f]{64}$/);
    assert.deepEqual([approval?.by, derivedBy], [user('reviewer'), user('deployment')]);
  });

  it('lists the imitated parts in the terminal and in the report', () => {
    assert.ok(report.imitated.length >= 8);
    for (const { part } of report.imitated) assert.ok(output.replaceAll(/\s+/g, ' ').includes(part), part);
  });

  it('checks every call against the service models, and finds nothing', () => {
    const { calls, ...checks } = report.calls;
    assert.ok(calls > 400, String(calls));
    assert.deepEqual(checks, { requests: calls, responses: calls, findings: [] });
    assert.match(output, new RegExp(`${calls} calls: ${calls} requests and ${calls} responses checked`));
  });

  it('runs the functions with their roles, whose permissions are used or explained', () => {
    const { granted, denied } = report.roles;
    assert.deepEqual(denied, []);
    assert.ok(granted.some(({ action, calls }) => action === 's3:GetObject' && calls > 0));
    assert.deepEqual(
      granted.filter(({ calls, reason }) => calls === 0 && reason === undefined),
      [],
    );
  });

  describeWithBrowser('its page', (executablePath) => {
    it('opens from disk without errors, and shows the verdict', async () => {
      const browser = await startBrowser(executablePath);
      try {
        const page = await browser.newPage();
        const complaints: string[] = [];
        page.on('console', (message) => complaints.push(message.text()));
        page.on('pageerror', (error) => complaints.push(error.message));
        page.on('request', (request) => {
          if (!request.url().startsWith('file:')) complaints.push(request.url());
        });
        await page.goto(pathToFileURL(join(folder, 'rehearsal.html')).href);
        assert.match((await page.locator('h1').textContent()) ?? '', /The chain held: 44 of 44 links worked\./);
        assert.ok((await page.locator('svg[role=img]').count()) > 5);
        assert.deepEqual(complaints, []);
      } finally {
        await browser.close();
      }
    });
  });
});

describe('rehearse with own data', function () {
  this.timeout(300_000);

  it('infers the schema, replays every hour, and lists the rejected records', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'own-data-'));
    try {
      const { captures, training } = writeChurnData(folder);
      const run = startRehearsal(['--captures', captures, '--training', training, '--out', folder]);
      assert.equal(await run.ended, 0, run.output());
      const report = JSON.parse(readFileSync(join(folder, 'rehearsal.json'), 'utf8')) as RehearsalReport;
      assert.equal(report.endpoint, 'churn');
      assert.deepEqual(
        report.hours.map(({ rows, rejects, status, violations }) => [rows, rejects, status, violations.length]),
        [
          [150, 0, 'Completed', 0],
          [150, 1, 'Completed', 0],
        ],
      );
      assert.deepEqual(
        report.rejects.map(({ file, line }) => [file.slice(file.indexOf('blue')), line]),
        [['blue/2026/11/02/09/captures.jsonl', 1]],
      );
      assert.deepEqual(
        report.distributions.map(({ feature, kind }) => [feature, kind]),
        [
          ['score', 'numeric'],
          ['age', 'numeric'],
          ['country', 'string'],
        ],
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('ends with exit code 1 and names the failed links', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'own-data-'));
    try {
      const { captures, training } = writeChurnData(folder);
      writeFileSync(join(captures, 'churn', 'blue', '2026', '11', '02', '09', 'captures.jsonl'), 'no JSON at all\n');
      const run = startRehearsal(['--captures', captures, '--training', training, '--out', folder]);
      assert.equal(await run.ended, 1, run.output());
      const report = JSON.parse(readFileSync(join(folder, 'rehearsal.json'), 'utf8')) as RehearsalReport;
      assert.deepEqual(
        report.links.flatMap(({ id, held }) => (held ? [] : id)),
        ['runs-follow-schedule'],
      );
      assert.equal(report.hours[1]?.status, 'Failed');
      assert.deepEqual(
        report.rejects.map(({ line, reason }) => [line, reason]),
        [[1, 'the line is not JSON.']],
      );
      assert.match(run.output(), new RegExp(`The chain did not hold: 1 of ${report.links.length} links failed`));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
