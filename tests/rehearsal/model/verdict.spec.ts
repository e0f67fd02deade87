import assert from 'node:assert/strict';
import { verdict } from '../../../rehearsal/model/verdict';

function link(title: string, held: boolean) {
  return { id: title, title, held, expected: '', observed: '' };
}

describe('verdict', () => {
  it('says that all links held', () => {
    assert.deepEqual(verdict({ links: [link('A', true), link('B', true)] }), {
      held: true,
      sentence: 'The chain held: all 2 links were seen to work.',
    });
  });

  it('speaks of one link in the singular', () => {
    assert.equal(verdict({ links: [link('A', true)] }).sentence, 'The chain held: its one link was seen to work.');
  });

  it('names each link that did not hold', () => {
    assert.deepEqual(verdict({ links: [link('Drift is found', false), link('B', true), link('People told', false)] }), {
      held: false,
      sentence: 'The chain did not hold: 2 of 3 links broke: Drift is found; People told.',
    });
  });

  it('does not hold when nothing was checked', () => {
    assert.deepEqual(verdict({ links: [] }), {
      held: false,
      sentence: 'The chain did not hold: the rehearsal ended before it could check a single link.',
    });
  });
});
