/** What can be wrong with a field of a form made from a schema. */
export const form = {
  'form.required': 'This is needed',
  'form.number': 'Write a number, such as 12 or 0,5',
  'form.wholeNumber': 'Write a whole number',
  'form.min': 'At least {n}',
  'form.max': 'At most {n}',
  'form.address': 'Write a whole address, beginning with https://',
  'form.json': 'This is not readable JSON',
} as const;
