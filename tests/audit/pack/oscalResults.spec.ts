import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { type ControlException, judgeControls } from '../../../audit/pack/controls';
import { composeOscal, oscalVersion } from '../../../audit/pack/oscalResults';
import type { PackReport } from '../../../audit/pack/packReport';
import { anyText } from '../../support/anyText';
import { oscalFaults } from '../../support/oscalFaults';

const schema = join(__dirname, '..', '..', '..', 'assets', 'oscal', 'oscal_assessment-results_schema.json');
const hash = 'a'.repeat(64);

/** The results of a quarter in which one control has the exceptions. */
function resultsOf(exceptions: readonly ControlException[], path = 'trail.json') {
  const chains = [{ name: 'x', from: '2026-10-01T00:00:00Z', to: '2027-01-01T00:00:00Z', digests: 2208, logs: 9 }];
  const period = { from: '2026-10-01T00:00:00.000Z', to: '2027-01-01T00:00:00.000Z' };
  const evidence = { period, calls: [], mutes: [], chains, faults: [], unreadable: [], records: 10 };
  const controls = judgeControls(evidence).map((control) =>
    control.id === 'mutes-limited' ? { ...control, held: exceptions.length === 0, exceptions } : control,
  );
  const report: PackReport = {
    name: '2026Q4',
    ...period,
    writtenAt: '2027-01-02T00:00:00.000Z',
    controls,
    calls: [],
    mutes: [],
    verification: { chains, faults: [], unsigned: [], notCovered: 0 },
    log: [],
  };
  const files = ['changes.json', 'mutes.json', 'verification.json', 'controls.json', path].map((name) => ({
    path: name,
    sha256: hash,
    bytes: 1,
  }));
  return composeOscal(report, files) as {
    'assessment-results': { results: { findings: Finding[]; observations: Observation[] }[] };
  };
}

interface Finding {
  readonly title: string;
  readonly target: { readonly status: { readonly state: string; readonly remarks?: string } };
  readonly 'related-observations': readonly { readonly 'observation-uuid': string }[];
}

interface Observation {
  readonly uuid: string;
  readonly description: string;
  readonly props?: readonly { readonly name: string; readonly value: string }[];
}

describe('the OSCAL assessment results', () => {
  it("are valid by NIST's schema of the version that they name", () => {
    const text = readFileSync(schema);
    assert.ok(text.includes(`ns/oscal/${oscalVersion}/oscal-ar-schema.json`));
    assert.equal(
      createHash('sha256').update(text).digest('hex'),
      '37f41f6813c78e6d2c272b27030e17e93d7f92fee519c72e7531574fa0ecbb05',
    );
    assert.deepEqual(oscalFaults(resultsOf([])), []);
    assert.deepEqual(oscalFaults({ 'assessment-results': {} }).slice(0, 1), [
      "/assessment-results must have required property 'uuid'",
    ]);
  });

  it('have a finding for each control, and an observation with author, time and expiry for each exception', () => {
    const exception = { text: 'silence: no reason', author: 'user mallory', at: '2026-11-02', expiry: '2026-11-03' };
    const [result] = resultsOf([exception])['assessment-results'].results;
    const finding = result?.findings.find(({ title }) => title === 'mutes-limited');
    assert.equal(result?.findings.length, 7);
    assert.deepEqual(
      result?.findings.filter(({ target }) => target.status.state !== 'satisfied').map(({ title }) => title),
      ['mutes-limited'],
    );
    assert.equal(finding?.target.status.remarks, 'exceptions: 1');
    const [related] = finding?.['related-observations'] ?? [];
    const observation = result?.observations.find(({ uuid }) => uuid === related?.['observation-uuid']);
    assert.equal(observation?.description, 'silence: no reason');
    assert.deepEqual(
      observation?.props?.map(({ name, value }) => [name, value]),
      [
        ['at', '2026-11-02'],
        ['author', 'user mallory'],
        ['expiry', '2026-11-03'],
      ],
    );
  });

  it('are valid whatever text a record has, and the same for the same pack', () => {
    const text = anyText();
    fc.assert(
      fc.property(text, text, anyText(1), fc.option(text, { nil: undefined }), (what, at, path, author) => {
        const exceptions = [
          { text: what, author, at },
          { text: what, author, at },
        ];
        assert.deepEqual(oscalFaults(resultsOf(exceptions, path)), []);
        assert.deepEqual(resultsOf(exceptions, path), resultsOf(exceptions, path));
      }),
      { numRuns: 100 },
    );
  });
});
