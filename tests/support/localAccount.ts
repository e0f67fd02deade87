/** Where and whose the local AWS is in tests: moto's own account. */
export const localAccount = { region: 'eu-west-1', accountId: '123456789012' } as const;
