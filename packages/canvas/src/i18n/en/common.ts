/** Words that several screens share. */
export const common = {
  'action.cancel': 'Cancel',
  'action.close': 'Close',
  'action.copy': 'Copy',
  'action.copied': 'Copied',
  'action.save': 'Save',
  'action.delete': 'Delete',
  'action.tryAgain': 'Try again',
  'action.undo': 'Undo',
  'action.back': 'Back',
  'action.clear': 'Clear',
  'action.clearFilters': 'Clear filters',
  'action.more': 'More actions',
  'action.open': 'Open',
  'action.search': 'Search',

  'format.milliseconds': '{n} ms',
  'format.seconds': '{n} s',
  'format.minutes': '{m} min {s}',
  'format.hours': '{h} h {m}',
  'format.days': '{d} d {h} h',
  'format.now': 'now',
  'format.ageMinutes': '{n} min',
  'format.ageHours': '{n} h',
  'format.ageDays': '{n} d',
  'format.today': 'Today, {day}',
  'format.yesterday': 'Yesterday, {day}',

  'state.slow': 'Still loading, the server is slow',
  'state.stale': 'These figures are of {time}. The server has not answered since.',
  'state.noPermission': 'You do not have the right to see this',
  'state.noPermissionWho':
    'An administrator of {workspace} can give you the right. Send them the address of this page.',
  'state.copyAddress': 'Copy the address',
  'state.notRequired': 'not required',

  'problem.request': 'Request',
  'problem.unreachable': 'The server does not answer',
  'problem.unreachableRemedy': 'Check that Koppel is running and that you are on its network, then try again.',
  'problem.unreadable': 'The server gave an answer that this page cannot read',
  'problem.unreadableRemedy': 'Reload the page. If it happens again, give the request number to your administrator.',

  'screenError.title': 'This screen stopped working',
  'screenError.text': 'What you saved is safe. Reload the page to go on.',
  'screenError.detail': 'Detail',

  'notFound.title': 'There is nothing at this address',
  'notFound.text': 'The link may be old, or what it led to was deleted.',
  'notFound.back': 'Go to the flows',

  'toast.area': 'Notices (press {hotkey})',

  'system.erp': 'ERP',
  'system.crm': 'CRM',
  'direction.to': '{from} to {to}',
  'direction.both': '{from} and {to}, both ways',
  'direction.within': 'within {from}',
} as const;
