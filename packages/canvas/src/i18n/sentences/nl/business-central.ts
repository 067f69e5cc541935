import type { SentenceCatalogue } from '../sentence-in.ts';

/** Sentences of the connector of Business Central. */
export const businessCentral: SentenceCatalogue = {
  '… did not answer all requests of a batch.': '{1} beantwoordde niet alle vragen van een reeks.',
  'Koppel finds out by itself what was done and goes on.': 'Koppel gaat zelf na wat er gedaan is en gaat verder.',
  '… has no company that this connection may see.': '{1} heeft geen bedrijf dat deze verbinding mag zien.',
  '… has no company "…" that this connection may see.': '{1} heeft geen bedrijf “{2}” dat deze verbinding mag zien.',
  'Check the name of the company, and that the application has permission in it.':
    'Kijk de naam van het bedrijf na, en of de toepassing er rechten in heeft.',
  'Blocked has no Business Central value for "…".': 'Geblokkeerd heeft in Business Central geen waarde voor “{1}”.',
  'Use no, ship, invoice or all, or translate the value in the mapping.':
    'Gebruik no, ship, invoice of all, of vertaal de waarde in de koppeling.',
  'The value is not a list of lines.': 'De waarde is geen lijst van lijnen.',
  'Map lines onto this field.': 'Koppel lijnen aan dit veld.',
  '"…" is not the key of a record of Business Central.': '“{1}” is geen sleutel van een record van Business Central.',
  'Correct the record link of what it refers to, then retry.':
    'Verbeter de recordkoppeling van waar het naar verwijst en probeer dan opnieuw.',
  'Business Central fills this field by itself.': 'Business Central vult dit veld zelf in.',
  'Leave the field out of the mapping.': 'Laat het veld uit de koppeling.',
  'The place where the last run stopped cannot be read.': 'De plaats waar de vorige uitvoering stopte, is onleesbaar.',
  'Run all records once: what is equal already is not written again.':
    'Voer één keer alle records uit: wat al gelijk is, wordt niet opnieuw geschreven.',
  '… "…" does not exist in Business Central.': '{1} “{2}” bestaat niet in Business Central.',
  'Create the code there, or translate the value in the mapping.':
    'Maak de code daar aan, of vertaal de waarde in de koppeling.',
  'Business Central has no field "…" for … records, or no longer has it.':
    'Business Central heeft geen veld “{1}” (meer) voor records van {2}.',
  'Look at the fields of the connection again and check the flow. Nothing was emptied because of it.':
    'Bekijk de velden van de verbinding opnieuw en kijk de flow na. Er is niets om leeggemaakt.',
  'The binding of … leads to "…", which cannot be reached from this record.':
    'De binding van {1} leidt naar “{2}”, dat vanuit dit record niet te bereiken is.',
  'Bind the field to a column of the record, or to the code of one of its references.':
    'Bind het veld aan een kolom van het record, of aan de code van een van zijn verwijzingen.',
  'The binding of … names the conversion "…", which does not exist.':
    'De binding van {1} noemt de omzetting “{2}”, die niet bestaat.',
  'Use one of …, or none.': 'Gebruik een van {1}, of geen.',
  '… did not accept the subscription to its changes.': '{1} aanvaardde het abonnement op zijn wijzigingen niet.',
  'It calls … and wants an answer within 5 seconds. Check that this address can be reached from there.':
    'Het roept {1} op en wil binnen 5 seconden antwoord. Kijk na of dit adres van daaruit bereikbaar is.',
  'Line …: …': 'Lijn {1}: {2}',
  'The order has no lines.': 'Het order heeft geen lijnen.',
  'Add a line in the source, then retry.': 'Voeg in de bron een lijn toe en probeer dan opnieuw.',
  '"…" is not a number.': '“{1}” is geen getal.',
  'Correct the value in the source, or convert it in the mapping.':
    'Verbeter de waarde in de bron, of zet ze om in de koppeling.',
  'the description has … characters, and at most 100 fit.':
    'de omschrijving heeft {1} tekens, en er passen er hoogstens 100.',
  'Shorten it in the source or in the mapping.': 'Kort het in in de bron of in de koppeling.',
  '"…" is no item of Business Central.': '“{1}” is geen artikel van Business Central.',
  'Choose a product for the line in the source, then retry.':
    'Kies in de bron een product voor de lijn en probeer dan opnieuw.',
  'Business Central has no item "…".': 'Business Central heeft geen artikel “{1}”.',
  'Create the item in Business Central, or correct the product in the source, then retry.':
    'Maak het artikel aan in Business Central, of verbeter het product in de bron, en probeer dan opnieuw.',
  'the item … is blocked in Business Central.': 'het artikel {1} is geblokkeerd in Business Central.',
  'Unblock the item there, or choose another product in the source, then retry.':
    'Deblokkeer het artikel daar, of kies een ander product in de bron, en probeer dan opnieuw.',
  'the quantity of … is ….': 'de hoeveelheid van {1} is {2}.',
  'the quantity of … is empty.': 'de hoeveelheid van {1} is leeg.',
  'Give the line a quantity above 0 in the source, or remove it, then retry.':
    'Geef de lijn in de bron een hoeveelheid boven 0, of verwijder ze, en probeer dan opnieuw.',
  'The total is …, but the lines come to ….': 'Het totaal is {1}, maar de lijnen komen op {2}.',
  'Check prices, quantities and discounts in the source, then retry.':
    'Kijk prijzen, hoeveelheden en kortingen na in de bron en probeer dan opnieuw.',
  'The record has no reference, by which it is found again in Business Central.':
    'Het record heeft geen referentie waarmee het in Business Central teruggevonden wordt.',
  'Map a value that no other record has, such as the number in the source, onto the reference.':
    'Koppel een waarde die geen ander record heeft, zoals het nummer in de bron, aan de referentie.',
  'A field that Business Central requires is empty or does not pass its check.':
    'Een veld dat Business Central vereist, is leeg of doorstaat de controle niet.',
  'Fill the field in the source or give it a default in the mapping, then retry.':
    'Vul het veld in de bron in of geef er een standaardwaarde aan in de koppeling, en probeer dan opnieuw.',
  'A text is longer than its field.': 'Een tekst is langer dan zijn veld.',
  'Shorten the text in the source or in the mapping, then retry.':
    'Kort de tekst in in de bron of in de koppeling, en probeer dan opnieuw.',
  'A code does not exist in Business Central.': 'Een code bestaat niet in Business Central.',
  'Create the code there, or translate the value in the mapping, then retry.':
    'Maak de code daar aan, of vertaal de waarde in de koppeling, en probeer dan opnieuw.',
  'A record with this number exists already.': 'Er bestaat al een record met dit nummer.',
  'Link the record to the existing one, or give it another number, then retry.':
    'Koppel het record aan het bestaande, of geef het een ander nummer, en probeer dan opnieuw.',
  'The record is no longer there.': 'Het record is er niet meer.',
  'Restore it in Business Central, or remove the record link, then retry.':
    'Zet het terug in Business Central, of verwijder de recordkoppeling, en probeer dan opnieuw.',
  'Somebody else changed it in the meantime.': 'Iemand anders heeft het intussen gewijzigd.',
  'Koppel reads it again and decides anew.': 'Koppel leest het opnieuw en beslist opnieuw.',
  'Business Central refused it.': 'Business Central weigerde het.',
  'Correct the record as Business Central says, then retry.':
    'Verbeter het record zoals Business Central zegt, en probeer dan opnieuw.',
  'The customer is blocked in Business Central.': 'De klant is geblokkeerd in Business Central.',
  'Unblock the customer in Business Central, or withdraw the order, then retry.':
    'Deblokkeer de klant in Business Central, of trek het order in, en probeer dan opnieuw.',
  'An item is blocked in Business Central.': 'Een artikel is geblokkeerd in Business Central.',
  'An item does not exist in Business Central.': 'Een artikel bestaat niet in Business Central.',
  'Create the item there, or correct the product in the source, then retry.':
    'Maak het artikel daar aan, of verbeter het product in de bron, en probeer dan opnieuw.',
  'Its customer is no longer in Business Central.': 'De klant ervan is niet meer in Business Central.',
  'Create the customer there or correct its record link, then retry.':
    'Maak de klant daar aan of verbeter zijn recordkoppeling, en probeer dan opnieuw.',
  'Its currency has no exchange rate in Business Central.': 'De munt ervan heeft geen wisselkoers in Business Central.',
  'Enter a rate for the currency there, then retry.': 'Geef daar een koers voor de munt in en probeer dan opnieuw.',
  'The document has been released or posted, and its content stands.':
    'Het document is vrijgegeven of geboekt, en de inhoud ligt vast.',
  'Reopen it in Business Central, or leave it as it is there.':
    'Open het opnieuw in Business Central, of laat het zoals het daar is.',
  'The application has no permission to write it.': 'De toepassing heeft geen recht om het te schrijven.',
  'Give the application the permission set for these records in Business Central, then retry.':
    'Geef de toepassing in Business Central de machtigingenset voor deze records en probeer dan opnieuw.',
  '… was not created. …': '{1} is niet aangemaakt. {2}',
  '… was not updated. …': '{1} is niet bijgewerkt. {2}',
  'Business Central … (status …).': 'Business Central {1} (status {2}).',
  'Koppel goes on by itself.': 'Koppel gaat vanzelf verder.',
  'Business Central ….': 'Business Central {1}.',
  'Koppel looks up by itself whether it was done.': 'Koppel zoekt zelf op of het gedaan is.',
  'wants a new sign-in': 'wil een nieuwe aanmelding',
  'is too busy': 'heeft het te druk',
  'did not say clearly whether it was done': 'zei niet duidelijk of het gedaan is',
  '… was not written. … records are not written to Business Central.':
    '{1} is niet geschreven. Records van {2} worden niet naar Business Central geschreven.',
  'Let the flow write into another entity or system.':
    'Laat de flow in een andere entiteit of een ander systeem schrijven.',
  '… was not updated. Its key "…" is not one of Business Central.':
    '{1} is niet bijgewerkt. Zijn sleutel “{2}” is er geen van Business Central.',
  'Correct the record link, then retry.': 'Verbeter de recordkoppeling en probeer dan opnieuw.',
  '… was created as …, but not completely. …': '{1} is aangemaakt als {2}, maar niet volledig. {3}',
  '… A retry goes on with … where a match rule recognises it.':
    '{1} Een nieuwe poging gaat verder met {2} waar een herkenningsregel het herkent.',
  '… does not know the company of this connection, or no longer has it.':
    '{1} kent het bedrijf van deze verbinding niet, of heeft het niet meer.',
  'The Business Central environment at … is not available at the moment.':
    'De Business Central-omgeving op {1} is nu niet beschikbaar.',
  'Koppel tries again by itself. It may be under maintenance.':
    'Koppel probeert vanzelf opnieuw. Er is mogelijk onderhoud.',
  'Business Central sent a record without an id.': 'Business Central stuurde een record zonder id.',
  'Check that the address in the connection is that of the API v2.0.':
    'Kijk na of het adres in de verbinding dat van de API v2.0 is.',
  '… did not say whether the custom sales API is published (status …).':
    '{1} zei niet of de eigen verkoop-API gepubliceerd is (status {2}).',
  'Koppel tries again by itself.': 'Koppel probeert vanzelf opnieuw.',
  '… gave a record without its part on the custom sales API.':
    '{1} gaf een record zonder zijn deel van de eigen verkoop-API.',
  'Koppel reads the page again by itself. If it lasts, check that both APIs show the same records.':
    'Koppel leest de pagina vanzelf opnieuw. Als het blijft duren, kijk dan na of beide API’s dezelfde records tonen.',
  '… sent a record without the time of its last change.':
    '{1} stuurde een record zonder het tijdstip van de laatste wijziging.',
  'Business Central keeps no enterprise number for a customer in "…", and "…" was to be written.':
    'Business Central bewaart geen ondernemingsnummer voor een klant in “{1}”, en “{2}” was te schrijven.',
  'Check the country of the billing address, or leave the company number empty for foreign customers.':
    'Kijk het land van het factuuradres na, of laat het ondernemingsnummer leeg voor buitenlandse klanten.',
  'Business Central keeps only the enterprise number of a Belgian customer, and the VAT number "…" is another number.':
    'Business Central bewaart alleen het ondernemingsnummer van een Belgische klant, en het btw-nummer “{1}” is een ander nummer.',
  'Write the company number instead, or publish the custom sales API, which has a place for it.':
    'Schrijf het ondernemingsnummer in de plaats, of publiceer de eigen verkoop-API, die er plaats voor heeft.',
  'Signed in as the application ….': 'Aangemeld als de toepassing {1}.',
  'Works in the company ….': 'Werkt in het bedrijf {1}.',
  '… records come from the API koppel/sales, which is not published or not used.':
    'Records van {1} komen van de API koppel/sales, die niet gepubliceerd is of niet gebruikt wordt.',
  'Publish it if flows need these records. Everything else works without it.':
    'Publiceer hem als flows deze records nodig hebben. Al de rest werkt zonder.',
  '… records may be read. Whether they may be written shows with the first write.':
    'Records van {1} mogen gelezen worden. Of ze geschreven mogen worden, blijkt bij de eerste keer schrijven.',
  'The API koppel/sales is published and is used.': 'De API koppel/sales is gepubliceerd en wordt gebruikt.',
  'The API koppel/sales is not published or not used: IBAN, language, delivery address and insured amount are not there.':
    'De API koppel/sales is niet gepubliceerd of wordt niet gebruikt: IBAN, taal, leveringsadres en verzekerd bedrag zijn er niet.',
  'Publish it if you need these fields. Everything else works without it.':
    'Publiceer hem als je deze velden nodig hebt. Al de rest werkt zonder.',
  'There is no … record yet.': 'Er is nog geen record van {1}.',
  'Read ….': '{1} gelezen.',
};
