/**
 * Filters the list of a page as its reader types. It reads the page's own text only, and writes no markup. It replaces the
 * list's items together: hiding one after the other makes Chromium number the rest of the list each time. The text of an
 * item is read with the first search, and a page without a filter is left as it is: it is ready sooner.
 */
export const filterScript = `'use strict';
const form = document.querySelector('form');
const list = document.querySelector('.incidents');
const items = [...document.querySelectorAll('[data-state]')].map((item) => ({ item }));
const marks = new Map([...document.querySelectorAll('[data-incident]')].map((mark) => [mark.dataset.incident, mark]));
const count = document.querySelector('output');
function filter() {
  const words = form.elements.words.value.toLowerCase().split(/\\s+/).filter(Boolean);
  const state = form.elements.state.value;
  const endpoint = form.elements.endpoint.value;
  const shown = [];
  for (const entry of items) {
    const { item } = entry;
    const matches = (!state || item.dataset.state === state) && (!endpoint || item.dataset.endpoint === endpoint)
      && words.every((word) => (entry.text ??= item.textContent.toLowerCase()).includes(word));
    marks.get(item.id)?.classList.toggle('faded', !matches);
    if (matches) shown.push(item);
  }
  if (shown.length !== list.children.length || shown.length !== items.length) list.replaceChildren(...shown);
  count.value = shown.length + ' of ' + items.length + ' shown';
}
form.hidden = false;
form.addEventListener('input', filter);
form.addEventListener('submit', (event) => event.preventDefault());
filter();
`;
