import assert from 'node:assert/strict';
import { analyzerLinks } from '../../../rehearsal/judge/analyzerLinks';
import { callLinks } from '../../../rehearsal/judge/callLinks';
import { deploymentLinks } from '../../../rehearsal/judge/deploymentLinks';
import { evidenceLinks } from '../../../rehearsal/judge/evidenceLinks';
import { judgeLinks } from '../../../rehearsal/judge/link';
import { messageLinks } from '../../../rehearsal/judge/messageLinks';
import { monitoringLinks } from '../../../rehearsal/judge/monitoringLinks';
import type { Observations } from '../../../rehearsal/play/observations';
import type { Subject } from '../../../rehearsal/scenario/subject';
import { brokenObservations } from '../../support/brokenObservations';
import { sampleObservations } from '../../support/sampleObservations';

const links = [
  ...deploymentLinks,
  ...monitoringLinks,
  ...analyzerLinks,
  ...messageLinks,
  ...evidenceLinks,
  ...callLinks,
];
const mockSubject = {
  mock: true,
  day: { endpoint: 'arrival-delay' },
  analyzed: { day: { endpoint: 'arrival-delay-analyzer' } },
} as unknown as Subject;
const brokenLinks = (observations: Observations) =>
  judgeLinks(links, observations, mockSubject)
    .filter(({ held }) => !held)
    .map(({ id }) => id);

describe('the links of a rehearsal', () => {
  it('hold for the expected observations', () => {
    assert.deepEqual(brokenLinks(sampleObservations()), []);
  });

  for (const [failure, change, ids] of brokenObservations) {
    it(`break when ${failure}`, () => {
      const observations = sampleObservations();
      assert.deepEqual(brokenLinks({ ...observations, ...change(observations) }).sort(), [...ids].sort());
    });
  }

  it('are each broken by one of these failures', () => {
    assert.deepEqual(
      links.map(({ id }) => id).filter((id) => !brokenObservations.some(([, , ids]) => ids.includes(id))),
      [],
    );
  });

  it('omit what is not known about own data', () => {
    const ids = judgeLinks(links, sampleObservations(), { mock: false } as Subject).map(({ id }) => id);
    assert.ok(!ids.includes('drift-is-found'));
    assert.ok(ids.includes('broken-promises-raise-alarm'));
  });
});
