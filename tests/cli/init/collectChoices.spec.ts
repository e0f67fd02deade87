import assert from 'node:assert/strict';
import { type Ask, collectChoices, type InitFlags, StoppedError } from '../../../cli/init/collectChoices';
import { UserError } from '../../../contract/userError';

const engine = 'analyzer';
const flags: InitFlags = {
  region: 'eu-west-1',
  stack: 'dev',
  endpoint: 'churn',
  owner: 'payments-ml',
  engine,
  columns: 'score:Fractional,age:Integral',
};

/** A person who gives these replies, and the questions that they were asked. */
function personAnswering(...replies: readonly string[]): { ask: Ask; asked: string[] } {
  const asked: string[] = [];
  const ask: Ask = async (question) => {
    asked.push(question);
    const answer = replies[asked.length - 1];
    if (answer === undefined) throw new StoppedError('input ended');
    return answer;
  };
  return { ask, asked };
}

describe('collectChoices', () => {
  it('asks five questions', async () => {
    const { ask, asked } = personAnswering(
      'eu-west-1',
      'dev',
      ' churn ',
      'payments-ml',
      'score:Fractional,age:Integral',
    );
    const choices = await collectChoices({ engine }, ask);
    assert.deepEqual(choices, await collectChoices(flags, undefined));
    assert.equal(asked.length, 5);
    assert.equal(choices.endpoint, 'churn');
    assert.deepEqual(choices.schema, {
      version: 'v1',
      output: [{ name: 'score', type: 'Fractional' }],
      input: [{ name: 'age', type: 'Integral' }],
    });
  });

  it('asks for the environment of a stack with another name', async () => {
    const { ask, asked } = personAnswering('prod');
    const { environment } = await collectChoices({ ...flags, stack: 'churn-eu' }, ask);
    assert.deepEqual([environment, asked], ['prod', ['environment: dev, prod, local: ']]);
  });

  it('takes a training file as the answer', async () => {
    const { ask } = personAnswering('assets/datasets/monitoring/training.csv');
    const { schema } = await collectChoices({ ...flags, columns: undefined }, ask);
    assert.deepEqual(schema.output, [{ name: 'predicted_arr_delay', type: 'Fractional' }]);
  });

  it('asks again after an invalid answer', async () => {
    const { write } = process.stderr;
    let printed = '';
    process.stderr.write = (text: string | Uint8Array) => {
      printed += String(text);
      return true;
    };
    try {
      const { ask, asked } = personAnswering('a!', 'churn');
      const { endpoint } = await collectChoices({ ...flags, endpoint: undefined }, ask);
      assert.deepEqual([endpoint, asked.length], ['churn', 2]);
    } finally {
      process.stderr.write = write;
    }
    assert.equal(printed, "invalid endpoint name 'a!': use letters, digits and single hyphens\n");
  });

  it('asks nothing if a flag is invalid', async () => {
    const { ask, asked } = personAnswering('eu-west-1');
    await assert.rejects(collectChoices({ engine, owner: 'a;b' }, ask), UserError);
    assert.deepEqual(asked, []);
  });

  it('stops when the input ends', async () => {
    const { ask } = personAnswering();
    await assert.rejects(collectChoices({ engine }, ask), new StoppedError('input ended'));
  });

  const missing: Readonly<Record<string, string>> = {
    region: '--region',
    stack: '--stack',
    endpoint: '--endpoint',
    owner: '--owner',
    columns: '--training or --columns',
  };
  for (const [name, flag] of Object.entries(missing)) {
    it(`names ${flag} without a terminal`, async () => {
      const expected = new RegExp(`^${flag} is required without a terminal: `);
      await assert.rejects(collectChoices({ ...flags, [name]: undefined }, undefined), ({ message }: Error) =>
        expected.test(message),
      );
    });
  }

  it('names --environment without a terminal', async () => {
    await assert.rejects(
      collectChoices({ ...flags, stack: 'churn-eu' }, undefined),
      new UserError('--environment is required without a terminal: environment: dev, prod, local'),
    );
  });
});
