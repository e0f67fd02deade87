import assert from 'node:assert/strict';
import { decideVerdict } from '../../../rehearsal/model/verdict';

function link(title: string, held: boolean) {
  return { id: title, title, held, expected: '', observed: '' };
}

describe('decideVerdict', () => {
  it('reports that all links worked', () => {
    assert.deepEqual(decideVerdict({ links: [link('A', true), link('B', true)] }), {
      held: true,
      sentence: 'The chain held: 2 of 2 links worked.',
    });
  });

  it('counts a single link', () => {
    assert.equal(decideVerdict({ links: [link('A', true)] }).sentence, 'The chain held: 1 of 1 links worked.');
  });

  it('names each link that did not hold', () => {
    assert.deepEqual(
      decideVerdict({ links: [link('Drift is detected', false), link('B', true), link('People get messages', false)] }),
      {
        held: false,
        sentence: 'The chain did not hold: 2 of 3 links failed: Drift is detected; People get messages.',
      },
    );
  });

  it('does not hold when nothing was checked', () => {
    assert.deepEqual(decideVerdict({ links: [] }), {
      held: false,
      sentence: 'The chain did not hold: the rehearsal ended before any link was checked.',
    });
  });
});
