import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, normalize } from 'node:path';
import { parse } from 'yaml';
import { parseSettings } from '../config/parseSettings';
import { auditKinds } from '../contract/auditEvents';
import { formatProblem } from '../contract/problem';
import { parseCaptureKey } from '../contract/storeLayout';
import { parseExceptions } from '../policy/pack/exceptions/readExceptions';
import { checkTicketReader } from './support/checkTicketReader';
import { cliCommands, optionsOf } from './support/cliCommands';
import { type DocExample, docExamples, docPages, docProse, exampleArgument } from './support/docExamples';
import { checkedTables } from './support/docTables';
import { expectedTables } from './support/expectedTables';
import { runCaptureExample } from './support/runCaptureExample';
import { runCli } from './support/runCli';
import { runExample } from './support/runExample';
import { runShellExample } from './support/runShellExample';
import { typeErrors } from './support/typeErrors';
import { writeBaseline } from './support/writeBaseline';

const root = join(__dirname, '..');
const pages = docPages();
const examples = pages.flatMap(docExamples);
const at = ({ file, line }: DocExample) => `${file}:${line}`;
const ofKind = (kind: string) => examples.filter((example) => exampleArgument(example, kind) !== undefined);

const inTypeScript = ofKind('ts runnable');
const inShell = ofKind('sh runnable');
const stackFiles = ofKind('yaml runnable-config');
const namedFiles = ofKind('yaml runnable-file');

/** Valid texts behind a fence. TypeScript and YAML always run. */
const kinds =
  /^(ts runnable|sh runnable|(js|python) runnable-captures|python runnable-tickets|yaml runnable-config (dev|prod|local)|yaml runnable-file \S+|yaml runnable-exceptions|text output|sh|sql|json|text|)$/;

