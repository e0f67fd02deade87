import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { separateRule } from '../../../policy/s3/lifecycleRules';
import { transitionFaults } from '../../../policy/s3/lifecycleTransitions';

const colder = ['STANDARD_IA', 'INTELLIGENT_TIERING', 'ONEZONE_IA', 'GLACIER_IR', 'GLACIER', 'DEEP_ARCHIVE'];

/** Any classes in their order, each 30 days or more after the one before. */
const legal = fc
  .tuple(fc.subarray(colder), fc.array(fc.integer({ min: 30, max: 400 }), { minLength: 6, maxLength: 6 }))
  .map(([classes, gaps]) =>
    classes.map((storageClass, i) => ({ storageClass, days: gaps.slice(0, i + 1).reduce((sum, gap) => sum + gap, 0) })),
  );

describe('transitionFaults', () => {
  it('finds nothing in an order that S3 takes, however it is listed', () => {
    fc.assert(
      fc.property(legal, (transitions) => {
        assert.deepEqual(transitionFaults(separateRule({ transitions: transitions.toReversed() }, 0)), []);
      }),
    );
  });

  it('finds every way back to a warmer class', () => {
    fc.assert(
      fc.property(
        legal.filter((transitions) => transitions.length > 1),
        (transitions) => {
          const classes = transitions.map(({ storageClass }) => storageClass).toReversed();
          const back = transitions.map(({ days }, i) => ({ days, storageClass: classes[i] ?? '' }));
          const faults = transitionFaults(separateRule({ transitions: back }, 0));
          assert.equal(faults.filter((fault) => fault.endsWith(', which is no colder')).length, back.length - 1);
        },
      ),
    );
  });

  it('finds days and a date side by side', () => {
    const transitions = [{ storageClass: 'GLACIER', date: '2027-01-01T00:00:00Z' }];
    assert.deepEqual(transitionFaults(separateRule({ transitions, expiration: { days: 365 } }, 0)), [
      'counts days in one place and names a date in another',
    ]);
    const dated = { expiration: { date: '2028-01-01T00:00:00Z' } };
    assert.deepEqual(transitionFaults(separateRule({ transitions, ...dated }, 0)), []);
  });
});
