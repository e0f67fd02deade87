import { createHash } from 'node:crypto';
import type { ControlException, ControlResult } from './controls';
import { mappings } from './mappings';
import type { PackFile } from './packIndex';
import type { PackReport } from './packReport';

/** Version of OSCAL. Source of the format: https://pages.nist.gov/OSCAL-Reference/models/v1.2.3/assessment-results/ */
export const oscalVersion = '1.2.3';

/** Namespace of the properties that OSCAL does not define. */
const propertyNamespace = 'urn:model-observability:oscal';

/**
 * Composes OSCAL assessment results from the controls of a pack. Every control is an objective with a finding; every
 * exception is an observation. `files` are the other files of the pack, which become resources with their hashes.
 */
export function composeOscal(report: PackReport, files: readonly PackFile[]): object {
  const { name, from, to, writtenAt, controls } = report;
  const uuid = (...parts: readonly (string | number)[]) => uuidOf([name, writtenAt, ...parts].join('\n'));
  const resourceOf = (path: string) => uuid('file', path);
  const evidenceOf = ({ evidence }: ControlResult) =>
    files
      .filter(({ path }) => evidence.includes(path))
      .map(({ path }) => ({ href: `#${resourceOf(path)}`, description: path }));
  const observe = (control: ControlResult) =>
    (control.exceptions.length === 0 ? [undefined] : control.exceptions).map((exception, i) => ({
      uuid: uuid('observation', control.id, i),
      title: `${control.id}: ${exception ? `exception ${i + 1}` : 'no exception'}`,
      description: textOf(exception?.text ?? `${control.checked} checked; ${control.claim}`),
      props: exception && propertiesOf(exceptionProperties(exception)),
      methods: ['EXAMINE'],
      types: [exception ? 'finding' : 'control-objective'],
      'relevant-evidence': evidenceOf(control),
      collected: writtenAt,
    }));
  const results = {
    uuid: uuid('result'),
    title: `Monitoring evidence ${name}`,
    description: 'Results of the controls on the record of changes of the monitoring.',
    start: from,
    end: to,
    'reviewed-controls': {
      'control-selections': [{ 'include-controls': controls.map(({ id }) => ({ 'control-id': id })) }],
      'control-objective-selections': [
        { 'include-objectives': controls.map(({ id }) => ({ 'objective-id': objectiveOf(id) })) },
      ],
    },
    observations: controls.flatMap(observe),
    findings: controls.map((control) => describeFinding(control, uuid('finding', control.id), observe(control))),
  };
  return {
    'assessment-results': {
      uuid: uuid('assessment-results'),
      metadata: {
        title: `Evidence pack ${name}: assessment results`,
        'last-modified': writtenAt,
        version: name,
        'oscal-version': oscalVersion,
      },
      'import-ap': {
        href: `#${resourceOf('controls.json')}`,
        remarks: 'There is no separate assessment plan: controls.json has the method of each control.',
      },
      'local-definitions': { 'objectives-and-methods': controls.map(describeObjective) },
      results: [results],
      'back-matter': { resources: files.map((file) => describeResource(file, resourceOf(file.path))) },
    },
  };
}

const objectiveOf = (id: string) => `${id}_obj`;

function describeObjective({ id, claim, method, checked }: ControlResult) {
  return {
    'control-id': id,
    props: propertiesOf(requirementProperties(id)),
    parts: [
      { id: objectiveOf(id), name: 'assessment-objective', prose: claim },
      { id: `${id}_method`, name: 'assessment-method', prose: method },
      { id: `${id}_checked`, name: 'assessment-objects', prose: checked },
    ],
  };
}

function describeFinding(
  { id, claim, held, exceptions }: ControlResult,
  uuid: string,
  observations: readonly { readonly uuid: string }[],
) {
  return {
    uuid,
    title: id,
    description: claim,
    target: {
      type: 'objective-id',
      'target-id': objectiveOf(id),
      status: {
        state: held ? 'satisfied' : 'not-satisfied',
        reason: held ? 'pass' : 'fail',
        remarks: held ? undefined : `exceptions: ${exceptions.length}`,
      },
    },
    'related-observations': observations.map((observation) => ({ 'observation-uuid': observation.uuid })),
  };
}

function describeResource({ path, sha256 }: PackFile, uuid: string) {
  return {
    uuid,
    title: textOf(path),
    rlinks: [
      { href: path.split('/').map(encodeURIComponent).join('/'), hashes: [{ algorithm: 'SHA-256', value: sha256 }] },
    ],
  };
}

function exceptionProperties({ at, author, expiry }: ControlException): [name: string, value: string | undefined][] {
  return [
    ['at', at],
    ['author', author],
    ['expiry', expiry],
  ];
}

/** Requirements of the frameworks that a control gives evidence for. */
function requirementProperties(id: ControlResult['id']): [name: string, value: string][] {
  return mappings
    .filter(({ controls }) => controls.includes(id))
    .map(({ framework, versions, requirement }) => [
      'requirement',
      `${framework} (${versions.join(', ')}): ${requirement}`,
    ]);
}

function propertiesOf(properties: readonly (readonly [name: string, value: string | undefined])[]) {
  return properties.flatMap(([name, value]) =>
    value === undefined ? [] : [{ name, ns: propertyNamespace, value: textOf(value) }],
  );
}

/** A text as OSCAL's strings are: one line, not empty, without blanks around it. Records may have any text. */
function textOf(text: string): string {
  return text.replace(/[\s\p{C}]+/gu, ' ').trim() || '(empty)';
}

/** The namespace of URLs and URNs in UUIDs (RFC 9562, section 6.6). */
const urlNamespace = Buffer.from('6ba7b8119dad11d180b400c04fd430c8', 'hex');

/** UUID of a name, version 5 (RFC 9562, section 5.5): the same document has the same UUIDs. */
function uuidOf(name: string): string {
  const bytes = createHash('sha1').update(urlNamespace).update(`${propertyNamespace}\n${name}`).digest();
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}
