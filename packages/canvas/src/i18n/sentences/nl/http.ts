import type { SentenceCatalogue } from '../sentence-in.ts';

/** Sentences of the connector of systems with an HTTP API. */
export const http: SentenceCatalogue = {
  '"…" cannot be written in a new record.': '“{1}” kan in een nieuw record niet geschreven worden.',
  '"…" cannot be written in a record that is there.': '“{1}” kan in een bestaand record niet geschreven worden.',
  'Take the field out of the mapping, or change its use in the records of the connection.':
    'Haal het veld uit de koppeling, of wijzig zijn gebruik bij de records van de verbinding.',
  '… gave a next link that leads to another system: "…".':
    '{1} gaf een volgende link die naar een ander systeem leidt: “{2}”.',
  'Check the settings of the pages. Koppel sends its sign-in only to the address of the connection.':
    'Kijk de instellingen van de pagina’s na. Koppel stuurt zijn aanmelding alleen naar het adres van de verbinding.',
  '… sends requests on to another address (status …).': '{1} stuurt aanvragen door naar een ander adres (status {2}).',
  'Enter the address itself in the connection. Koppel follows no redirect, so that its sign-in goes nowhere else.':
    'Geef in de verbinding het adres zelf in. Koppel volgt geen doorverwijzing, zodat zijn aanmelding nergens anders heen gaat.',
  '… refused the sign-in of this connection.': '{1} weigerde de aanmelding van deze verbinding.',
  'Enter a key or password that is valid in the connection. It may have expired.':
    'Geef in de verbinding een sleutel of wachtwoord in dat geldt. Misschien is het vervallen.',
  '… does not let this connection do that.': '{1} laat deze verbinding dat niet doen.',
  'Give the user or key of the connection permission for these records.':
    'Geef de gebruiker of sleutel van de verbinding rechten op deze records.',
  '… is too busy (status …).': '{1} heeft het te druk (status {2}).',
  '… answers, but not well (status …).': '{1} antwoordt, maar niet goed (status {2}).',
  'Koppel tries again by itself. If it lasts, ask whoever runs that system.':
    'Koppel probeert vanzelf opnieuw. Als het blijft duren, vraag het aan wie dat systeem beheert.',
  '… refused the request (status …).': '{1} weigerde de aanvraag (status {2}).',
  'Check the addresses and parameters that the connection has for these records.':
    'Kijk de adressen en parameters na die de verbinding voor deze records heeft.',
  '"…" is not ….': '“{1}” past niet: gevraagd is {2}.',
  '… gave more than … … for one value of "…".': '{1} gaf meer dan {2} {3} voor één waarde van “{4}”.',
  'Check the parameter under "Look up by": the system does not seem to know it.':
    'Kijk de parameter onder “Opzoeken op” na: het systeem lijkt hem niet te kennen.',
  '… has more than … …: too many to look them up by reading them all.':
    '{1} heeft meer dan {2} {3}: te veel om ze op te zoeken door ze allemaal te lezen.',
  'Name a parameter of the list under "Look up by" in the records of the connection.':
    'Noem een parameter van de lijst onder “Opzoeken op” bij de records van de verbinding.',
  'The connection does not say how … of … are looked up by ….':
    'De verbinding zegt niet hoe {1} van {2} opgezocht worden op {3}.',
  'Add the field under "Look up by" in the records of the connection, or match by another field in the flow.':
    'Voeg het veld toe onder “Opzoeken op” bij de records van de verbinding, of herken op een ander veld in de flow.',
  '… does not send … with the oldest change first.': '{1} stuurt {2} niet met de oudste wijziging eerst.',
  'Add the parameter that sorts them to the fixed parameters, or say that the list has no such order.':
    'Voeg de parameter die ze sorteert toe aan de vaste parameters, of zeg dat de lijst die volgorde niet heeft.',
  'The system refused it.': 'Het systeem weigerde het.',
  'Correct the record as the system says, then retry.':
    'Verbeter het record zoals het systeem zegt, en probeer dan opnieuw.',
  'A record with these values exists already.': 'Er bestaat al een record met deze waarden.',
  'Link the record to the existing one, or correct its values, then retry.':
    'Koppel het record aan het bestaande, of verbeter zijn waarden, en probeer dan opnieuw.',
  'Restore it in the system, or remove the record link, then retry.':
    'Zet het terug in het systeem, of verwijder de recordkoppeling, en probeer dan opnieuw.',
  'The connection has no permission to write it.': 'De verbinding heeft geen recht om het te schrijven.',
  'Give the user or key of the connection permission for these records, then retry.':
    'Geef de gebruiker of sleutel van de verbinding rechten op deze records en probeer dan opnieuw.',
  '… did not carry out a write (status …).': '{1} voerde een schrijfopdracht niet uit (status {2}).',
  '… was not updated. Its key "…" can be no key of this system.':
    '{1} is niet bijgewerkt. Zijn sleutel “{2}” kan er geen van dit systeem zijn.',
  '… did not send a list of ….': '{1} stuurde geen lijst van {2}.',
  '… did not send a list of … in "…".': '{1} stuurde geen lijst van {2} in “{3}”.',
  'Check where the records are in the answer, in the records of the connection.':
    'Kijk bij de records van de verbinding na waar de records in het antwoord staan.',
  '… gave the same page of … twice.': '{1} gaf dezelfde pagina van {2} twee keer.',
  'Check the parameters of the pages, or name where the answer has the total, so that Koppel knows the last page.':
    'Kijk de parameters van de pagina’s na, of noem waar het totaal in het antwoord staat, zodat Koppel de laatste pagina kent.',
  'Check where the next link or cursor is, in the records of the connection.':
    'Kijk bij de records van de verbinding na waar de volgende link of cursor staat.',
  '… of … have no field "…".': '{1} van {2} hebben geen veld “{3}”.',
  'Add the field to the records of the connection, or take it out of the flow.':
    'Voeg het veld toe aan de records van de verbinding, of haal het uit de flow.',
  '… sent a record of … without a key in "…".': '{1} stuurde een record van {2} zonder sleutel in “{3}”.',
  'Check where the key is, in the records of the connection.':
    'Kijk bij de records van de verbinding na waar de sleutel staat.',
  '… did not send one record of ….': '{1} stuurde geen enkel record van {2}.',
  'Check where the record is in the answer, in the records of the connection.':
    'Kijk bij de records van de verbinding na waar het record in het antwoord staat.',
  'Names with dots between them, such as data.items.': 'Namen met punten ertussen, zoals data.items.',
  'Begins with a slash and has no blanks: /customers.':
    'Begint met een schuine streep en heeft geen spaties: /customers.',
  'Must not contain . or .. as a folder.': 'Mag geen . of .. als map bevatten.',
  'The name of a parameter, such as page.': 'De naam van een parameter, zoals page.',
  'The name of a header, such as Idempotency-Key.': 'De naam van een header, zoals Idempotency-Key.',
  'One parameter a line: name=value.': 'Eén parameter per lijn: naam=waarde.',
  'Where the field is in the line.': 'Waar het veld in de lijn staat.',
  'Where the field is in the record.': 'Waar het veld in het record staat.',
  'A status such as 409 or 4xx.': 'Een status zoals 409 of 4xx.',
  'Where the key is in the record.': 'Waar de sleutel in het record staat.',
  '… sent a record of … without the time of its last change.':
    '{1} stuurde een record van {2} zonder het tijdstip van de laatste wijziging.',
  'Check where the last change is, in the records of the connection.':
    'Kijk bij de records van de verbinding na waar de laatste wijziging staat.',
  'The connection does not say how … are made.': 'De verbinding zegt niet hoe {1} aangemaakt worden.',
  'Fill in "Make a record" in the records of the connection.':
    'Vul “Een record aanmaken” in bij de records van de verbinding.',
  'The connection does not say how … are changed.': 'De verbinding zegt niet hoe {1} gewijzigd worden.',
  'Fill in "Change a record" in the records of the connection.':
    'Vul “Een record wijzigen” in bij de records van de verbinding.',
  'Its version can stand in no header.': 'De versie ervan kan in geen header staan.',
  'Check where the version is, in the records of the connection.':
    'Kijk bij de records van de verbinding na waar de versie staat.',
  'The connection does not say how one record of … is read.':
    'De verbinding zegt niet hoe één record van {1} gelezen wordt.',
  'Fill in "Read one record" in the records of the connection.':
    'Vul “Eén record lezen” in bij de records van de verbinding.',
  'Only an address, without ?, # or a sign-in.': 'Alleen een adres, zonder ?, # of aanmelding.',
  'The name of a header, such as X-Api-Key.': 'De naam van een header, zoals X-Api-Key.',
  'Koppel sets this header itself.': 'Koppel vult deze header zelf in.',
  'A word such as Bearer.': 'Een woord zoals Bearer.',
  'Fill it in for this kind of sign-in.': 'Vul het in voor deze soort aanmelding.',
  'A key has only plain characters, on one line.': 'Een sleutel heeft alleen gewone tekens, op één lijn.',
  'The connection has no records to read yet.': 'De verbinding heeft nog geen records om te lezen.',
  'Describe the records of the system under "Records", and try them there.':
    'Beschrijf de records van het systeem onder “Records”, en probeer ze daar.',
  'Signed in as ….': 'Aangemeld als {1}.',
  'There is no record of … yet.': 'Er is nog geen record van {1}.',
  'There is no time of the last change in "…".': 'Er is geen tijdstip van de laatste wijziging in “{1}”.',
  'Read … records of …, the first is ….': '{1} records van {2} gelezen, het eerste is {3}.',
  'Add a field under "Look up by", or a header against doubles.':
    'Voeg een veld toe onder “Opzoeken op”, of een header tegen dubbels.',
  'The description of the records is not complete: … …': 'De beschrijving van de records is niet volledig: {1} {2}',
  'Correct it, then try again.': 'Verbeter ze en probeer dan opnieuw.',
};
