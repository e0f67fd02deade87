import type { ControlResult } from '../../audit/pack/controls';
import type { LogPart } from '../../audit/pack/logParts';
import { type Mapping, mappings } from '../../audit/pack/mappings';
import type { MuteSpan } from '../../audit/pack/muteSpan';
import type { PackReport } from '../../audit/pack/packReport';
import { type ScannerException, scannerExceptions } from '../../audit/pack/scannerExceptions';
import { dataTable } from '../html/dataTable';
import { htmlPage, type Section } from '../html/htmlPage';
import { markup } from '../html/markup';
import { badge, factList, verdictHeading } from '../html/pageParts';
import { formatCount, formatInstant } from '../text/formats';

const controlsSection: Section<PackReport> = {
  id: 'controls',
  title: 'Controls',
  short: 'Controls',
  lead: () => 'Each control has a claim, the method that checked it, the files with the evidence, and its exceptions.',
  body: ({ controls }) =>
    dataTable<ControlResult>({
      caption: 'Controls of the period',
      rows: controls,
      wide: true,
      empty: 'There are no controls.',
      rowId: ({ id }) => `control-${id}`,
      columns: [
        { title: 'Control', cell: ({ id }) => id, heads: true },
        { title: 'Claim', cell: ({ claim, method }) => [claim, markup`<small>${method}</small>`] },
        { title: 'Evidence', cell: ({ evidence }) => evidence.join(', '), code: true },
        {
          title: 'Checked',
          cell: ({ checked, period }) => [
            checked,
            markup`<small>${formatInstant(period.from)} to ${formatInstant(period.to)}</small>`,
          ],
        },
        {
          title: 'Result',
          cell: ({ held, exceptions }) =>
            held ? badge('good', 'held') : badge('bad', formatCount(exceptions.length, 'exception')),
        },
      ],
    }),
};

interface ExceptionRow {
  readonly control: string;
  readonly text: string;
  readonly author?: string;
  readonly at: string;
  readonly expiry?: string;
}

const exceptionsSection: Section<PackReport> = {
  id: 'exceptions',
  title: 'Exceptions',
  short: 'Exceptions',
  lead: () =>
    'Unexplained changes, mutes without reason or end, and faults of the record by hour. Attempts that AWS refused count.',
  body: ({ controls }) =>
    dataTable<ExceptionRow>({
      caption: 'Exceptions by control',
      rows: controls.flatMap(({ id, exceptions }) => exceptions.map((exception) => ({ control: id, ...exception }))),
      wide: true,
      empty: 'There are no exceptions.',
      columns: [
        { title: 'Control', cell: ({ control }) => control },
        { title: 'When (UTC)', cell: ({ at }) => formatInstant(at) },
        { title: 'What', cell: ({ text }) => text, heads: true },
        { title: 'Author', cell: ({ author }) => author ?? '–', code: true },
        { title: 'Expiry', cell: ({ expiry }) => (expiry === undefined ? '–' : formatInstant(expiry)) },
      ],
    }),
};

const mutesSection: Section<PackReport> = {
  id: 'mutes',
  title: 'Mutes',
  short: 'Mutes',
  lead: () => 'Times during which alarms were muted, as far as the record shows.',
  body: ({ mutes }) =>
    dataTable<MuteSpan>({
      caption: 'Mutes of the period',
      rows: mutes,
      empty: 'No alarm was muted.',
      columns: [
        { title: 'Alarm', cell: ({ alarm }) => alarm, heads: true, code: true },
        { title: 'From', cell: ({ from }) => formatInstant(from) },
        { title: 'To', cell: ({ to }) => (to === undefined ? badge('bad', 'no end') : formatInstant(to)) },
        { title: 'By', cell: ({ actor }) => actor },
        { title: 'Reason', cell: ({ reason }) => reason ?? badge('bad', 'no reason') },
      ],
    }),
};

