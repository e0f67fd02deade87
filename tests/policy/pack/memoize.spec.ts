import assert from 'node:assert/strict';
import { Analysis, lazy, memoize } from '../../../policy/pack/memoize';

/** A memoized function with the arguments of the calls that were computed. */
function counted(limit?: { readonly most: number; readonly sizeOf?: (result: string) => number }) {
  const computed: (readonly unknown[])[] = [];
  const join = memoize<readonly unknown[], string>((...args: readonly unknown[]) => {
    computed.push(args);
    return args.map(String).join(' ');
  }, limit);
  return { join, computed };
}

describe('memoize', () => {
  it('computes each result once per analysis: objects by identity, texts and numbers by value', () => {
    const { join, computed } = counted();
    const [one, equal] = [['a'], ['a']];
    new Analysis().run(() => {
      for (const args of [['a', 1], ['a', 1], [one], [one], [equal], [], [], ['a'], [undefined], [null], ['1'], [1]]) {
        assert.equal(join(...args), args.map(String).join(' '));
      }
    });
    assert.deepEqual(computed, [['a', 1], [one], [equal], [], ['a'], [undefined], [null], ['1'], [1]]);
  });

  it('keeps a result that is undefined', () => {
    let calls = 0;
    const returnUndefined = memoize((_: string): undefined => {
      calls++;
    });
    new Analysis().run(() => [returnUndefined('a'), returnUndefined('a')]);
    assert.equal(calls, 1);
  });

  it('shares no result between analyses, and keeps none outside an analysis', () => {
    const { join, computed } = counted();
    const [first, second] = [new Analysis(), new Analysis()];
    first.run(() => {
      join('a');
      second.run(() => join('a'));
      join('a');
    });
    first.run(() => join('a'));
    assert.equal(computed.length, 2);
    join('a');
    join('a');
    assert.equal(computed.length, 4);
  });

  it('shares no result between functions', () => {
    const [one, other] = [counted(), counted()];
    new Analysis().run(() => [one.join('a'), other.join('a')]);
    assert.deepEqual([one.computed.length, other.computed.length], [1, 1]);
  });

  it('ends the analysis of a task that throws', () => {
    const { join, computed } = counted();
    const failing = () => {
      throw new Error('the task fails');
    };
    assert.throws(() => new Analysis().run(failing), /the task fails/);
    join('a');
    join('a');
    assert.equal(computed.length, 2);
  });

  it('forgets earlier results beyond its limit', () => {
    const { join, computed } = counted({ most: 4, sizeOf: (result) => result.length });
    new Analysis().run(() => {
      for (const text of ['aa', 'bb', 'aa', 'c', 'c', 'bb']) join(text);
    });
    assert.deepEqual(computed.flat(), ['aa', 'bb', 'c', 'bb']);
  });
});

describe('lazy', () => {
  it('makes a constant when it is first needed, and once', () => {
    let calls = 0;
    const constant = lazy(() => `made ${++calls}`);
    assert.equal(calls, 0);
    assert.deepEqual([constant(), constant()], ['made 1', 'made 1']);
  });
});
