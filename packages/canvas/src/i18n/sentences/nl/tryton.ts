import type { SentenceCatalogue } from '../sentence-in.ts';

/** Sentences of the connector of Tryton. */
export const tryton: SentenceCatalogue = {
  'Tryton has no … "…".': 'Tryton heeft geen {1} “{2}”.',
  'Create it in Tryton, or translate the value in the mapping, then retry.':
    'Maak het aan in Tryton, of vertaal de waarde in de koppeling, en probeer dan opnieuw.',
  "… sent an answer that is none of Tryton's.": '{1} stuurde een antwoord dat er geen van Tryton is.',
  '… did not answer as it should (status …).': '{1} antwoordde niet zoals het hoort (status {2}).',
  'Koppel goes on by itself. If it lasts, check that the address in the connection is that of Tryton.':
    'Koppel gaat vanzelf verder. Als het blijft duren, kijk dan na of het adres in de verbinding dat van Tryton is.',
  'The user of this connection works in no company of ….':
    'De gebruiker van deze verbinding werkt in geen bedrijf van {1}.',
  '… has no company "…", or the user may not see it.':
    '{1} heeft geen bedrijf “{2}”, of de gebruiker mag het niet zien.',
  'Check the name of the company, and that the user of the connection works in it, in Tryton.':
    'Kijk in Tryton de naam van het bedrijf na, en of de gebruiker van de verbinding erin werkt.',
  'The binding of ….… names the conversion "…", which Tryton\'s connector does not have.':
    'De binding van {1}.{2} noemt de omzetting “{3}”, die de connector van Tryton niet heeft.',
  'Take the conversion out of the binding, or choose another.': 'Haal de omzetting uit de binding, of kies een andere.',
  '"…" is not the key of a record of Tryton.': '“{1}” is geen sleutel van een record van Tryton.',
  'Tryton fills this field by itself.': 'Tryton vult dit veld zelf in.',
  '"…" is no product of Tryton.': '“{1}” is geen product van Tryton.',
  'Tryton has no product "…".': 'Tryton heeft geen product “{1}”.',
  'Create the product in Tryton, or correct it in the source, then retry.':
    'Maak het product aan in Tryton, of verbeter het in de bron, en probeer dan opnieuw.',
  'the product … is not sold in Tryton.': 'het product {1} wordt in Tryton niet verkocht.',
  'Make it salable there, or choose another product in the source, then retry.':
    'Maak het daar verkoopbaar, of kies een ander product in de bron, en probeer dan opnieuw.',
  'the price of … after its discount is …, and four decimals of it come to another amount.':
    'de prijs van {1} na korting is {2}, en vier decimalen daarvan komen op een ander bedrag.',
  'Round the price or the discount in the source, then retry.':
    'Rond de prijs of de korting af in de bron en probeer dan opnieuw.',
  'Tryton has no unit "…".': 'Tryton heeft geen eenheid “{1}”.',
  'Create the unit in Tryton, or translate it in the mapping, then retry.':
    'Maak de eenheid aan in Tryton, of vertaal ze in de koppeling, en probeer dan opnieuw.',
  'The order has no reference, by which it is found again in Tryton.':
    'Het order heeft geen referentie waarmee het in Tryton teruggevonden wordt.',
  'The sale is no longer a draft, and its lines stand.': 'De verkoop is geen concept meer, en de lijnen liggen vast.',
  'Set it back to draft in Tryton, or leave it as it is there.':
    'Zet hem in Tryton terug naar concept, of laat hem zoals hij daar is.',
  'The order has no customer.': 'Het order heeft geen klant.',
  'Map the customer onto the order, then retry.': 'Koppel de klant aan het order en probeer dan opnieuw.',
  'A record with this value exists already.': 'Er bestaat al een record met deze waarde.',
  'Link the record to the existing one, or give it another value, then retry.':
    'Koppel het record aan het bestaande, of geef het een andere waarde, en probeer dan opnieuw.',
  'Something that Tryton requires is empty.': 'Iets wat Tryton vereist, is leeg.',
  'Fill it in in the source or in Tryton, as Tryton says, then retry.':
    'Vul het in de bron of in Tryton in, zoals Tryton zegt, en probeer dan opnieuw.',
  'A value does not pass a check of Tryton.': 'Een waarde doorstaat een controle van Tryton niet.',
  'Correct the value in the source or in the mapping, then retry.':
    'Verbeter de waarde in de bron of in de koppeling en probeer dan opnieuw.',
  'The user of this connection may not do that.': 'De gebruiker van deze verbinding mag dat niet doen.',
  'Give the user the group that may, in Tryton, then retry.':
    'Geef de gebruiker in Tryton de groep die het mag, en probeer dan opnieuw.',
  'A record that it needs is no longer there.': 'Een record dat het nodig heeft, is er niet meer.',
  'Restore it in Tryton, or correct the record link, then retry.':
    'Zet het terug in Tryton, of verbeter de recordkoppeling, en probeer dan opnieuw.',
  'Tryton asks a question that a person has to answer.': 'Tryton stelt een vraag die iemand moet beantwoorden.',
  'Do it once in Tryton and choose to always ignore this warning, then retry.':
    'Doe het één keer in Tryton, kies om deze waarschuwing altijd te negeren, en probeer dan opnieuw.',
  'Tryton refused it.': 'Tryton weigerde het.',
  'Correct the record as Tryton says, then retry.': 'Verbeter het record zoals Tryton zegt, en probeer dan opnieuw.',
  'Tryton could not carry it out.': 'Tryton kon het niet uitvoeren.',
  'Check that the fields of the binding are there in this version of Tryton; its log says more.':
    'Kijk na of de velden van de binding in deze versie van Tryton bestaan; het log ervan zegt meer.',
  'Tryton ….': 'Tryton {1}.',
  'Tryton could not carry it out because somebody else was writing at the same moment.':
    'Tryton kon het niet uitvoeren omdat iemand anders op hetzelfde ogenblik aan het schrijven was.',
  '… was not updated. Somebody else changed it in the meantime.':
    '{1} is niet bijgewerkt. Iemand anders heeft het intussen gewijzigd.',
  '… was not updated. Tryton has no record "…".': '{1} is niet bijgewerkt. Tryton heeft geen record “{2}”.',
  'Restore it in Tryton, or remove the record link, then retry.':
    'Zet het terug in Tryton, of verwijder de recordkoppeling, en probeer dan opnieuw.',
  '… was not written. … records are not written to Tryton.':
    '{1} is niet geschreven. Records van {2} worden niet naar Tryton geschreven.',
  '… does not let the user of this connection read that.': '{1} laat de gebruiker van deze verbinding dat niet lezen.',
  '… could not answer what was asked.': '{1} kon niet antwoorden op wat gevraagd werd.',
  'Give the user the group that may read these records, in Tryton.':
    'Geef de gebruiker in Tryton de groep die deze records mag lezen.',
  'Check that the modules and fields of the binding are there in this Tryton.':
    'Kijk na of de modules en velden van de binding in deze Tryton bestaan.',
  'The VAT number "…" is of another company than the company number "…".':
    'Het btw-nummer “{1}” is van een ander bedrijf dan het ondernemingsnummer “{2}”.',
  'Correct the one that is wrong in the source, then retry.':
    'Verbeter in de bron het nummer dat verkeerd is, en probeer dan opnieuw.',
  'This Tryton has no … records: the model "…" is not there.':
    'Deze Tryton heeft geen records van {1}: het model “{2}” is er niet.',
  'Activate the module that has it, in Tryton under Administration, Modules, then test the connection.':
    'Activeer in Tryton de module die het heeft, onder Beheer, Modules, en test dan de verbinding.',
  'This Tryton has no field for ….….': 'Deze Tryton heeft geen veld voor {1}.{2}.',
  'Activate the module that has it, or take the field out of the mapping.':
    'Activeer de module die het heeft, of haal het veld uit de koppeling.',
  'Tryton has no category of parties "…".': 'Tryton heeft geen categorie van relaties “{1}”.',
  'Create it in Tryton, or correct the category of customers in the connection.':
    'Maak ze aan in Tryton, of verbeter de klantencategorie in de verbinding.',
  '… has no such database.': '{1} heeft zo’n database niet.',
  'Check the address and the database of the connection.': 'Kijk het adres en de database van de verbinding na.',
  'Tryton asks for more than a password, such as a code. Give Koppel a user that signs in with a password.':
    'Tryton vraagt meer dan een wachtwoord, zoals een code. Geef Koppel een gebruiker die zich met een wachtwoord aanmeldt.',
  'Check the database, the user and the password of the connection.':
    'Kijk de database, de gebruiker en het wachtwoord van de verbinding na.',
  '… answers, but not as Tryton does (status …).': '{1} antwoordt, maar niet zoals Tryton (status {2}).',
  'Check the address in the connection: it must be that of Tryton itself, with nothing in between.':
    'Kijk het adres in de verbinding na: het is dat van Tryton zelf, met niets ertussen.',
  'Tryton answers at ….': 'Tryton antwoordt op {1}.',
  '… records are not there: the module that has "…" is not activated.':
    'Records van {1} zijn er niet: de module die “{2}” heeft, is niet geactiveerd.',
  'Activate it if flows need these records. Everything else works without it.':
    'Activeer ze als flows deze records nodig hebben. Al de rest werkt zonder.',
  'Read …. Whether it may be written shows with the first write.':
    '{1} gelezen. Of het geschreven mag worden, blijkt bij de eerste keer schrijven.',
};
