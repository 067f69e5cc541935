/** The designer. */
export const designer = {
  'designer.loading': 'Flow',
} as const;
