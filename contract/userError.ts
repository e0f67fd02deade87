/** A mistake that its reader can fix: the command line prints the message without a stack trace. */
export class UserError extends Error {}
