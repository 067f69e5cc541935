import type { embed as en } from '../en/embed.ts';
import type { Translated } from '../texts.ts';

/** Teksten van het smalle beeld in het CRM en hoe het ingesteld wordt. */
export const embed: Translated<typeof en> = {
  'embed.title': 'Omzet in het CRM',
  'embed.intro':
    'De pagina van een account in het CRM kan zijn omzet, openstaande bedragen en klantwaarde tonen in een smal beeld. Alleen de pagina’s die hier toegelaten zijn mogen het tonen, en alleen met een link die Koppel voor dat account ondertekende.',
  'embed.off': 'Uit: geen enkele pagina mag het tonen.',
  'embed.origins': 'Pagina’s die het mogen tonen',
  'embed.origin': 'Adres van het CRM',
  'embed.originHelp': 'Exact, zonder pad',
  'embed.originWrong': 'Geef het https-adres zonder pad, zoals https://verbeke.crm4.dynamics.com',
  'embed.proposal': '{connection} staat op {origin}',
  'embed.allow': 'Toelaten',
  'embed.remove': '{origin} weghalen',
  'embed.saved': 'Bewaard',
  'embed.keyMade': 'Links worden ondertekend met een sleutel van {time}.',
  'embed.withdraw': 'Alle links intrekken',
  'embed.withdrawText':
    'Elke link die uitgegeven werd, werkt meteen niet meer. De accountpagina’s tonen de cijfers weer nadat de flow Klantwaarde gelopen heeft.',
  'embed.withdrawn': 'Alle links zijn ingetrokken',
  'embed.steps': 'Instellen in Dataverse',
  'embed.step.column':
    'Geef de tabel Account een kolom <b>{column}</b>: tekst, indeling URL, 1000 tekens. Zet hem op het accountformulier; hij mag verborgen zijn.',
  'embed.step.flow':
    'Zet de flow <link>Klantwaarde</link> aan. Die zorgt er elke ochtend voor dat elk gekoppeld account een link heeft die werkt.',
  'embed.step.script':
    'Maak een webresource van het type JavaScript met de naam <b>kop_revenue.js</b>, en plak dit erin:',
  'embed.step.frame':
    'Voeg op het accountformulier een IFRAME toe met de naam <b>IFRAME_koppel</b> en het adres <b>about:blank</b>. Vink ‘Scripting tussen frames beperken’ uit.',
  'embed.step.load':
    'Roep bij de gebeurtenissen van het formulier <b>Koppel.showRevenue</b> van die webresource aan bij het laden, en geef de uitvoeringscontext als eerste parameter mee. Bewaar en publiceer.',
  'embed.safety':
    'Het beeld staat op {address}. Het zet geen cookie en wijzigt niets. Een link toont één account gedurende één tot twee weken; op de pagina van een ander account wordt hij geweigerd. Wie de kolom in het CRM mag lezen, ziet de cijfers.',
  'embed.tryIt': 'Zoals in het CRM',
};
