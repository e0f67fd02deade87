import { breakable } from './breakable';
import { type Markup, markup } from './markup';

/** Names and values side by side. */
export function factList(facts: readonly { readonly name: string; readonly value: string }[]): Markup {
  const rows = facts.map(({ name, value }) => markup`<div><dt>${name}</dt><dd>${breakable(value)}</dd></div>`);
  return markup`<dl class="facts">${rows}</dl>`;
}
