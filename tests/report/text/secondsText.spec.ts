import assert from 'node:assert/strict';
import { instantText } from '../../../report/text/instantText';
import { secondsText } from '../../../report/text/secondsText';

describe('secondsText', () => {
  it('gives tenths of short times, and minutes of long ones', () => {
    assert.deepEqual([0.44, 9.94, 9.97, 52.36, 59.6, 112].map(secondsText), [
      '0.4 s',
      '9.9 s',
      '10.0 s',
      '52 s',
      '1 min 0 s',
      '1 min 52 s',
    ]);
  });
});

describe('instantText', () => {
  it('gives day and minute in UTC', () => {
    assert.equal(instantText('2026-11-02T14:05:59.999Z'), '2026-11-02 14:05');
    assert.equal(instantText('2026-11-02T14:05:00+02:00'), '2026-11-02 12:05');
  });

  it('gives back what is no instant', () => {
    assert.equal(instantText('soon'), 'soon');
  });
});
