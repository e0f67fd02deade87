import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..', '..');

/** A page of the documentation. */
export interface DocPage {
  /** Path from the repository's root. */
  readonly file: string;
  readonly markdown: string;
}

/** A fenced block of a page. */
export interface DocExample {
  readonly file: string;
  /** Line number of the first line of text. */
  readonly line: number;
  /** Text behind the fence, such as `ts runnable`. */
  readonly info: string;
  readonly text: string;
  /** Text of the `text output` block right below it. */
  readonly output?: string;
}

const topPages = ['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md', 'policy/README.md'];

/** Returns every page of the documentation. */
export function docPages(): DocPage[] {
  const inDocs = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' });
  const pages = inDocs.filter((name) => name.endsWith('.md')).sort();
  return [...topPages, ...pages.map((name) => `docs/${name}`)].map((file) => ({
    file,
    markdown: readFileSync(join(root, file), 'utf8'),
  }));
}

/** Returns the fenced blocks of a page, in order. Throws for an unclosed fence. */
export function docExamples({ file, markdown }: DocPage): DocExample[] {
  const examples: DocExample[] = [];
  let open: { info: string; line: number; text: string[] } | undefined;
  markdown.split('\n').forEach((content, i) => {
    const fence = /^```(?<info>.*)$/.exec(content)?.groups?.['info'];
    if (fence === undefined) {
      open?.text.push(content);
    } else if (open) {
      examples.push({ file, line: open.line, info: open.info, text: open.text.join('\n') });
      open = undefined;
    } else {
      open = { info: fence.trim(), line: i + 2, text: [] };
    }
  });
  if (open) throw new Error(`${file}:${open.line}: unclosed block`);
  return examples.map((example, i) => {
    const next = examples[i + 1];
    return next?.info === 'text output' ? { ...example, output: next.text } : example;
  });
}

/** Returns a page without its fenced blocks. */
export function docProse({ markdown }: DocPage): string {
  return markdown.replace(/^```[\s\S]*?^```$/gm, '');
}

/** Returns the argument of a kind of example, such as the path of a `yaml runnable-file`; undefined for another kind. */
export function exampleArgument({ info }: DocExample, kind: string): string | undefined {
  if (info === kind) return '';
  return info.startsWith(`${kind} `) ? info.slice(kind.length + 1) : undefined;
}
