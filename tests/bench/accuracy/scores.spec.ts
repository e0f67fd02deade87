import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type AdjudicatedVerdict, readAdjudications } from '../../../bench/accuracy/adjudications';
import { sampleOf } from '../../../bench/accuracy/sampleOf';
import { scoreOf } from '../../../bench/accuracy/scores';
import { anyLabel } from './labels';

const verdict = fc.constantFrom<AdjudicatedVerdict>('right', 'wrong', 'definition');
const judged = fc.array(fc.tuple(anyLabel, verdict), { maxLength: 60 });

describe('the score of a labeller', () => {
  it('has precision and recall', () => {
    const score = scoreOf([
      ['y', 'right'],
      ['y', 'right'],
      ['y', 'right'],
      ['y', 'wrong'],
      ['n', 'right'],
      ['n', 'right'],
      ['n', 'wrong'],
      ['y', 'definition'],
      ['-', 'right'],
    ]);
    assert.deepEqual(score, {
      found: 3,
      falseAlarms: 1,
      missed: 2,
      rightlySilent: 1,
      undecided: 2,
      precision: 0.75,
      recall: 0.6,
    });
  });

  it('has no precision without findings, and no recall without right findings', () => {
    const { precision, recall } = scoreOf([['n', 'wrong']]);
    assert.deepEqual([precision, recall], [undefined, undefined]);
  });

  it('counts every verdict once, and keeps both shares between 0 and 1', () => {
    fc.assert(
      fc.property(judged, (pairs) => {
        const { found, falseAlarms, missed, rightlySilent, undecided, precision = 1, recall = 1 } = scoreOf(pairs);
        assert.equal(found + falseAlarms + missed + rightlySilent + undecided, pairs.length);
        assert.ok(precision >= 0 && precision <= 1 && recall >= 0 && recall <= 1);
      }),
    );
  });

  it('never falls with another right finding', () => {
    fc.assert(
      fc.property(judged, (pairs) => {
        const before = scoreOf(pairs);
        const after = scoreOf([...pairs, ['y', 'right']]);
        assert.ok((after.precision ?? 0) >= (before.precision ?? 0));
        assert.ok((after.recall ?? 0) >= (before.recall ?? 0));
      }),
    );
  });
});

describe('the sample of differences', () => {
  const names = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 12 }), { maxLength: 50 });

  it('is the same in any order, and part of every larger sample', () => {
    fc.assert(
      fc.property(names, fc.nat(20), fc.nat(20), (all, size, more) => {
        const drawn = sampleOf('credentials', all, size);
        assert.deepEqual(sampleOf('credentials', [...all].reverse(), size), drawn);
        assert.deepEqual(sampleOf('credentials', all, size + more).slice(0, drawn.length), drawn);
        assert.equal(drawn.length, Math.min(size, all.length));
      }),
    );
  });
});

describe('adjudications', () => {
  const group = (documents: string) => `
- kind: credentials
  verdict: wrong
  why: it reads nothing that is secret
  documents: [${documents}]`;

  it('have a verdict for each document of a group', () => {
    const why = 'it reads nothing that is secret';
    assert.deepEqual(readAdjudications(group('A, B')), [
      { document: 'A', kind: 'credentials', verdict: 'wrong', why },
      { document: 'B', kind: 'credentials', verdict: 'wrong', why },
    ]);
  });

  it('are rejected with two verdicts on one document, or an unknown kind', () => {
    assert.throws(() => readAdjudications(group('A') + group('A')), /judges credentials of A twice/);
    assert.throws(() => readAdjudications(group('A').replace('credentials', 'theft')), /kind/);
  });
});
