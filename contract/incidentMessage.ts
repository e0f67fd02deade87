import * as z from 'zod';
import { severities } from './alarmNames';
import { causeNames } from './likelyCause';

/** What happened to an incident. One that is over when it is detected is `opened` and `closed` at once. */
export const messageKinds = ['opened', 'escalated', 'closed'] as const;
export type MessageKind = (typeof messageKinds)[number];

/** The most entries that a list of a message has; the incident document has all. */
export const listedViolations = 10;
export const listedCauses = 3;
export const listedSimilar = 3;

const instant = z.iso.datetime();
const count = z.int().min(0);
const page = z.url({ protocol: /^https$/ });

const violationSchema = z.strictObject({
  feature: z.string(),
  /** Check type in Model Monitor's words, such as `completeness_check`. */
  check: z.string(),
  severity: z.enum(severities),
  /** Expected and observed, and how unusual that is, from the latest window that broke the promise. */
  description: z.string(),
  /** Windows that broke the promise. */
  windows: count,
});

const causeSchema = z.strictObject({
  cause: z.enum(causeNames),
  meaning: z.string(),
  score: z.number().min(0).max(1),
  /** Numbers that show it, in one sentence. */
  evidence: z.string(),
});

/**
 * A message about an incident, for people and programs: `detail.message` of an event on the stack's bus, and the body that
 * the ticket queue and plain HTTPS routes get. Texts from data are bounded and free of control characters.
 */
export const incidentMessageSchema = z.strictObject({
  version: z.literal(1),
  /** The same if a message is delivered again. */
  id: z.string(),
  kind: z.enum(messageKinds),
  /** The same for all messages of an incident: the key by which a receiver recognizes it. */
  thread: z.string(),
  incident: z.string(),
  stack: z.string(),
  endpoint: z.string(),
  /** Version of the capture schema. */
  schema: z.string(),
  /** Variants of the captures, if the engine reports them. */
  variants: z.array(z.string()).optional(),
  /** The highest severity of the incident's violations. */
  severity: z.enum(severities),
  /** Who acts on it, and the page that says how. */
  owner: z.string(),
  runbook: z.string(),
  /** Start of the first and the last window that broke a promise, and of the window in which all held again. */
  opened: instant,
  lastWindow: instant,
  closed: instant.optional(),
  /** Windows that broke a promise, and rows of the last one. */
  windows: count,
  rows: count.optional(),
  /** The message in one line. */
  headline: z.string(),
  /** The gravest first, and how many more there are. */
  violations: z.array(violationSchema).max(listedViolations),
  moreViolations: count,
  /** The most likely first. */
  causes: z.array(causeSchema).max(listedCauses),
  /** Earlier incidents like this one, with their recorded cause and fix. */
  similar: z.array(z.strictObject({ incident: z.string(), cause: z.string(), fix: z.string() })).max(listedSimilar),
  /** Pages of the AWS console. */
  links: z.strictObject({ report: page, incident: page, dashboard: page }),
});

export type IncidentMessage = z.infer<typeof incidentMessageSchema>;
