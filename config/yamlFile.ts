import { isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
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
    file: at(findOffset(document.contents, problem.path)),
  });
  return { yaml: { content: document.toJS(), locate }, problems: [] };
}

/** Offset of the deepest part of a path that exists. */
function findOffset(root: unknown, path: Problem['path']): number {
  let node = root;
  let offset = 0;
  for (const part of path) {
    const pair = isMap(node) ? node.items.find(({ key }) => isScalar(key) && key.value === part) : undefined;
    const target = isSeq(node) ? node.items[Number(part)] : pair?.key;
    if (!isNode(target) || !target.range) return offset;
    offset = target.range[0];
    node = pair ? pair.value : target;
  }
  return offset;
}