const mappingsSection: Section<PackReport> = {
  id: 'mappings',
  title: 'Mappings',
  short: 'Mappings',
  lead: () => 'Requirements that the controls give evidence for. A mapping does not certify that a requirement is met.',
  body: () =>
    dataTable<Mapping>({
      caption: 'Requirements by framework',
      rows: mappings,
      wide: true,
      empty: 'There are no mappings.',
      columns: [
        {
          title: 'Framework',
          cell: ({ framework, versions }) => [framework, markup`<small>${versions.join(', ')}</small>`],
        },
        { title: 'Requirement', cell: ({ requirement, title }) => `${requirement}: ${title}`, heads: true },
        { title: 'Controls', cell: ({ controls }) => controls.join(', ') },
        { title: 'Applies from', cell: ({ appliesFrom }) => appliesFrom ?? 'now' },
        {
          title: 'Source',
          cell: ({ source, basis }) => [
            markup`<a href="${source}">${new URL(source).hostname}</a>`,
            ...(basis === 'secondary' ? [markup`<small>secondary source</small>`] : []),
          ],
        },
      ],
    }),
};

const scannersSection: Section<PackReport> = {
  id: 'scanners',
  title: 'Exceptions for scanners',
  short: 'Scanners',
  lead: () =>
    'Checks of security scanners that look for schedules of SageMaker Model Monitor only, and fail for endpoints that the analyzer monitors.',
  body: () =>
    dataTable<ScannerException>({
      caption: 'Exceptions by check',
      rows: scannerExceptions,
      wide: true,
      empty: 'There are no exceptions.',
      columns: [
        {
          title: 'Check',
          cell: ({ scanner, check, source }) => [scanner, markup`<small><a href="${source}">${check}</a></small>`],
          heads: true,
        },
        { title: 'Looks for', cell: ({ looksFor }) => looksFor },
        { title: 'Reason', cell: ({ reason }) => reason },
        { title: 'Evidence', cell: ({ evidence }) => evidence.map((place) => markup`<small>${place}</small>`) },
      ],
    }),
};

const logSection: Section<PackReport> = {
  id: 'log',
  title: 'The log and its retention',
  short: 'Log',
  lead: () =>
    'What is kept as the log of the monitoring, and for how long. Articles 19 and 26 of the EU AI Act require logs of at least six months.',
  body: ({ log }) => [
    dataTable<LogPart>({
      caption: 'What the monitoring keeps',
      rows: log,
      empty: 'There is no log.',
      columns: [
        { title: 'What', cell: ({ what }) => what, heads: true },
        { title: 'Where', cell: ({ where }) => where },
        { title: 'Kept', cell: ({ kept }) => kept },
        { title: 'Part of the log', cell: ({ isLog }) => (isLog ? 'yes' : 'no') },
      ],
    }),
    markup`<p>Captures are not part of the log. Each report has the statistics of its captures.</p>`,
  ],
};

const sections = [controlsSection, exceptionsSection, mutesSection, logSection, mappingsSection, scannersSection];

/** Renders the page of an evidence pack. */
export function packPage(report: PackReport): string {
  const { name, from, to, controls, calls, verification } = report;
  const broken = controls.filter(({ held }) => !held).length;
  const below = factList([
    { name: 'From', value: `${formatInstant(from)} UTC` },
    { name: 'To', value: `${formatInstant(to)} UTC` },
    { name: 'Calls', value: String(calls.length) },
    { name: 'Unexplained', value: String(calls.filter(({ verdict }) => verdict === 'unexplained').length) },
    { name: 'Faults of the record', value: String(verification.faults.length) },
  ]);
  return htmlPage({
    title: `Evidence ${name}`,
    skip: { to: controlsSection.id, text: 'Skip to: Controls' },
    header: verdictHeading({
      kind: 'Evidence pack',
      look: broken === 0 ? 'held' : 'broke',
      sentence:
        broken === 0
          ? `${name}: every control held.`
          : `${name}: ${broken} of ${formatCount(controls.length, 'control')} have exceptions.`,
      below,
    }),
    sections,
    report,
    writtenBy: 'audit report',
    writtenAt: report.writtenAt,
  });
}
