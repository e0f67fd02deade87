import assert from 'node:assert/strict';

/** Tags of a page in order, with the names of their attributes; `wbr` depends on the text, so it is left out. */
export function pageStructure(html: string): string {
  return [...html.matchAll(/<(?<tag>\/?[a-z!][^\s>]*)(?<rest>[^>]*)>/gi)]
    .filter((match) => match.groups?.['tag'] !== 'wbr')
    .map((match) => `${match.groups?.['tag']} ${(match.groups?.['rest'] ?? '').replace(/"[^"]*"/g, '""')}`)
    .join('\n');
}

/** A page's texts, without tags, blanks as one. */
export function pageWords(html: string): string {
  const body = html.replace(/<style>.*?<\/style>/s, '').replaceAll('<wbr>', '');
  return body.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
}

/** Texts that try to get out of the place where a page puts them. */
export const hostileTexts = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</style></title><svg onload=alert(1)>',
  '<!--',
  ']]>',
  '</table></section>',
  '&lt;b&gt;',
  '$&$1',
] as const;

/** Asserts what holds for every page: it loads nothing, its ids and references fit, tables and pictures have names. */
export function assertSoundPage(page: string): void {
  assert.match(page, /default-src &#39;none&#39;/);
  const addresses = [...page.matchAll(/(?:src|href|action|srcset|poster|data|xlink:href)="(?<to>[^"]*)"/g)];
  assert.ok(addresses.length > 3);
  for (const { groups } of addresses) assert.match(groups?.['to'] ?? '', /^(#[\w-]+|data:,|[\w-]+\/[\w-]+\.html)$/);
  assert.doesNotMatch(page, /@import|url\(|<script|<iframe|<object|<embed/i);

  const ids = [...page.matchAll(/ id="(?<id>[^"]+)"/g)].map((match) => match.groups?.['id'] ?? '');
  assert.deepEqual(
    ids.filter((id, i) => ids.indexOf(id) !== i),
    [],
  );
  const referred = [...page.matchAll(/(?:href="#|aria-labelledby=")(?<to>[^"]+)"/g)];
  for (const { groups } of referred) {
    for (const to of (groups?.['to'] ?? '').split(' ')) assert.ok(ids.includes(to), `nothing has the id ${to}`);
  }
  assert.equal(page.match(/<caption>/g)?.length, page.match(/<table /g)?.length);
  assert.equal(page.match(/<th /g)?.length, page.match(/<th scope="(?:col|row)"/g)?.length);
  assert.equal(page.match(/<svg /g)?.length, page.match(/<svg class="plot" role="img"/g)?.length);

  const levels = [...page.matchAll(/<h(?<level>[1-6])[ >]/g)].map((match) => Number(match.groups?.['level']));
  assert.deepEqual([levels[0], levels.filter((level) => level === 1).length], [1, 1]);
  levels.forEach((level, i) => {
    assert.ok(level <= (levels[i - 1] ?? 0) + 1, `heading ${i + 1} leaves a level out`);
  });
  assert.doesNotMatch(page, /undefined|NaN|\[object/);
}
