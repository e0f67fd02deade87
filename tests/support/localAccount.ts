/** Region and account of the local AWS in tests; the account is moto's. */
export const localAccount = { region: 'eu-west-1', accountId: '123456789012' } as const;
