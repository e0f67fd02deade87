import { isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { Problem } from '../contract/problem';

/** A YAML file: its content, and `locate`, which adds the file's name and line to a problem. */
export interface YamlFile {
  readonly content: unknown;
  readonly locate: (problem: Problem) => Problem;
}

/** Parses YAML; every syntax error is a problem with the file's name and line. */
export function parseYamlFile(file: string, text: string): { yaml?: YamlFile; problems: Problem[] } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number): string => `${file}:${lines.linePos(offset).line}`;
  if (document.errors.length > 0) {
    return {
      problems: document.errors.map(({ pos, message }) => ({
        file: at(pos[0]),
        path: [],
        text: `invalid YAML: ${message.replace(/\.?$/, '')}`,
      })),
    };
  }
  const locate = (problem: Problem): Problem => ({
    ...problem,
    file: at(offsetOf(document.contents, problem.path)),
  });
  return { yaml: { content: document.toJS(), locate }, problems: [] };
}

/** Offset of the deepest part of a path that exists. */
function offsetOf(root: unknown, path: Problem['path']): number {
  let node = root;
  let offset = 0;
  for (const part of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && key.value === part);
      if (!pair || !isScalar(pair.key)) return offset;
      offset = pair.key.range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(part)];
      if (isMap(node) || isSeq(node) || isScalar(node)) offset = node.range?.[0] ?? offset;
    }
  }
  return offset;
}
