import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type AuditKind, auditEntry, auditKinds, type CloudTrailRecord } from '../../contract/auditEvents';

const record: CloudTrailRecord = {
  eventVersion: '1.09',
  eventID: 'e-1',
  eventTime: '2026-11-02T06:00:00Z',
  eventSource: 'monitoring.amazonaws.com',
  eventName: 'DisableAlarmActions',
  awsRegion: 'eu-west-1',
  sourceIPAddress: '192.0.2.1',
  userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::123456789012:user/mallory', userName: 'mallory' },
  requestParameters: { alarmNames: ['drift'] },
  readOnly: false,
  managementEvent: true,
};

/** Every call of the table with its kind. */
const calls = Object.entries(auditKinds).flatMap(([kind, rows]) =>
  rows.flatMap(([source, names]) => names.map((name) => ({ kind: kind as AuditKind, source, name: name as string }))),
);

describe('the audit entry of a record', () => {
  it('says who did what, when, to what', () => {
    assert.deepEqual(auditEntry(record), {
      when: '2026-11-02T06:00:00Z',
      who: 'arn:aws:iam::123456789012:user/mallory',
      kind: 'alarm muted',
      action: 'DisableAlarmActions',
      target: '{"alarmNames":["drift"]}',
      eventId: 'e-1',
    });
  });

  it('classifies every call of the table, whatever else its record holds', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...calls),
        fc.option(fc.dictionary(fc.string(), fc.jsonValue())),
        fc.option(fc.string({ minLength: 1 }), { nil: undefined }),
        ({ kind, source, name }, requestParameters, errorCode) => {
          const entry = auditEntry({
            ...record,
            eventSource: source,
            eventName: name,
            requestParameters,
            ...(errorCode === undefined ? {} : { errorCode }),
          });
          // Kinds of object calls are told apart by the key.
          if (source !== 's3.amazonaws.com') assert.equal(entry?.kind, kind);
          assert.ok(entry);
          assert.equal(entry.action, name);
          assert.equal(entry.refused, errorCode);
          assert.equal(entry.target, JSON.stringify(requestParameters ?? {}));
        },
      ),
    );
  });

  it('puts each call under one kind only, but for object calls on baselines and on schemas', () => {
    const others = calls.filter(({ kind }) => kind !== 'schema modified');
    const keys = others.map(({ source, name }) => `${source}:${name}`);
    assert.deepEqual(
      keys.filter((key, i) => keys.indexOf(key) !== i),
      [],
    );
  });

  it('tells writes to a baseline from those to a registered schema by their key', () => {
    const names = calls.filter(({ kind }) => kind === 'schema modified').map(({ name }) => name);
    assert.ok(names.includes('PutObject'));
    const kindOf = (eventName: string, key: unknown) =>
      auditEntry({ ...record, eventSource: 's3.amazonaws.com', eventName, requestParameters: { key } })?.kind;
    for (const name of names) {
      assert.equal(kindOf(name, 'schemas/churn/v1.json'), 'schema modified');
      assert.equal(kindOf(name, 'baselines/schemas/schema=v1/x/manifest.json'), 'baseline modified');
      assert.equal(kindOf(name, undefined), 'baseline modified');
    }
  });

  it('takes the deletion of many baselines at once for what that of one is', () => {
    const kindOf = (eventName: string) =>
      auditEntry({ ...record, eventSource: 's3.amazonaws.com', eventName, managementEvent: false })?.kind;
    assert.deepEqual(['DeleteObject', 'DeleteObjects'].map(kindOf), ['baseline modified', 'baseline modified']);
  });

  it('is none for a call that the table lacks, or that another service names so', () => {
    const known = new Set(calls.map(({ source, name }) => `${source}:${name}`));
    const sources = [...new Set(calls.map(({ source }) => source)), 'iam.amazonaws.com'];
    const names = [...calls.map(({ name }) => name), 'DescribeAlarms', 'GetObject', 'constructor', ''];
    fc.assert(
      fc.property(fc.constantFrom(...sources), fc.constantFrom(...names), (eventSource, eventName) => {
        fc.pre(!known.has(`${eventSource}:${eventName}`));
        assert.equal(auditEntry({ ...record, eventSource, eventName }), undefined);
      }),
    );
  });

  it('keeps the error code of a refused call, and has none for one that went through', () => {
    assert.equal(auditEntry({ ...record, errorCode: 'AccessDenied' })?.refused, 'AccessDenied');
    assert.ok(!('refused' in (auditEntry(record) ?? {})));
  });

  it('names the kind of a caller without an ARN', () => {
    assert.equal(auditEntry({ ...record, userIdentity: { type: 'AWSService' } })?.who, 'AWSService');
  });
});