describe('the documentation', function () {
  this.timeout(60_000);

  it('marks every example in TypeScript and YAML as runnable', () => {
    const unmarked = examples
      .filter(({ info }) => !kinds.test(info))
      .map((example) => `${at(example)}: ${example.info}`);
    assert.deepEqual(unmarked, []);
  });

  it('shows an output only below a block that prints', () => {
    const compared = [...inTypeScript, ...stackFiles].filter(({ output }) => output !== undefined);
    assert.equal(ofKind('text output').length, compared.length);
  });

  describe('examples in TypeScript', () => {
    it('have valid types', () => assert.deepEqual(typeErrors(inTypeScript), []));
    for (const example of inTypeScript) {
      it(`${at(example)} prints the output on the page`, async () => {
        assert.equal(await runExample(example), example.output ?? '');
      });
    }
  });

  describe('examples in the shell', () => {
    for (const example of inShell) {
      it(`${at(example)} succeeds`, () => {
        const { code, printed } = runShellExample(example);
        assert.equal(code, 0, printed);
      });
    }

    it('give a command only options that it has', () => {
      const call = /(?:npm run (?:--\S+ )*(?<script>cli|rehearse|policy) --|npx model-observability) (?<rest>.*)/g;
      const calls = pages.flatMap(({ markdown }) => [...markdown.replaceAll('\\\n', '').matchAll(call)]);
      const used = calls.flatMap(({ groups: { script = 'cli', rest = '' } = {} }) => {
        const [own = ''] = rest.replace(/\$\(.*?\)|'.*?'/g, '').split(/[`|;&#]/);
        const [group = '', name = ''] = own.trim().split(/ +/);
        const ofCli = cliCommands.has(`${group} ${name}`) ? `${group} ${name}` : group;
        const command = script === 'cli' ? ofCli : script;
        return (own.match(/--[a-z-]+/g) ?? []).map((option) => ({ command, option }));
      });
      assert.ok(used.length > 0);
      const unknown = used.filter(({ command, option }) => !optionsOf(command).some(({ long }) => long === option));
      assert.deepEqual(unknown, []);
    });

    it('name only npm scripts that exist', () => {
      const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
      const named = pages.flatMap(({ markdown }) => [...markdown.matchAll(/npm run (?:--\S+ )*(?<name>[\w:]+)/g)]);
      const unknown = named.map(({ groups }) => groups?.['name'] ?? '').filter((name) => !(name in scripts));
      assert.deepEqual(unknown, []);
    });
  });

  describe('examples that write captures', () => {
    let folder: string;
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'capture-example-'));
    });
    afterEach(() => rmSync(folder, { recursive: true, force: true }));

    for (const language of ['js', 'python'] as const) {
      for (const example of ofKind(`${language} runnable-captures`)) {
        it(`${at(example)} writes a file that the monitor analyzes`, () => checkCaptures(language, example, folder));
      }
    }

    it('exist for Node and for Python', () => {
      const shown = examples.map(({ info }) => info).filter((info) => info.endsWith('runnable-captures'));
      assert.deepEqual(shown.sort(), ['js runnable-captures', 'python runnable-captures']);
    });
  });

  describe('the reader of the ticket queue', () => {
    for (const example of ofKind('python runnable-tickets')) {
      it(`${at(example)} opens and closes one ticket for each incident and alarm`, () => checkTicketReader(example));
    }
  });

  describe('stack files', () => {
    for (const example of stackFiles) {
      it(`${at(example)} is ${example.output ? 'rejected with the errors on the page' : 'accepted'}`, () => {
        assert.equal(checkSettings(example).problems.join('\n'), example.output ?? '');
      });
    }

    it('use every file that a page shows for them', () => {
      const used = stackFiles.flatMap((example) =>
        checkSettings(example).read.map((path) => `${example.file} ${path}`),
      );
      const shown = namedFiles.map((example) => `${example.file} ${exampleArgument(example, 'yaml runnable-file')}`);
      assert.deepEqual(
        shown.filter((path) => !used.includes(path)),
        [],
      );
    });
  });

  it('shows valid policy exceptions', () => {
    const shown = ofKind('yaml runnable-exceptions').map(({ file, text }) => parseExceptions(file, text));
    assert.deepEqual(
      shown.map(({ exceptions, problems }) => [exceptions.length > 0, problems]),
      [[true, []]],
    );
  });

  describe('tables', () => {
    const tables = pages.flatMap(checkedTables);
    for (const { file, name, rows } of tables) {
      it(`${file}: ${name} matches the code`, async () => {
        const expected = await expectedTables[name]?.();
        assert.ok(expected, `unknown table '${name}': expected ${Object.keys(expectedTables).join(', ')}`);
        assert.deepEqual(
          rows.map((row, i) => row.slice(0, expected[i]?.length)),
          expected,
        );
        assert.ok(rows.every((row) => row.every((cell) => cell !== '')));
      });
    }

    it('have every call that the audit queries select', () => {
      const calls = Object.values(auditKinds).flatMap((rows) => rows.flatMap(([, names]) => [...names] as string[]));
      const lists = ofKind('sql').flatMap(({ text }) => [...text.matchAll(/eventName in (?<list>\[.*\])/g)]);
      const selectedCalls = lists.flatMap(({ groups }) => JSON.parse(groups?.['list'] ?? '[]') as string[]);
      assert.ok(selectedCalls.length > 0);
      assert.deepEqual(
        selectedCalls.filter((name) => !calls.includes(name)),
        [],
      );
    });

    it('exist for everything that is checked', () => {
      const names = new Set(tables.map(({ name }) => name));
      assert.deepEqual([...names].sort(), Object.keys(expectedTables).sort());
    });
  });

  it('links to pages, headings and files that exist', () => {
    const brokenLinks = pages.flatMap((page) =>
      [...docProse(page).matchAll(/\]\((?<target>[^)\s]+)\)/g)]
        .map(({ groups }) => groups?.['target'] ?? '')
        .filter((target) => !/^https?:/.test(target) && !resolves(page.file, target))
        .map((target) => `${page.file}: ${target}`),
    );
    assert.deepEqual(brokenLinks, []);
  });

  it('names only files of the repository that exist', () => {
    const path = /`(?<path>(?:[\w.-]+\/)+[\w.-]+\.(?:ts|mjs|cjs|yaml|md|svg|csv))(?::\d+)?`/g;
    const missingFiles = pages.flatMap(({ file, markdown }) =>
      [...docProse({ file, markdown }).matchAll(path)]
        .map(({ groups }) => groups?.['path'] ?? '')
        .filter((name) => !isShown(file, name))
        .filter((name) => !['', dirname(file), ...packFolder(file)].some((at) => existsSync(join(root, at, name))))
        .map((name) => `${file}: ${name}`),
    );
    assert.deepEqual(missingFiles, []);
  });

  it('has a changelog section for the version in package.json', () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    assert.match(readFileSync(join(root, 'CHANGELOG.md'), 'utf8'), new RegExp(`^## \\[${version}\\]`, 'm'));
  });
});

/** Runs an example on rows of the training file, and the monitor on what it wrote. */
async function checkCaptures(language: 'js' | 'python', { text }: DocExample, folder: string): Promise<void> {
  const training = readFileSync(join(root, 'assets', 'datasets', 'monitoring', 'training.csv'), 'utf8');
  const rows = training.split('\n').slice(1, 41);
  const event = { rows: rows.map((row) => row.slice(row.indexOf(',') + 1)) };
  const before = Date.now();
  const { result, objects } = await runCaptureExample(language, text, { event, folder: join(folder, 'example') });
  assert.deepEqual(result, { predictions: rows.map(() => 1.5) });
  const [[path, content]] = Object.entries(objects) as [[string, string]];
  const key = parseCaptureKey(path.replace(/^store\//, ''));
  assert.deepEqual([key?.endpoint, key?.schema, key?.variant], ['arrival-delay', 'v1', 'AllTraffic']);
  assert.ok(key && Math.abs(key.hour.getTime() - before) <= 2 * 3_600_000);
  assert.match(basename(path), /^\d\d-\d\d-\d{3}-[0-9a-f-]{36}\.jsonl$/);
  const captures = join(folder, 'captures');
  mkdirSync(captures);
  writeFileSync(join(captures, basename(path)), content);
  const baseline = writeBaseline(join(folder, 'baseline'));
  const run = [
    'monitor',
    'run',
    '--baseline',
    baseline,
    '--captures',
    captures,
    '--out',
    join(folder, 'report'),
    '--json',
  ];
  const { files, rows: analyzed, rejects } = JSON.parse((await runCli(...run)).out);
  assert.deepEqual({ files, analyzed, rejects }, { files: 1, analyzed: 40, rejects: 0 });
}

/** Checks a stack file. Files it names are taken from its page, else from the repository; `read` lists them. */
function checkSettings(example: DocExample): { problems: string[]; read: string[] } {
  const prefix = 'model-observability:';
  const ours = Object.entries(configOf(example.text)).filter(([key]) => key.startsWith(prefix));
  const raw = Object.fromEntries(ours.map(([key, value]) => [key.slice(prefix.length), value]));
  const shown = new Map(
    namedFiles
      .filter(({ file }) => file === example.file)
      .map((named) => [exampleArgument(named, 'yaml runnable-file') ?? '', named.text]),
  );
  const read: string[] = [];
  const { problems = [] } = parseSettings(raw, {
    stack: exampleArgument(example, 'yaml runnable-config') ?? '',
    preview: true,
    readFile(path) {
      read.push(path);
      return shown.get(path) ?? readFileSync(join(root, path), 'utf8');
    },
    listFiles: (folder) => [...shown.keys()].filter((path) => dirname(path) === folder).map((path) => basename(path)),
    defaultTags: {},
    encrypted: [],
  });
  return { problems: problems.map(formatProblem), read };
}

/** Whether a page shows a file as an example. */
function isShown(page: string, path: string): boolean {
  return namedFiles.some(({ file, info }) => file === page && info === `yaml runnable-file ${path}`);
}

/** Paths on the page of the policy pack are relative to its folder. */
const packFolder = (page: string): string[] => (page === 'docs/policy/pack.md' ? ['policy'] : []);

function configOf(text: string): Record<string, unknown> {
  return (parse(text) as { config: Record<string, unknown> }).config;
}

function resolves(from: string, target: string): boolean {
  const [path = '', heading] = target.split('#');
  const file = path === '' ? from : normalize(join(dirname(from), path));
  if (!existsSync(join(root, file))) return false;
  return heading === undefined || headingsOf(file).includes(heading);
}

/** Returns the anchors that GitHub makes of a page's headings. */
function headingsOf(file: string): string[] {
  const prose = docProse({ file, markdown: readFileSync(join(root, file), 'utf8') });
  return [...prose.matchAll(/^#+ (?<text>.+)$/gm)].map(({ groups }) =>
    (groups?.['text'] ?? '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-'),
  );
}
