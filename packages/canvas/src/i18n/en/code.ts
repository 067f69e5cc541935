/** The code of a node. */
export const code = {
  'code.tab': 'Code',
  'code.fills': 'Fields that it fills',
  'code.fillsAdd': 'Add a field',
  'code.fillsFind': 'Find a field',
  'code.fillsNot': 'Does not fill {field}',
  'code.about':
    'A decimal or an amount is text, so that no cent is lost: (12.5).toFixed(2). What is not given stays as it is. Throw an error for a record that must not go on.',
  'code.empty': 'There is no code yet.',
  'code.begin': 'Begin with a function',
  'code.label': 'Code of this node',
  'code.mistake': 'Mistake in the code',
  'code.mistakeAt': 'Line {line}: {message}',
  'code.tabIndents': 'Tab indents. Ctrl+M lets it leave the code.',
  'code.tabLeaves': 'Tab leaves the code. Ctrl+M lets it indent again.',
  'keys.code': 'In code: whether Tab indents or leaves',
  'code.result': 'What it gives',
  'code.resultOf': 'What the code gives for this record',
  'code.count':
    '{n, plural, one {# sample} other {# samples}}, {failing, plural, =0 {none fails} one {# fails} other {# fail}}',
  'code.intent.fields': 'Change what the code fills',
  'code.intent.code': 'Write code',
};
