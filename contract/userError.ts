/** A mistake or a lack that its reader can mend: the command line shows the sentence alone, without a stack trace. */
export class UserError extends Error {}
