import assert from 'node:assert/strict';
import type { LikelyCause } from '../../../contract/likelyCause';
import type { BrokenPromise } from '../../../contract/windowSummary';
import {
  addReport,
  closeIncident,
  emptyIncident,
  includesReport,
  isClosedBy,
  isContinuedBy,
  openIncident,
  reopenAt,
  type WindowReport,
} from '../../../incidents/document/incident';

const at = (hour: number) => new Date(Date.UTC(2026, 10, 23, hour));
const violation = (feature: string, check = 'range_check', description = 'Found.'): BrokenPromise => ({
  feature,
  check,
  severity: 'warning',
  description,
});
const report = (hour: number, changes: Partial<WindowReport> = {}): WindowReport => ({
  endpoint: 'churn',
  schema: 'v1',
  monitoringSchedule: 'hourly',
  hour: at(hour),
  to: at(hour + 1),
  key: `key-${hour}`,
  version: 'a',
  brokenPromises: [violation('age')],
  causes: [],
  rejects: [],
  rejectCount: 0,
  rows: 120,
  ...changes,
});

describe('an incident', () => {
  it('opens with its first violating report', () => {
    const brokenPromises = [violation('plan'), violation('age', 'data_type_check'), violation('age')];
    assert.deepEqual(openIncident(report(10, { brokenPromises })), {
      id: 'churn-2026112310',
      endpoint: 'churn',
      schema: 'v1',
      schedule: 'hourly',
      status: 'open',
      opened: '2026-11-23T10:00:00.000Z',
      lastWindow: '2026-11-23T10:00:00.000Z',
      messages: [],
      checkTypes: ['data_type_check', 'range_check'],
      features: ['age', 'plan'],
      violations: [
        ['age', 'data_type_check'],
        ['age', 'range_check'],
        ['plan', 'range_check'],
      ].map(([feature, checkType]) => ({
        feature,
        checkType,
        severity: 'warning',
        first: '2026-11-23T10:00:00.000Z',
        last: '2026-11-23T10:00:00.000Z',
        windows: 1,
        description: 'Found.',
      })),
      reports: [
        {
          window: '2026-11-23T10:00:00.000Z',
          to: '2026-11-23T11:00:00.000Z',
          key: 'key-10',
          version: 'a',
          rows: 120,
          rejected: 0,
          broken: ['data_type_check age', 'range_check age', 'range_check plan'],
          causes: {},
        },
      ],
      rejects: [],
      causes: [],
      histograms: [],
      rejectedLines: 0,
      similar: [],
      runbooks: [],
      actions: [],
    });
  });

  it('keeps first and last window, and the latest text, whatever the order of reports', () => {
    const reports = [
      report(11, { brokenPromises: [violation('age', 'range_check', 'Second.')] }),
      report(10, { brokenPromises: [violation('age', 'range_check', 'First.')] }),
      report(13, { brokenPromises: [violation('age', 'range_check', 'Third.')] }),
    ];
    const [first, ...others] = reports;
    assert.ok(first);
    const incident = others.reduce(addReport, openIncident(first));
    assert.deepEqual(incident.violations, [
      {
        feature: 'age',
        checkType: 'range_check',
        severity: 'warning',
        first: '2026-11-23T10:00:00.000Z',
        last: '2026-11-23T13:00:00.000Z',
        windows: 3,
        description: 'Third.',
      },
    ]);
    assert.equal(incident.lastWindow, '2026-11-23T13:00:00.000Z');
    assert.deepEqual(
      incident.reports.map(({ key }) => key),
      ['key-10', 'key-11', 'key-13'],
    );
    const late = addReport(incident, report(12, { brokenPromises: [violation('age', 'range_check', 'Late.')] }));
    assert.deepEqual([late.violations[0]?.description, late.lastWindow], ['Third.', '2026-11-23T13:00:00.000Z']);
  });

  it('counts a window once if its monitor runs again', () => {
    const incident = openIncident(report(10));
    const brokenPromises = [violation('age', 'range_check', 'Again.'), violation('plan')];
    const rerun = addReport(incident, report(10, { version: 'b', brokenPromises }));
    assert.deepEqual(
      rerun.violations.map(({ feature, windows, description }) => [feature, windows, description]),
      [
        ['age', 1, 'Again.'],
        ['plan', 1, 'Found.'],
      ],
    );
    assert.deepEqual(
      rerun.reports.map(({ version }) => version),
      ['b'],
    );
    const next = addReport(rerun, report(11));
    const again = addReport(next, report(10, { version: 'c', brokenPromises: [violation('plan')] }));
    assert.deepEqual(
      again.violations.map(({ feature, windows }) => [feature, windows]),
      [
        ['age', 1],
        ['plan', 1],
      ],
    );
  });

  it('lists features in alphabetical order, whichever check they broke', () => {
    const brokenPromises = [violation('plan', 'data_type_check'), violation('age', 'range_check')];
    assert.deepEqual(openIncident(report(10, { brokenPromises })).features, ['age', 'plan']);
  });

  it('includes a report by key, version and broken promises', () => {
    const incident = openIncident(report(10));
    assert.equal(includesReport(incident, report(10)), true);
    assert.equal(includesReport(incident, report(10, { version: 'b' })), false);
    assert.equal(includesReport(incident, report(11)), false);
    assert.equal(includesReport(incident, report(10, { brokenPromises: [violation('plan')] })), false);
    assert.equal(addReport(incident, report(10)), incident);
  });

  it('lists each rejected record once, and counts those of all reports', () => {
    const reject = (line: number) => ({ file: 'a.jsonl', line, reason: 'not JSON' });
    const incident = openIncident(report(10, { rejects: [reject(1), reject(2)], rejectCount: 7 }));
    assert.deepEqual([incident.rejects.length, incident.rejectedLines], [2, 7]);
    const rejects = [reject(2), reject(3), { ...reject(1), file: 'b.jsonl' }];
    const next = addReport(incident, report(11, { rejects, rejectCount: 3 }));
    assert.deepEqual(
      next.rejects.map(({ file, line }) => `${file}:${line}`),
      ['a.jsonl:1', 'a.jsonl:2', 'a.jsonl:3', 'b.jsonl:1'],
    );
    assert.equal(next.rejectedLines, 10);
  });

  it('continues with a common check type on the same schedule, up to 24 hours later', () => {
    const incident = openIncident(report(10));
    assert.equal(isContinuedBy(incident, report(11)), true);
    assert.equal(isContinuedBy(incident, report(34)), true);
    assert.equal(isContinuedBy(incident, report(35)), false);
    assert.equal(isContinuedBy(incident, report(11, { monitoringSchedule: 'daily' })), false);
    assert.equal(isContinuedBy(incident, report(11, { schema: 'v2' })), false);
    assert.equal(isContinuedBy(incident, report(11, { brokenPromises: [violation('age', 'data_type_check')] })), false);
    const several = [violation('age', 'data_type_check'), violation('plan')];
    assert.equal(isContinuedBy(incident, report(11, { brokenPromises: several })), true);
    const closed = closeIncident(incident, report(11, { brokenPromises: [] }));
    assert.equal(isContinuedBy(closed, report(12)), false);
  });

  it('is open again before the window that closed it', () => {
    const closed = closeIncident(openIncident(report(10)), report(12, { brokenPromises: [] }));
    const statuses = [11, 12, 13].map((hour) => reopenAt(closed, at(hour).toISOString()));
    assert.deepEqual(
      statuses.map(({ status, closed: window }) => [status, window]),
      [
        ['open', undefined],
        ['open', undefined],
        ['closed', at(12).toISOString()],
      ],
    );
  });

  it('is closed without windows, and keeps what people added', () => {
    const incident = { ...openIncident(report(10)), ticket: 'ML-7' };
    const empty = emptyIncident(incident);
    assert.deepEqual([empty.status, empty.closed, empty.reports, empty.violations], ['closed', empty.opened, [], []]);
    assert.deepEqual(openIncident(report(10), empty), incident);
  });

  it('continues with any report of its first window', () => {
    const closed = closeIncident(openIncident(report(10)), report(11, { brokenPromises: [] }));
    assert.equal(isContinuedBy(closed, report(10, { brokenPromises: [violation('x', 'data_type_check')] })), true);
  });

  it('is closed by a clean report after its last window, on the same schedule', () => {
    const incident = addReport(openIncident(report(10)), report(12));
    const isClosed = (hour: number, changes: Partial<WindowReport> = {}) =>
      isClosedBy(incident, report(hour, { brokenPromises: [], ...changes }));
    assert.deepEqual(
      [11, 12, 13].map((hour) => isClosed(hour)),
      [false, false, true],
    );
    assert.equal(isClosed(13, { monitoringSchedule: 'daily' }), false);
    const closed = closeIncident(incident, report(13, { brokenPromises: [] }));
    assert.deepEqual([closed.status, closed.closed], ['closed', '2026-11-23T13:00:00.000Z']);
    assert.equal(isClosedBy(closed, report(14, { brokenPromises: [] })), false);
  });

  it('has a histogram per feature with a violation, of the latest window that has one', () => {
    const histogram = (feature: string, share: number) => ({
      feature,
      range: [0, 1] as [number, number],
      expected: [1],
      observed: [share],
    });
    const both = [violation('age'), violation('plan')];
    const opened = openIncident(
      report(10, { brokenPromises: both, histograms: [histogram('age', 0.1), histogram('plan', 0.2)] }),
    );
    const later = addReport(opened, report(12, { histograms: [histogram('age', 0.5)] }));
    const shares = ({ histograms }: typeof later) =>
      histograms.map(({ feature, observed, window }) => [feature, observed[0], window.slice(11, 13)]);
    assert.deepEqual(shares(later), [
      ['age', 0.5, '12'],
      ['plan', 0.2, '10'],
    ]);
    assert.deepEqual(shares(addReport(later, report(11, { histograms: [histogram('age', 0.9)] }))), shares(later));
    const again = addReport(later, report(10, { version: 'b' }));
    assert.deepEqual(shares(again), [['age', 0.5, '12']]);
  });

  it('ranks likely causes by their mean score over the windows, with the evidence of the latest window', () => {
    const likely = (cause: LikelyCause['cause'], score: number, evidence: string): LikelyCause => ({
      cause,
      features: ['age'],
      score,
      evidence,
    });
    const first = openIncident(
      report(10, { causes: [likely('unit-change', 0.9, 'a'), likely('stuck-value', 0.4, 'b')] }),
    );
    const third = addReport(first, report(12, { causes: [likely('unit-change', 0.6, 'c')] }));
    const late = addReport(third, report(11, { causes: [likely('unit-change', 0.3, 'd')] }));
    assert.deepEqual(
      late.causes.map(({ cause, score, evidence, windows }) => [cause, score, evidence, windows]),
      [
        ['unit-change', 0.6, 'c', 3],
        ['stuck-value', 0.133, 'b', 1],
      ],
    );
    const rerun = addReport(late, report(12, { version: 'b', causes: [] }));
    assert.deepEqual(
      rerun.causes.map(({ cause, score, windows }) => [cause, score, windows]),
      [
        ['unit-change', 0.4, 2],
        ['stuck-value', 0.133, 1],
      ],
    );
  });
});
