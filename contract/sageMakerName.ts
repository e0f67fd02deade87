/** SageMaker's rule for the names of endpoints and variants. */
export const sageMakerName = /^[a-zA-Z0-9](-*[a-zA-Z0-9])*$/;
export const sageMakerNameText = 'has only letters and digits, and hyphens between them (no dots, no underscores)';
