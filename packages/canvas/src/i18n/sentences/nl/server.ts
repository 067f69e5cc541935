import type { SentenceCatalogue } from '../sentence-in.ts';

/** Sentences of the server. */
export const server: SentenceCatalogue = {
  'There were too many attempts to sign in.': 'Er waren te veel pogingen om aan te melden.',
  'Wait … s, then try again.': 'Wacht {1} s en probeer dan opnieuw.',
  'Single sign-on was refused: …': 'Eenmalige aanmelding is geweigerd: {1}',
  'This workspace cannot be opened now.': 'Deze werkruimte kan nu niet geopend worden.',
  'The log of the server says why. Mend it, then open it again: koppel workspace open.':
    'Het log van de server zegt waarom. Herstel het en open de werkruimte dan opnieuw: koppel workspace open.',
  'Ask an administrator of this Koppel to look at it.': 'Vraag een beheerder van deze Koppel om ernaar te kijken.',
  'Too many requests came in the last minute.': 'In de laatste minuut kwamen er te veel aanvragen.',
  'The request does not fit: …': 'De aanvraag past niet: {1}',
  'The request is larger than it may be.': 'De aanvraag is groter dan mag.',
  'The request cannot be read.': 'De aanvraag kan niet gelezen worden.',
  'Send less at a time.': 'Stuur minder tegelijk.',
  'Check that it is JSON, as the API page describes.': 'Kijk na of het JSON is, zoals de API-pagina beschrijft.',
  'The server met a mistake of its own. Nothing was changed by this request.':
    'De server stootte op een eigen fout. Deze aanvraag heeft niets gewijzigd.',
  'Try again. If it happens again, send the request id to support.':
    'Probeer opnieuw. Als het nog eens gebeurt, stuur dan het aanvraag-id naar de ondersteuning.',
  'Your role does not have the right "demo.use".': 'Je rol heeft het recht “demo.use” niet.',
  'Ask an administrator for it.': 'Vraag het aan een beheerder.',
  'This sign-in was not begun in this browser, was finished before, or took longer than ten minutes.':
    'Deze aanmelding is niet in deze browser begonnen, was al afgerond, of duurde langer dan tien minuten.',
  'Go back to the connection in Koppel and choose "Connect" again.':
    'Ga terug naar de verbinding in Koppel en kies opnieuw “Verbinden”.',
  'This request did not come from a page of Koppel.': 'Deze aanvraag kwam niet van een pagina van Koppel.',
  'Open Koppel in this browser, reload the page, and try again.':
    'Open Koppel in deze browser, laad de pagina opnieuw, en probeer opnieuw.',
  'Only an administrator of this Koppel may do this.': 'Alleen een beheerder van deze Koppel mag dit.',
  'Ask one of them.': 'Vraag het aan een van hen.',
  'Your token does not have the right "…".': 'Je token heeft het recht “{1}” niet.',
  'Your role does not have the right "…".': 'Je rol heeft het recht “{1}” niet.',
  'A token cannot change the account of the person who made it.':
    'Een token kan het account van wie het maakte niet wijzigen.',
  'Sign in on the screen and do it there.': 'Meld aan op het scherm en doe het daar.',
  'There is no … "…".': 'Er is geen {1} “{2}”.',
  'It may have been deleted. Go back to the list.': 'Misschien is het verwijderd. Ga terug naar de lijst.',
  'Nobody is signed in, or the sign-in has run out.': 'Niemand is aangemeld, of de aanmelding is verlopen.',
  'Sign in again.': 'Meld opnieuw aan.',
  'This workspace wants a second factor, and you have none yet.':
    'Deze werkruimte vraagt een tweede factor, en je hebt er nog geen.',
  'Open it on the screen and set one up there.': 'Open ze op het scherm en stel er daar een in.',
  'The caller went away before the answer was ready.': 'De oproeper ging weg voor het antwoord klaar was.',
  'Ask again if the answer is still wanted.': 'Vraag opnieuw als het antwoord nog nodig is.',
  'There is nothing at … ….': 'Er is niets op {1} {2}.',
  'The API is described at /api/docs.': 'De API is beschreven op /api/docs.',
  'Ask an administrator of this Koppel to look at it: koppel workspace list says why.':
    'Vraag een beheerder van deze Koppel om ernaar te kijken: koppel workspace list zegt waarom.',
  'The ERP did not answer in time.': 'Het ERP antwoordde niet op tijd.',
  'This account is not linked to a customer of the ERP.': 'Dit account is niet gekoppeld aan een klant van het ERP.',
  'Its figures appear once the customer flow has linked it.':
    'De cijfers verschijnen zodra de klantenflow het gekoppeld heeft.',
  'This link is of another account than the one on this page.':
    'Deze link is van een ander account dan dat op deze pagina.',
  'Ask your Koppel administrator to run the flow that writes the links.':
    'Vraag je Koppel-beheerder om de flow uit te voeren die de links schrijft.',
  'This link is too old.': 'Deze link is te oud.',
  'Ask your Koppel administrator whether the flow that writes the links still runs.':
    'Vraag je Koppel-beheerder of de flow die de links schrijft, nog uitgevoerd wordt.',
  'This link was not made by this Koppel, or it was withdrawn.':
    'Deze link is niet door deze Koppel gemaakt, of is ingetrokken.',
  'No CRM may show this view.': 'Geen CRM mag dit beeld tonen.',
  'An administrator allows one under Settings, Revenue in the CRM.':
    'Een beheerder staat er een toe onder Instellingen, Omzet in het CRM.',
  'There are no twelve months up to … to show beside the year before.':
    'Er zijn geen twaalf maanden tot {1} om naast het jaar ervoor te tonen.',
  'Choose an end from … to ….': 'Kies een einde van {1} tot {2}.',
  'The CRM did not give the sales targets in time.': 'Het CRM gaf de verkoopdoelen niet op tijd.',
  'The file has no rows.': 'Het bestand heeft geen rijen.',
  'Choose a file with a row of column names and rows.': 'Kies een bestand met een rij kolomnamen en rijen.',
  'The file has one column only.': 'Het bestand heeft maar één kolom.',
  'Choose another separator, or a file with a column for each system.':
    'Kies een ander scheidingsteken, of een bestand met een kolom voor elk systeem.',
  'The file has … rows. One import takes ….': 'Het bestand heeft {1} rijen. Eén import neemt er {2}.',
  'Divide it into several files.': 'Verdeel het over meerdere bestanden.',
  '"…" is not an encoding.': '“{1}” is geen codering.',
  'Choose UTF-8 or Windows-1252.': 'Kies UTF-8 of Windows-1252.',
  'This system has no … records.': 'Dit systeem heeft geen records van {1}.',
  'Choose another entity or connection, or look at the fields of the connection anew.':
    'Kies een andere entiteit of verbinding, of bekijk de velden van de verbinding opnieuw.',
  '… can be found by key only.': '{1} is alleen op sleutel te vinden.',
  'Choose the column that holds the keys.': 'Kies de kolom waarin de sleutels staan.',
  '… cannot be read from this system.': '{1} kan niet uit dit systeem gelezen worden.',
  'Choose another entity or connection.': 'Kies een andere entiteit of verbinding.',
  'The system took more than a minute to answer.': 'Het systeem had meer dan een minuut nodig om te antwoorden.',
  'What happened is told with values of the record, which you may not see.':
    'Wat er gebeurde, wordt verteld met waarden van het record, die jij niet mag zien.',
  'Ask somebody who may see personal data to look at this record.':
    'Vraag iemand die persoonsgegevens mag zien om naar dit record te kijken.',
  'Nobody has signed the connection "…" in, or its addresses changed since.':
    'Niemand heeft de verbinding “{1}” aangemeld, of haar adressen zijn sindsdien gewijzigd.',
  'Open the connection and choose "Connect".': 'Open de verbinding en kies “Verbinden”.',
  'The sign-in of …': 'De aanmelding van {1}',
  'The sign-in was being renewed when Koppel was stopped, and what the provider gave was lost with it.':
    'De aanmelding werd vernieuwd toen Koppel gestopt werd, en wat de provider gaf, ging daarbij verloren.',
  'The sign-in of … was being renewed when Koppel was stopped, and what the provider gave was lost with it.':
    'De aanmelding van {1} werd vernieuwd toen Koppel gestopt werd, en wat de provider gaf, ging daarbij verloren.',
  'The sign-in has run out, and the provider gives none that lasts longer.':
    'De aanmelding is verlopen, en de provider geeft er geen die langer duurt.',
  'The sign-in of … has run out, and the provider gives none that lasts longer.':
    'De aanmelding van {1} is verlopen, en de provider geeft er geen die langer duurt.',
  'The sign-in was withdrawn, or has run out.': 'De aanmelding is ingetrokken, of is verlopen.',
  'The sign-in of … was withdrawn, or has run out.': 'De aanmelding van {1} is ingetrokken, of is verlopen.',
  'Open the connection and choose "Connect again". Nothing was lost: flows go on from where they were.':
    'Open de verbinding en kies “Opnieuw verbinden”. Er is niets verloren: flows gaan verder waar ze waren.',
  '… could not sign "…" in at the moment (status …).': '{1} kon “{2}” op dit moment niet aanmelden (status {3}).',
  '… refused the sign-in of "…".': '{1} weigerde de aanmelding van “{2}”.',
  'Check client id, client secret and addresses of the connection, then choose "Connect again".':
    'Kijk client-id, clientgeheim en adressen van de verbinding na, en kies dan “Opnieuw verbinden”.',
  'The sign-in could not be renewed: …': 'De aanmelding kon niet vernieuwd worden: {1}',
  'Check the sign-in address in the connection.': 'Kijk het aanmeldadres in de verbinding na.',
  'What … gave belongs to another sign-in.': 'Wat {1} gaf, hoort bij een andere aanmelding.',
  'Choose "Connect" again. If it happens again, check who can change the sign-in address.':
    'Kies opnieuw “Verbinden”. Als het nog eens gebeurt, kijk dan na wie het aanmeldadres kan wijzigen.',
  'It must be filled in.': 'Vul het in.',
  'Version … is installed.': 'Versie {1} is geïnstalleerd.',
  'Choose another version.': 'Kies een andere versie.',
  'No connection is chosen for "…".': 'Er is geen verbinding gekozen voor “{1}”.',
  'Choose one, or make it first.': 'Kies er een, of maak ze eerst.',
  'The system behind "…" has no field "….…".': 'Het systeem achter “{1}” heeft geen veld “{2}.{3}”.',
  'The system behind "…" has no field "….…" (…).': 'Het systeem achter “{1}” heeft geen veld “{2}.{3}” ({4}).',
  'Choose which of its fields it is.': 'Kies welk van zijn velden het is.',
  'The parameter "…": …': 'De parameter “{1}”: {2}',
  'Correct its value.': 'Verbeter de waarde ervan.',
  '… choice is left.': 'Er blijft {1} keuze over.',
  '… choices are left.': 'Er blijven {1} keuzes over.',
  'Say of each what is to hold.': 'Zeg van elke wat er geldt.',
  '… places may hold data of this workspace, such as … in ….':
    '{1} plaatsen bevatten misschien gegevens van deze werkruimte, zoals {2} in {3}.',
  'Remove each, make it a parameter, or say why it may stay.':
    'Verwijder elk ervan, maak er een parameter van, of zeg waarom het mag blijven.',
  'Version … is not newer than …, which the library has.':
    'Versie {1} is niet nieuwer dan {2}, die de bibliotheek heeft.',
  'Call it …, or anything above.': 'Noem ze {1}, of iets hogers.',
  'The template has no slot "…".': 'Het sjabloon heeft geen verbindingsplaats “{1}”.',
  'The template does not use "…".': 'Het sjabloon gebruikt “{1}” niet.',
  '"…" is no field.': '“{1}” is geen veld.',
  'The template has no parameter "…".': 'Het sjabloon heeft geen parameter “{1}”.',
  'What was chosen for "…" is not of the form that belongs there.':
    'Wat gekozen is voor “{1}”, heeft niet de vorm die daar hoort.',
  'Write it in the form of the other values, or choose one of them.':
    'Schrijf het in de vorm van de andere waarden, of kies er een van.',
  'Records do not show this difference.': 'Records tonen dit verschil niet.',
  'What was written is not of the form that belongs there.': 'Wat geschreven is, heeft niet de vorm die daar hoort.',
  'Nothing was installed: …': 'Er is niets geïnstalleerd: {1}',
  'Nothing was installed: the flow "…" could not be published: …':
    'Er is niets geïnstalleerd: de flow “{1}” kon niet gepubliceerd worden: {2}',
  '… Or install it as drafts.': '{1} Of installeer het als concepten.',
  'Nothing was installed: somebody saved a flow or the mastership table meanwhile.':
    'Er is niets geïnstalleerd: iemand bewaarde intussen een flow of de eigenaarstabel.',
  'Look at the comparison again, then install.': 'Bekijk de vergelijking opnieuw en installeer dan.',
  'Nothing was installed: in this workspace somebody else has to approve a draft before it is published.':
    'Er is niets geïnstalleerd: in deze werkruimte keurt iemand anders een concept goed voor het gepubliceerd wordt.',
  'Install it as drafts, and ask for a review of each flow.':
    'Installeer het als concepten, en vraag een nazicht van elke flow.',
  'Nothing was taken back: … came with the template and has a run that has not ended.':
    'Er is niets teruggenomen: {1} kwam met het sjabloon en heeft een uitvoering die niet afgelopen is.',
  'Stop the run, or wait for its end, then go back.': 'Stop de uitvoering, of wacht tot ze afloopt, en ga dan terug.',
  'Nothing was taken back: since the installation these were changed: ….':
    'Er is niets teruggenomen: sinds de installatie is gewijzigd: {1}.',
  'Go back all the same if those changes may be lost.': 'Ga toch terug als die wijzigingen verloren mogen gaan.',
  'The template "…" was changed after it was made: its checksum or its signature does not fit.':
    'Het sjabloon “{1}” is gewijzigd nadat het gemaakt is: zijn controlegetal of zijn handtekening klopt niet.',
  'Ask its publisher for it again. Nothing was installed.':
    'Vraag het opnieuw aan de uitgever. Er is niets geïnstalleerd.',
  'The library has version … of "…" with other content.':
    'De bibliotheek heeft versie {1} van “{2}” met een andere inhoud.',
  'Give what changed a new version number.': 'Geef wat veranderde een nieuw versienummer.',
  'It holds real values of people: record it again with made-up values.':
    'Het bevat echte waarden van mensen: neem het opnieuw op met verzonnen waarden.',
  'It says whose records it was made of.': 'Het zegt van wie de records zijn waarvan het gemaakt is.',
  'The flow does nothing with its records.': 'De flow doet niets met zijn records.',
  'The code cannot be run: …': 'De code kan niet uitgevoerd worden: {1}',
  'The code cannot be run: … (line …)': 'De code kan niet uitgevoerd worden: {1} (lijn {2})',
  'The code exports no function. Write "export default function (record, run)" before it.':
    'De code exporteert geen functie. Schrijf “export default function (record, run)” ervoor.',
  'Correct it.': 'Verbeter het.',
  'The connection "…" needs the connector "…", which this Koppel does not have.':
    'De verbinding “{1}” heeft de connector “{2}” nodig, die deze Koppel niet heeft.',
  'Update Koppel, or bind another connection.': 'Werk Koppel bij, of bind een andere verbinding.',
  'The credentials of "…" were not entered for …, so they are not sent there.':
    'De aanmeldgegevens van “{1}” zijn niet ingegeven voor {2}, dus ze worden daar niet heen gestuurd.',
  'Open the connection, check its addresses, and enter the credentials again.':
    'Open de verbinding, kijk haar adressen na, en geef de aanmeldgegevens opnieuw in.',
  'The connection "…" is not complete: …: …': 'De verbinding “{1}” is niet volledig: {2}: {3}',
  'Open the connection and fill it in.': 'Open de verbinding en vul ze in.',
  'This is a credential: send it among the secrets.': 'Dit is een aanmeldgegeven: stuur het bij de geheimen.',
  'The connector knows no such credential.': 'De connector kent zo’n aanmeldgegeven niet.',
  'The connector knows no such setting.': 'De connector kent zo’n instelling niet.',
  'The system did not answer in time.': 'Het systeem antwoordde niet op tijd.',
  'The test was not kept: it would take … kB, and at most … kB travel well.':
    'De test is niet bewaard: hij zou {1} kB innemen, en hoogstens {2} kB reist vlot.',
  'Choose fewer records.': 'Kies minder records.',
  'The test was not kept: a secret of a connection stands in a record or a setting of the flow.':
    'De test is niet bewaard: een geheim van een verbinding staat in een record of een instelling van de flow.',
  'Take the secret out of there and replace it in the connection, or choose other records.':
    'Haal het geheim daaruit en vervang het in de verbinding, of kies andere records.',
  'The flow now works with "…", which the recording does not have.':
    'De flow werkt nu met “{1}”, wat de opname niet heeft.',
  'Somebody else has to approve its draft first. Ask for a review, publish it, then switch it on.':
    'Laat iemand anders eerst het concept goedkeuren. Vraag een nazicht, publiceer het, en zet het dan aan.',
  'Nothing arrives at this node yet.': 'Bij deze stap komt nog niets aan.',
  'The system it reads from is not connected.': 'Het systeem waaruit hij leest, is niet verbonden.',
  'The slot "…" of the flow is not bound to a connection.':
    'De verbindingsplaats “{1}” van de flow is niet aan een verbinding gebonden.',
  "Choose a connection under the flow's settings, then run it again.":
    'Kies een verbinding bij de instellingen van de flow en voer hem dan opnieuw uit.',
  'The flow "…" is no longer there.': 'De flow “{1}” is er niet meer.',
  'Create it again, or leave this run as it is.': 'Maak hem opnieuw, of laat deze uitvoering zoals ze is.',
  'Version … of the flow no longer fits: …': 'Versie {1} van de flow past niet meer: {2}',
  '… Then publish the flow and run it again.': '{1} Publiceer de flow dan en voer hem opnieuw uit.',
  '… It was not installed. … Then import it on the list of flows.':
    '{1} Het is niet geïnstalleerd. {2} Importeer het dan op de lijst van flows.',
  '… is not a value list and was not installed.': '{1} is geen waardenlijst en is niet geïnstalleerd.',
  'This flow takes no calls now: it is off, or its published version has no such webhook.':
    'Deze flow neemt nu geen oproepen aan: hij staat uit, of zijn gepubliceerde versie heeft zo’n webhook niet.',
  'Publish it and switch it on, then send the message again.':
    'Publiceer hem en zet hem aan, en stuur het bericht dan opnieuw.',
  'The message is not signed with the secret of this webhook, or its time is more than five minutes off.':
    'Het bericht is niet ondertekend met het geheim van deze webhook, of zijn tijd wijkt meer dan vijf minuten af.',
  'Sign it as Standard Webhooks describes, with the secret that the flow shows.':
    'Onderteken het zoals Standard Webhooks beschrijft, met het geheim dat de flow toont.',
  'There is no answer at this address, or the secret of the webhook was made anew since.':
    'Er is geen antwoord op dit adres, of het geheim van de webhook is sindsdien vernieuwd.',
  'Send the message again with the same webhook-id.': 'Stuur het bericht opnieuw met hetzelfde webhook-id.',
  'The body names no records at ….': 'De inhoud noemt geen records bij {1}.',
  'Send JSON with a key, or a list of keys, at that place.':
    'Stuur JSON met een sleutel, of een lijst van sleutels, op die plaats.',
};
