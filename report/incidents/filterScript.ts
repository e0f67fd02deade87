/** Filters the list of a page as its reader types. It reads the page's own text only, and writes no markup. */
export const filterScript = `'use strict';
const form = document.querySelector('form');
const items = [...document.querySelectorAll('[data-state]')].map((item) => ({ item, text: item.textContent.toLowerCase() }));
const marks = new Map([...document.querySelectorAll('[data-incident]')].map((mark) => [mark.dataset.incident, mark]));
const count = document.querySelector('output');
function filter() {
  const words = form.elements.words.value.toLowerCase().split(/\\s+/).filter(Boolean);
  const state = form.elements.state.value;
  const endpoint = form.elements.endpoint.value;
  let shown = 0;
  for (const { item, text } of items) {
    const matches = (!state || item.dataset.state === state) && (!endpoint || item.dataset.endpoint === endpoint)
      && words.every((word) => text.includes(word));
    item.hidden = !matches;
    marks.get(item.id)?.classList.toggle('faded', !matches);
    if (matches) shown += 1;
  }
  count.value = shown + ' of ' + items.length + ' shown';
}
form.hidden = false;
form.addEventListener('input', filter);
form.addEventListener('submit', (event) => event.preventDefault());
filter();
`;
