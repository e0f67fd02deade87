/** SageMaker's pattern for names of endpoints and variants. */
export const sageMakerName = /^[a-zA-Z0-9](-*[a-zA-Z0-9])*$/;
/** What to do about an invalid name. */
export const sageMakerNameHint = 'use letters, digits and single hyphens';
