/** Texts of the narrow view in the CRM and its set-up. */
export const embed = {
  'embed.title': 'Revenue in the CRM',
  'embed.intro':
    'The page of an account in the CRM can show its revenue, open amounts and customer value in a narrow view. Only the pages allowed here may show it, and only with a link that Koppel signed for that account.',
  'embed.off': 'Off: no page may show it.',
  'embed.origins': 'Pages that may show it',
  'embed.origin': 'Address of the CRM',
  'embed.originHelp': 'Exactly, without a path',
  'embed.originWrong': 'Give its https address without a path, such as https://verbeke.crm4.dynamics.com',
  'embed.proposal': '{connection} is at {origin}',
  'embed.allow': 'Allow',
  'embed.remove': 'Take {origin} away',
  'embed.saved': 'Saved',
  'embed.keyMade': 'Links are signed with a key of {time}.',
  'embed.withdraw': 'Withdraw all links',
  'embed.withdrawText':
    'Every link that was given out stops working at once. The account pages show the figures again after the flow Customer value has run.',
  'embed.withdrawn': 'All links are withdrawn',
  'embed.steps': 'Set it up in Dataverse',
  'embed.step.column':
    'Give the table Account a column <b>{column}</b>: text, format URL, 1000 characters. Put it on the account form; it may be hidden.',
  'embed.step.flow':
    'Switch on the flow <link>Customer value</link>. Each morning it sees to it that every linked account has a link that works.',
  'embed.step.script':
    'Make a web resource of type JavaScript with the name <b>kop_revenue.js</b>, and paste this into it:',
  'embed.step.frame':
    'On the account form, add an IFRAME with the name <b>IFRAME_koppel</b> and the address <b>about:blank</b>. Clear “Restrict cross-frame scripting”.',
  'embed.step.load':
    'Under the events of the form, call <b>Koppel.showRevenue</b> of that web resource on load, and pass the execution context as first parameter. Save and publish.',
  'embed.safety':
    'The view is at {address}. It sets no cookie and changes nothing. A link shows one account for one to two weeks; on the page of another account it is refused. Whoever may read the column in the CRM sees the figures.',
  'embed.tryIt': 'As in the CRM',
} as const;
