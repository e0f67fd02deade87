/** Folder of the evidence pack beside the report. */
export const evidenceFolder = 'rehearsal-evidence';
