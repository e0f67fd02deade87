import assert from 'node:assert/strict';
import { tasksOf } from './playInWorkers';
import { SeedProgress } from './seedProgress';

describe('the progress of a simulation', () => {
  it('resumes at the first seed that was not played, in whatever order tasks end', () => {
    const tasks = [...tasksOf(11, 450)];
    const progress = new SeedProgress(11);
    const nextAfter = [1, 2, 0, 4, 3].map((index) => {
      progress.end(tasks[index] ?? assert.fail());
      return progress.next;
    });
    assert.deepEqual(nextAfter, [11, 11, 311, 311, 461]);
    assert.equal(progress.played, 450);
  });
});
