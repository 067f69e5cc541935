/** On the canvas: groups, pasting, comparing, and what is checked before publishing. */
export const drawing = {
  'keys.group': 'Group, ungroup, show a group as one card',
  'designer.intent.collapse': '{n, plural, one {Collapse a group} other {Collapse # groups}}',
  'designer.intent.expand': '{n, plural, one {Open a group} other {Open # groups}}',
  'canvas.groupDescription': 'Description of the group',
  'canvas.groupNodes': '{n, plural, one {# node} other {# nodes}}',
  'canvas.foldedGroup': 'Group {group}, shown as one card: {nodes}',
  'canvas.fold': 'Show as one card (Shift+G)',
  'canvas.unfold': 'Show what is in the group (Shift+G)',
  'node.collapseGroup': 'Show group “{group}” as one card',
  'node.expandGroup': 'Open group “{group}”',
  'node.describeGroup': 'Title and description of “{group}”',
  'node.ungroup': 'Ungroup “{group}”',
  'node.selectToo': 'Select as well',
  'node.unselect': 'No longer select',
  'node.group': 'Group',
  'node.cut': 'Cut',
  'outline.note': 'Add a note',
  'outline.paste': 'Paste',
  'outline.tidy': 'Tidy up',
  'outline.notes': 'Notes',
  'outline.writeNote': 'Write in this note',
  'outline.emptyNote': 'Empty note',
  'outline.removeNote': 'Delete this note',
  'subFlow.open': 'Open the sub-flow',
  'say.collapsed': '{group} shows as one card',
  'say.expanded': '{group} is open',
  'say.noGroup': 'The selection is in no group. Ctrl+G makes one',
  'paste.empty': 'The clipboard is empty',
  'paste.foreign':
    'The clipboard holds no part of a flow. Copy nodes on a canvas of Koppel, or the file of a flow. Nothing was changed.',
  'paste.damaged':
    'What is on the clipboard is damaged: part of it is missing or was changed. Copy it again. Nothing was changed here.',
  'paste.newer':
    'What is on the clipboard comes from a newer Koppel. Update this one, then paste again. Nothing was changed.',
  'paste.tooLarge':
    'What is on the clipboard is too large for a part of a flow: more than two million characters. Nothing was changed.',
  'paste.blocked':
    'The browser does not let Koppel read the clipboard. Allow it for this address, or press Ctrl+V again.',
  'paste.unbound': '{node}: choose a connection',
  'paste.unknown': '{node}: this Koppel does not know what it does',
  'notice.label': 'What was done',
  'notice.attention': 'These need a look:',
  'note.tooLong':
    'A note holds {most} characters at most, and this one has {n}. Shorten it; nothing of it is lost meanwhile.',
};
