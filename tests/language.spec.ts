import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';

const root = join(__dirname, '..');

/** A phrase that the project does not use, and what to write instead. */
interface BannedPhrase {
  readonly pattern: RegExp;
  readonly replacement: string;
}

const phrases: readonly BannedPhrase[] = [
  { pattern: /\bunless told(?: otherwise)?\b/i, replacement: "'default'" },
  {
    pattern: /(?<!\bthere )\b(?:is|are) no (?!longer\b|more\b|less\b|later\b|earlier\b|older\b|newer\b|wider\b)\w+/i,
    replacement: "'invalid' or 'is not a'",
  },
  { pattern: /\bmend(?:s|ed|ing)?\b/i, replacement: "'fix'" },
  { pattern: /\bmore seldom\b/i, replacement: "'less often'" },
  { pattern: /\bseldom\b/i, replacement: "'rarely'" },
  { pattern: /\bfor ever\b/i, replacement: "'forever'" },
  { pattern: /\b(?:take|takes|taken|took|taking) away\b/i, replacement: "'remove'" },
  { pattern: /\b(?:set|sets|setting) aside\b|\bleft over\b/i, replacement: "'rejected'" },
  { pattern: /\bin force\b/i, replacement: "'in effect'" },
  { pattern: /\bgiven up\b|\bdead letters\b/i, replacement: "'dead-letter queue'" },
  { pattern: /\banswers\b/i, replacement: "'returns' or 'responses'" },
  { pattern: /\bhand(?:s|ed)? (?:back|over)\b/i, replacement: "'return' or 'pass'" },
  { pattern: /\bderivers?\b/i, replacement: "'author'" },
  { pattern: /\bspoil(?:s|t|ed)?\b/i, replacement: "'damage' or 'invalid'" },
  { pattern: /\bwhose captures they become\b/i, replacement: "'target endpoint'" },
  { pattern: /\bwho hears\b/i, replacement: "'alert routing'" },
  { pattern: /\bleaves? (?:nobody|nothing|no one) out\b/i, replacement: "'matches every request'" },
];

/** Names of values and functions that say nothing of what they hold or do. */
const vagueNames =
  'found|each|given|said|often|defined|measured|teach|leave|spoilt|watched|oddRow|everybodys|within|common|remaining|' +
  'comparable|readsAnswers|tell|nothing|placesOf|bring|says';

const namePatterns: readonly BannedPhrase[] = [
  {
    pattern: new RegExp(`\\b(?:const|let|function) (?:${vagueNames})\\b|\\((?:found|each|given|said)(?:, \\w+)?\\) =>`),
    replacement: 'a name for what it holds or does',
  },
];

const prose = ['.md', '.yaml', '.yml', '.py', '.schema.json'];
const code = ['.ts', '.mjs', '.cjs'];

/** Every text of the project, by path. */
function sourceFiles(): string[] {
  const notOurs = /^(?:\.git|\.cache|\.stryker-tmp|node_modules|policy\/node_modules|out|assets|reports)\//;
  return readdirSync(root, { withFileTypes: true })
    .filter(({ name }) => !notOurs.test(`${name}/`))
    .flatMap((entry) =>
      entry.isDirectory()
        ? readdirSync(join(root, entry.name), { recursive: true, encoding: 'utf8' }).map((name) =>
            join(entry.name, name),
          )
        : [entry.name],
    )
    .filter((path) => !notOurs.test(path) && [...prose, ...code].some((ending) => path.endsWith(ending)))
    .filter((path) => path !== 'tests/language.spec.ts' && path !== 'quality/kernel/program/kernelProgram.ts')
    .sort();
}

function bannedUses(path: string): string[] {
  const patterns = code.includes(extname(path)) ? [...phrases, ...namePatterns] : phrases;
  return readFileSync(join(root, path), 'utf8')
    .split('\n')
    .flatMap((line, i) =>
      patterns.flatMap(({ pattern, replacement }) => {
        const match = pattern.exec(line);
        return match ? [`${path}:${i + 1}: '${match[0]}': write ${replacement}`] : [];
      }),
    );
}

describe('the language of the project', () => {
  it('has no banned phrases', () => {
    const uses = sourceFiles().flatMap(bannedUses);
    assert.ok(uses.length === 0, `\n${uses.join('\n')}`);
  });

  it('has a dictionary that is sorted and in use', () => {
    const words = readFileSync(join(root, 'cspell.txt'), 'utf8').trimEnd().split('\n');
    const sorted = [...words].sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
    assert.deepEqual(words, sorted);
    const text = [...sourceFiles(), 'package.json']
      .map((path) => readFileSync(join(root, path), 'utf8').toLowerCase())
      .join();
    assert.deepEqual(
      words.filter((word) => !text.includes(word.toLowerCase())),
      [],
    );
  });
});
