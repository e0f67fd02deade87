type Node = { [key: string]: Node | string };

/** `member.1`, `entry.1` and plain numbers are a list's places. */
function collapse(node: Node | string): unknown {
  if (typeof node === 'string') return node;
  const keys = Object.keys(node);
  const only = keys.length === 1 ? keys[0] : undefined;
  const inner = only === 'member' || only === 'entry' ? node[only] : undefined;
  if (inner !== undefined && typeof inner !== 'string') return collapse(inner);
  if (keys.length > 0 && keys.every((key) => /^\d+$/.test(key))) {
    return keys.sort((a, b) => Number(a) - Number(b)).map((key) => collapse(node[key] ?? ''));
  }
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, collapse(value)]));
}

/** The parameters of a call in AWS's query protocol (`Tags.member.1.Key=a`), nested, without Action and Version. */
export function queryForm(body: string): { action?: string; params: Record<string, unknown> } {
  const form = new URLSearchParams(body);
  const root: Node = Object.create(null) as Node;
  for (const [path, value] of form) {
    if (path === 'Action' || path === 'Version') continue;
    const parts = path.split('.');
    const last = parts.pop() ?? path;
    let node = root;
    for (const part of parts) {
      const next = node[part];
      const child: Node = next === undefined || typeof next === 'string' ? (Object.create(null) as Node) : next;
      node[part] = child;
      node = child;
    }
    node[last] = value;
  }
  const action = form.get('Action');
  return {
    ...(action === null ? {} : { action }),
    params: Object.keys(root).length === 0 ? {} : (collapse(root) as Record<string, unknown>),
  };
}
