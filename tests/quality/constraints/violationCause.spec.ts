import assert from 'node:assert/strict';
import { domainCause, typeCause } from '../../../quality/constraints/violationCause';
import { columnStatistics } from '../../../quality/profile/columnStatistics';

const column = (values: readonly (string | null)[], first?: string) => ({
  ...columnStatistics('a', values),
  ...(first !== undefined && { firstOther: { file: 'f.jsonl', line: 3, value: first } }),
});

describe('the cause of a type violation', () => {
  it('names the first text among numbers, its place and what to do', () => {
    assert.equal(
      typeCause('Fractional', column(['1.5', '2', 'N/A', 'NULL', null], 'N/A')),
      "2 of 4 values are not numbers; the first is 'N/A' (f.jsonl:3), a text for a missing value: send an empty value, or null in JSON.",
    );
    assert.equal(
      typeCause('Integral', column(['1', 'true', '2.0'], 'true')),
      "2 of 3 values are not whole numbers; the first is 'true' (f.jsonl:3), a truth value: send 1 and 0, or declare the column as type Category.",
    );
    assert.equal(
      typeCause('Fractional', column(['0.5', 'Internal Server Error'], 'Internal Server Error')),
      "1 of 2 values is not a number; the first is 'Internal Server Error' (f.jsonl:3).",
    );
  });

  it('names numbers among texts, and whole numbers among fractions', () => {
    assert.equal(
      typeCause('String', column(['SW1A', '10115'])),
      "1 of 2 values is not a text; the first is '10115', a number by its look: declare the column as type Category if its values are codes.",
    );
    assert.equal(
      typeCause('Fractional', column(['1.5', '2', '3'])),
      '2 of 3 values are whole numbers, which do not count as Fractional; send decimals such as 1.0, or set thresholds: { type: 0.33 } for the feature in the SLA.',
    );
  });

  it('shows no more than the beginning of a long value', () => {
    const long = 'x'.repeat(1_000_000);
    assert.equal(
      typeCause('Integral', column([long], long)),
      `1 of 1 values is not a whole number; the first is '${'x'.repeat(40)}...' (f.jsonl:3).`,
    );
  });
});

describe('the cause of a domain violation', () => {
  const causes: Record<string, [string[], string[], string | undefined]> = {
    'another case': [
      ['red', 'blue'],
      ['blue', ' RED'],
      "The first value outside of the domain is ' RED', another spelling of 'red'; send one spelling.",
    ],
    'truth values in another case': [
      ['True', 'False'],
      ['true'],
      "The first value outside of the domain is 'true', another spelling of 'True'; send one spelling.",
    ],
    'composed characters': [
      ['caf\u00e9'],
      ['cafe\u0301'],
      "The first value outside of the domain is 'cafe\u0301', another spelling of 'caf\u00e9'; send one spelling.",
    ],
    'codes without leading zeros': [
      ['01234'],
      ['1234'],
      "The first value outside of the domain is '1234', the number of '01234' in another spelling; send codes as texts.",
    ],
    'a text for a missing value': [
      ['red'],
      ['N/A'],
      "The first value outside of the domain is 'N/A', a text for a missing value; send an empty value, or null in JSON.",
    ],
    'a new value': [['red'], ['red', 'green'], "The first value outside of the domain is 'green'."],
    'no value outside': [['red'], ['red'], undefined],
  };
  for (const [what, [domain, values, cause]] of Object.entries(causes)) {
    it(`tells ${what}`, () => assert.equal(domainCause(domain, column(values)), cause));
  }
});
