import { join } from 'node:path';
import ts from 'typescript';
import type { DocExample } from './docExamples';

const root = join(__dirname, '..', '..');

/** Returns TypeScript's errors in the examples, checked as files at the repository's root. Writes nothing. */
export function typeErrors(examples: readonly DocExample[]): string[] {
  const byName = new Map(examples.map((example, i) => [join(root, `docExample${i}.ts`), example]));
  const config = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config.config, { ...ts.sys, readDirectory: () => [] }, root);
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile } = host;
  host.fileExists = (name) => byName.has(name) || fileExists.call(host, name);
  host.readFile = (name) => byName.get(name)?.text ?? readFile.call(host, name);
  const program = ts.createProgram([...byName.keys()], options, host);
  return [...byName].flatMap(([name, { file, line }]) => {
    const source = program.getSourceFile(name);
    const diagnostics = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    return diagnostics.map(({ messageText, start = 0 }) => {
      const at = line + (source?.getLineAndCharacterOfPosition(start).line ?? 0);
      return `${file}:${at}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
    });
  });
}
