import type { SentenceCatalogue } from '../sentence-in.ts';

/** Sentences of what all connectors share. */
export const sdk: SentenceCatalogue = {
  '… sent something else than a list of records.': '{1} stuurde iets anders dan een lijst van records.',
  'Check that the address in the connection is that of the API.':
    'Kijk na of het adres in de verbinding dat van de API is.',
  '… sent a page that names itself as the next one.': '{1} stuurde een pagina die zichzelf als de volgende noemt.',
  'Report this to whoever runs that system: its pages cannot be read to the end.':
    'Meld dit aan wie dat systeem beheert: de pagina’s kunnen niet tot het einde gelezen worden.',
  '… no longer accepts the sign-in of this connection.': '{1} aanvaardt de aanmelding van deze verbinding niet meer.',
  'Check that the application is registered in that system and sign in again.':
    'Kijk na of de toepassing in dat systeem geregistreerd is en meld opnieuw aan.',
  'Give the application the permission for these records in that system.':
    'Geef de toepassing in dat systeem rechten op deze records.',
  '… is too busy and asked to wait.': '{1} heeft het te druk en vroeg te wachten.',
  '… has nothing at the address that was asked for.': '{1} heeft niets op het adres dat gevraagd werd.',
  'Check the address, the environment and the company in the connection.':
    'Kijk het adres, de omgeving en het bedrijf in de verbinding na.',
  '… could not handle the request (status …).': '{1} kon de aanvraag niet verwerken (status {2}).',
  '… sent the request on to another address.': '{1} stuurde de aanvraag door naar een ander adres.',
  'Enter the address of the API itself in the connection. Koppel does not follow to other addresses.':
    'Geef in de verbinding het adres van de API zelf in. Koppel volgt niet naar andere adressen.',
  'Look at what it answered. If its fields have changed, look at its fields again and check the flow.':
    'Bekijk wat het antwoordde. Als zijn velden veranderd zijn, bekijk ze dan opnieuw en kijk de flow na.',
  '… is an address already.': '{1} is al een adres.',
  '… is known.': '{1} is bekend.',
  '… takes connections.': '{1} aanvaardt verbindingen.',
  'The certificate of … is valid and trusted.': 'Het certificaat van {1} is geldig en vertrouwd.',
  'Try again in a while. If it lasts, ask whoever runs that system.':
    'Probeer over een tijdje opnieuw. Als het blijft duren, vraag het aan wie dat systeem beheert.',
  '… answers (status …).': '{1} antwoordt (status {2}).',
  '… answers with a web page instead of data (status …).':
    '{1} antwoordt met een webpagina in plaats van gegevens (status {2}).',
  '… has no API at this address (status …).': '{1} heeft geen API op dit adres (status {2}).',
  'Check the address in the connection: it must be that of the API itself, with nothing in between.':
    'Kijk het adres in de verbinding na: het is dat van de API zelf, met niets ertussen.',
  '… sent a description of its records that cannot be read.':
    '{1} stuurde een beschrijving van zijn records die niet gelezen kan worden.',
  'The sign-in did not work: …': 'De aanmelding is niet gelukt: {1}',
  '… took the sign-in but gave no token.': '{1} nam de aanmelding aan maar gaf geen token.',
  'Check the token address in the connection.': 'Kijk het tokenadres in de verbinding na.',
  'Enter a client secret that is valid. It may have expired.':
    'Geef een clientgeheim in dat geldt. Misschien is het vervallen.',
  'Check the client id and the tenant: this tenant does not know the application.':
    'Kijk de client-id en de tenant na: deze tenant kent de toepassing niet.',
  'Check the address of the system: the sign-in service does not know it.':
    'Kijk het adres van het systeem na: de aanmelddienst kent het niet.',
  'Check the tenant, the client id and the client secret.': 'Kijk de tenant, de client-id en het clientgeheim na.',
  'Check tenant, client id and client secret of the connection.':
    'Kijk tenant, client-id en clientgeheim van de verbinding na.',
  '… could not sign in at the moment (status …).': '{1} kon op dit moment niet aanmelden (status {2}).',
  'Something that must always hold did not: …': 'Iets wat altijd moet gelden, gold niet: {1}',
  'Nothing was lost. Send the reference to support, then start the run again.':
    'Er is niets verloren. Stuur de referentie naar de ondersteuning en start de uitvoering dan opnieuw.',
  'Koppel tries again by itself. If it lasts, ask whoever runs that system whether it is up.':
    'Koppel probeert vanzelf opnieuw. Als het blijft duren, vraag aan wie dat systeem beheert of het werkt.',
  '… was not contacted: … is ….': 'Met {1} is geen contact opgenomen: {2} is {3}.',
  'An administrator can open exactly this host and port for the connection.':
    'Een beheerder kan precies deze host en poort openzetten voor de verbinding.',
  'The name of … could not be looked up.': 'De naam van {1} kon niet opgezocht worden.',
  'Check the address in the connection and the name server of this machine.':
    'Kijk het adres in de verbinding en de naamserver van deze machine na.',
  '… could not be reached: nothing answered at that address.':
    '{1} was niet te bereiken: niets antwoordde op dat adres.',
  'Check the address in the connection, and whether a firewall lets this machine through.':
    'Kijk het adres in de verbinding na, en of een firewall deze machine doorlaat.',
  '… could not be reached: it refused the connection or there is no way to it.':
    '{1} was niet te bereiken: het weigerde de verbinding of er is geen weg naartoe.',
  'The secure connection to … could not be made.': 'De beveiligde verbinding met {1} kon niet gemaakt worden.',
  'Let that system show a certificate that is valid for its name and that this machine trusts.':
    'Laat dat systeem een certificaat tonen dat geldt voor zijn naam en dat deze machine vertrouwt.',
  '… broke off the connection before its answer was complete.':
    '{1} verbrak de verbinding voor het antwoord volledig was.',
  '… broke off the connection before the request was sent.':
    '{1} verbrak de verbinding voor de aanvraag verstuurd was.',
  '… did not answer within … s.': '{1} antwoordde niet binnen {2} s.',
  'A request to … was not sent: by the time it could be, it was too late for it.':
    'Een aanvraag aan {1} is niet verstuurd: toen het kon, was het er te laat voor.',
  '… sent an answer of more than … KiB.': '{1} stuurde een antwoord van meer dan {2} KiB.',
  'Ask for fewer records at a time.': 'Vraag minder records tegelijk.',
  '… sent an answer that cannot be read.': '{1} stuurde een antwoord dat niet gelezen kan worden.',
  'Check that the address in the connection is that of the system itself. Koppel tries again by itself.':
    'Kijk na of het adres in de verbinding dat van het systeem zelf is. Koppel probeert vanzelf opnieuw.',
  'A request to … was not sent: ….': 'Een aanvraag aan {1} is niet verstuurd: {2}.',
  'A connection reaches only the addresses in its settings. Correct them there if this one is right.':
    'Een verbinding bereikt alleen de adressen in haar instellingen. Verbeter ze daar als dit adres juist is.',
  'The connection to … was closed on this side.': 'De verbinding met {1} is aan deze kant gesloten.',
  'Start the run again; it goes on where it stopped.': 'Start de uitvoering opnieuw; ze gaat verder waar ze stopte.',
  '… answered with a web page instead of data.': '{1} antwoordde met een webpagina in plaats van gegevens.',
  'Check that the address in the connection is that of the API, not of a page for people or a proxy’s sign-in.':
    'Kijk na of het adres in de verbinding dat van de API is, niet dat van een pagina voor mensen of van de aanmelding bij een proxy.',
  '… sent an empty answer instead of data.': '{1} stuurde een leeg antwoord in plaats van gegevens.',
  '… sent an answer that is not complete data.': '{1} stuurde een antwoord waarvan de gegevens niet volledig zijn.',
  'Koppel tries again by itself. If it lasts, check the address in the connection and that system’s log.':
    'Koppel probeert vanzelf opnieuw. Als het blijft duren, kijk dan het adres in de verbinding en het log van dat systeem na.',
};
