import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { s3BucketLifecycle } from '../../../policy/rules/s3BucketLifecycle';
import { separateRule } from '../../../policy/s3/lifecycleRules';
import { transitionFaults } from '../../../policy/s3/lifecycleTransitions';
import { bucket, clean, hygiene, lifecycle } from '../lifecycleStack';
import { runRule } from '../policyStack';

const colder = ['STANDARD_IA', 'INTELLIGENT_TIERING', 'ONEZONE_IA', 'GLACIER_IR', 'GLACIER', 'DEEP_ARCHIVE'];

/** Any classes in their order, each 30 days or more after the one before. */
const legal = fc
  .tuple(fc.subarray(colder), fc.array(fc.integer({ min: 30, max: 400 }), { minLength: 6, maxLength: 6 }))
  .map(([classes, gaps]) =>
    classes.map((storageClass, i) => ({ storageClass, days: gaps.slice(0, i + 1).reduce((sum, gap) => sum + gap, 0) })),
  );

describe('transitionFaults', () => {
  it('accepts a valid order of transitions, however it is listed', () => {
    fc.assert(
      fc.property(legal, (transitions) => {
        assert.deepEqual(transitionFaults(separateRule({ transitions: transitions.toReversed() }, 0)), []);
      }),
    );
  });

  it('reports every transition to a warmer class', () => {
    fc.assert(
      fc.property(
        legal.filter((transitions) => transitions.length > 1),
        (transitions) => {
          const classes = transitions.map(({ storageClass }) => storageClass).toReversed();
          const back = transitions.map(({ days }, i) => ({ days, storageClass: classes[i] ?? '' }));
          const faults = transitionFaults(separateRule({ transitions: back }, 0));
          assert.equal(
            faults.filter((fault) => fault.endsWith(', which is not a colder class')).length,
            back.length - 1,
          );
        },
      ),
    );
  });

  it('reports days beside a date', () => {
    const transitions = [{ storageClass: 'GLACIER', date: '2027-01-01T00:00:00Z' }];
    assert.deepEqual(transitionFaults(separateRule({ transitions, expiration: { days: 365 } }, 0)), [
      'uses both days and a date',
    ]);
    const dated = { expiration: { date: '2028-01-01T00:00:00Z' } };
    assert.deepEqual(transitionFaults(separateRule({ transitions, ...dated }, 0)), []);
  });

  it('reports transitions that S3 rejects', async () => {
    const cases = [
      [[['STANDARD_IA', 10]], 'moves objects to STANDARD_IA after 10 days; the minimum is 30'],
      [
        [
          ['GLACIER', 30],
          ['STANDARD_IA', 60],
        ],
        'moves objects to GLACIER after 30 days and to STANDARD_IA after 60, which is not a colder class',
      ],
      [
        [
          ['STANDARD_IA', 30],
          ['GLACIER_IR', 40],
        ],
        'moves objects to STANDARD_IA after 30 days and to GLACIER_IR after 40; the minimum between them is ' +
          '30 days',
      ],
      [
        [
          ['GLACIER', 30],
          ['DEEP_ARCHIVE', 30],
        ],
        'moves objects to GLACIER after 30 days and to DEEP_ARCHIVE after 30, on the same day',
      ],
      [[['GLACIER', 365]], 'expires objects after 200 days, before or at their transition to GLACIER after 365'],
      [
        [['FROZEN', 1]],
        "moves objects to 'FROZEN', which is not one of STANDARD_IA, INTELLIGENT_TIERING, ONEZONE_IA, " +
          'GLACIER_IR, GLACIER, DEEP_ARCHIVE',
      ],
    ] as const;
    for (const [moves, clause] of cases) {
      const transitions = moves.map(([storageClass, days]) => ({ storageClass, days }));
      const rule = {
        id: 'cold',
        status: 'Enabled',
        filter: { prefix: 'logs/' },
        transitions,
        expiration: { days: 200 },
      };
      const stack = [{ ...bucket, name: 'trail' }, lifecycle([hygiene, rule], 'trail')];
      assert.deepEqual((await runRule(s3BucketLifecycle, stack)).violations, [
        ['trail', `Rule 'cold' of bucket 'trail' ${clause}: fix the rule, S3 rejects it.`],
      ]);
    }
  });

  it('passes valid transitions, of old versions too', async () => {
    const rule = {
      id: 'cold',
      status: 'Enabled',
      filter: { prefix: 'logs/' },
      transitions: [
        { storageClass: 'STANDARD_IA', days: 30 },
        { storageClass: 'GLACIER', days: 60 },
      ],
      noncurrentVersionTransitions: [{ storageClass: 'GLACIER', noncurrentDays: 0 }],
      noncurrentVersionExpiration: { noncurrentDays: 1 },
      expiration: { days: 61 },
    };
    const stack = [{ ...bucket, name: 'trail' }, lifecycle([hygiene, rule], 'trail')];
    assert.deepEqual(await runRule(s3BucketLifecycle, stack), clean);
    const early = { ...rule, noncurrentVersionTransitions: [{ storageClass: 'ONEZONE_IA', noncurrentDays: 7 }] };
    const { violations } = await runRule(s3BucketLifecycle, [stack[0] ?? bucket, lifecycle([hygiene, early], 'trail')]);
    assert.deepEqual(
      violations.map(([, text]) => text.split("'trail' ")[1]),
      [
        'moves old versions to ONEZONE_IA after 7 days; the minimum is 30: fix the rule, S3 rejects it.',
        'expires old versions after 1 days, before or at their transition to ONEZONE_IA after 7: fix the ' +
          'rule, S3 rejects it.',
      ],
    );
  });
});
