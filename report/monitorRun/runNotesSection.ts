import { describeNotes } from '../../quality/record/describeNotes';
import type { Section } from '../html/htmlPage';
import { markup } from '../html/markup';
import { describeOtherFiles } from '../text/otherFiles';
import type { RunReport } from './runReport';

/** What the captures show besides their rows: headers, unknown keys, and what Model Monitor's container refuses. */
export const runNotesSection: Section<RunReport> = {
  id: 'notes',
  title: 'Notes on the captures',
  short: 'Notes',
  lead: () => 'What was seen while the files were read. It does not change the status.',
  body: ({ notes, window: { otherFiles = [] } }) => {
    const sentences = [...otherFiles.map(describeOtherFiles), ...(notes ? describeNotes(notes) : [])];
    return sentences.length === 0
      ? markup`<p class="empty">None.</p>`
      : markup`<ul>${sentences.map((sentence) => markup`<li>${sentence}</li>`)}</ul>`;
  },
};
