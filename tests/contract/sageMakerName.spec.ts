import assert from 'node:assert/strict';
import { sageMakerName } from '../../contract/sageMakerName';

describe('names of endpoints and variants', () => {
  for (const name of ['churn', 'c', '7', 'arrival-delay-2', 'a--b', 'Churn'])
    it(`accept ${name}`, () => assert.ok(sageMakerName.test(name)));

  for (const name of ['', '-churn', 'churn-', 'churn_1', 'été', 'a.b', 'churn!'])
    it(`refuse '${name}'`, () => assert.ok(!sageMakerName.test(name)));
});
