import type { SentenceCatalogue } from '../sentence-in.ts';

/** Sentences of the connector of Dataverse. */
export const dataverse: SentenceCatalogue = {
  '… "…" has no value in Dataverse.': '{1} “{2}” heeft geen waarde in Dataverse.',
  'Add it there, or translate it in the mapping.': 'Voeg ze daar toe, of vertaal ze in de koppeling.',
  'Dataverse sent a record without an id.': 'Dataverse stuurde een record zonder id.',
  'Check that the address in the connection is that of the environment.':
    'Kijk na of het adres in de verbinding dat van de omgeving is.',
  'Dataverse has no field "…" for … records, or no longer has it.':
    'Dataverse heeft geen veld “{1}” (meer) voor records van {2}.',
  '"…" is the name of … records in Dataverse.': '“{1}” is de naam van {2} records in Dataverse.',
  'Give them different names in Dataverse, then retry.':
    'Geef ze verschillende namen in Dataverse en probeer dan opnieuw.',
  'Dataverse has no unit "…".': 'Dataverse heeft geen eenheid “{1}”.',
  'Add the unit in Dataverse, or translate it in the mapping, then retry.':
    'Voeg de eenheid toe in Dataverse, of vertaal ze in de koppeling, en probeer dan opnieuw.',
  'Dataverse has no price list "…".': 'Dataverse heeft geen prijslijst “{1}”.',
  'Make the price list in Dataverse, or translate its name in the mapping, then retry.':
    'Maak de prijslijst in Dataverse, of vertaal haar naam in de koppeling, en probeer dan opnieuw.',
  '"…" is not a number with at most 15 digits.': '“{1}” is geen getal van hoogstens 15 cijfers.',
  'Correct the value in the source, or round it in the mapping.':
    'Verbeter de waarde in de bron, of rond ze af in de koppeling.',
  'it has no unit price.': 'ze heeft geen eenheidsprijs.',
  'Map the unit price of the lines, or correct the source.':
    'Koppel de eenheidsprijs van de lijnen, of verbeter de bron.',
  'it has neither a product nor a description.': 'ze heeft noch een product, noch een omschrijving.',
  'Leave the line out in the mapping, or correct the source.': 'Laat de lijn weg in de koppeling, of verbeter de bron.',
  'Dataverse has no product with the number "…".': 'Dataverse heeft geen product met het nummer “{1}”.',
  'Bring the products to Dataverse first, or correct the number, then retry.':
    'Breng eerst de producten naar Dataverse, of verbeter het nummer, en probeer dan opnieuw.',
  'quantity, price and discount give …, its amount is ….':
    'hoeveelheid, prijs en korting geven {1}, het bedrag is {2}.',
  'Correct the line in the source, or leave its amount out of the mapping, then retry.':
    'Verbeter de lijn in de bron, of laat haar bedrag uit de koppeling, en probeer dan opnieuw.',
  'the price list "…" is in …, the price in ….': 'de prijslijst “{1}” is in {2}, de prijs in {3}.',
  'Make a price list in that currency in Dataverse, or translate the name of the list in the mapping.':
    'Maak in Dataverse een prijslijst in die munt, of vertaal de naam van de lijst in de koppeling.',
  '… "…" is the name of … records in Dataverse.': '{1} “{2}” is de naam van {3} records in Dataverse.',
  'Use the id of the right one, or give them different names there.':
    'Gebruik het id van het juiste record, of geef ze daar verschillende namen.',
  '… "…" is not the key of a record in Dataverse.': '{1} “{2}” is geen sleutel van een record in Dataverse.',
  '… was given something else than lines.': '{1} kreeg iets anders dan lijnen.',
  'Another record has a value that must be unique.': 'Een ander record heeft een waarde die uniek moet zijn.',
  'A text is longer than its column.': 'Een tekst is langer dan zijn kolom.',
  'A number lies outside the range of its column.': 'Een getal ligt buiten het bereik van zijn kolom.',
  'Correct the number in the source or in the mapping, then retry.':
    'Verbeter het getal in de bron of in de koppeling en probeer dan opnieuw.',
  'Give the application user a security role with this permission in Dataverse, then retry.':
    'Geef de toepassingsgebruiker in Dataverse een beveiligingsrol met dit recht en probeer dan opnieuw.',
  'A column is secured, and the application may not write it.':
    'Een kolom is beveiligd, en de toepassing mag ze niet schrijven.',
  'Add the application user to a column security profile that lets it write this column, then retry.':
    'Voeg de toepassingsgebruiker toe aan een kolombeveiligingsprofiel dat hem deze kolom laat schrijven, en probeer dan opnieuw.',
  'Dataverse refused it.': 'Dataverse weigerde het.',
  'Correct the record as Dataverse says, then retry.':
    'Verbeter het record zoals Dataverse zegt, en probeer dan opnieuw.',
  'Restore it in Dataverse, or remove the record link, then retry.':
    'Zet het terug in Dataverse, of verwijder de recordkoppeling, en probeer dan opnieuw.',
  'The record is closed, and its lines cannot be changed any more.':
    'Het record is gesloten, en zijn lijnen kunnen niet meer gewijzigd worden.',
  'Revise the quote or open the order again in Dataverse, then retry.':
    'Herzie de offerte of open het order opnieuw in Dataverse, en probeer dan opnieuw.',
  'A choice does not exist in Dataverse.': 'Een keuze bestaat niet in Dataverse.',
  'Add the choice there, or translate the value in the mapping, then retry.':
    'Voeg de keuze daar toe, of vertaal de waarde in de koppeling, en probeer dan opnieuw.',
  'A column that Dataverse requires is empty or has a value that it does not take.':
    'Een kolom die Dataverse vereist, is leeg of heeft een waarde die het niet aanvaardt.',
  'A rule of this organisation refused it.': 'Een regel van deze organisatie weigerde het.',
  'Correct the record as the rule says, then retry.':
    'Verbeter het record zoals de regel zegt, en probeer dan opnieuw.',
  'A unit does not belong to the unit group of its product.':
    'Een eenheid hoort niet bij de eenhedengroep van haar product.',
  'Add the unit to the unit group of the product in Dataverse, or translate it in the mapping, then retry.':
    'Voeg de eenheid in Dataverse toe aan de eenhedengroep van het product, of vertaal ze in de koppeling, en probeer dan opnieuw.',
  'A price list is missing.': 'Er ontbreekt een prijslijst.',
  'Make a price list in the currency of the record in Dataverse, then retry.':
    'Maak in Dataverse een prijslijst in de munt van het record en probeer dan opnieuw.',
  'The currency of the record is not that of its price list.':
    'De munt van het record is niet die van zijn prijslijst.',
  'Make a price list in that currency in Dataverse, or correct the currency, then retry.':
    'Maak in Dataverse een prijslijst in die munt, of verbeter de munt, en probeer dan opnieuw.',
  'The status cannot be reached from where the record is.':
    'De status is niet te bereiken vanwaar het record nu staat.',
  'Correct the status in Dataverse or in the mapping, then retry.':
    'Verbeter de status in Dataverse of in de koppeling en probeer dan opnieuw.',
  'The product is published, and a published product is changed under revision only.':
    'Het product is gepubliceerd, en een gepubliceerd product wordt alleen in revisie gewijzigd.',
  'Retry: Koppel takes it under revision when it sees its state.':
    'Probeer opnieuw: Koppel neemt het in revisie als het de staat ervan ziet.',
  'A record that it refers to is not there.': 'Een record waar het naar verwijst, is er niet.',
  'Bring that record to Dataverse first, or correct its record link, then retry.':
    'Breng dat record eerst naar Dataverse, of verbeter de recordkoppeling ervan, en probeer dan opnieuw.',
  'Dataverse ….': 'Dataverse {1}.',
  'Dataverse … (status …).': 'Dataverse {1} (status {2}).',
  'Koppel waits and goes on by itself.': 'Koppel wacht en gaat vanzelf verder.',
  '… was not created. Dataverse has no price list.': '{1} is niet aangemaakt. Dataverse heeft geen prijslijst.',
  '… was not created. Dataverse has no price list in ….':
    '{1} is niet aangemaakt. Dataverse heeft geen prijslijst in {2}.',
  'Make a price list in Dataverse, then retry.': 'Maak een prijslijst in Dataverse en probeer dan opnieuw.',
  'Make a price list in … in Dataverse, then retry.': 'Maak in Dataverse een prijslijst in {1} en probeer dan opnieuw.',
  '… was not written. Its lines cannot be read.': '{1} is niet geschreven. De lijnen kunnen niet gelezen worden.',
  '… was not written. Its lines come to …, its total is ….':
    '{1} is niet geschreven. De lijnen komen op {2}, het totaal is {3}.',
  'Correct the lines or the total in the source, or leave the total out of the mapping, then retry.':
    'Verbeter de lijnen of het totaal in de bron, of laat het totaal uit de koppeling, en probeer dan opnieuw.',
  '… was not written. Its key "…" is not one of Dataverse.':
    '{1} is niet geschreven. Zijn sleutel “{2}” is er geen van Dataverse.',
  '… was not created. Dataverse does not change … after a record is made.':
    '{1} is niet aangemaakt. Dataverse wijzigt {2} niet meer nadat een record gemaakt is.',
  '… was not created. Dataverse computes … itself.': '{1} is niet aangemaakt. Dataverse berekent {2} zelf.',
  '… was not updated. Dataverse does not change … after a record is made.':
    '{1} is niet bijgewerkt. Dataverse wijzigt {2} niet meer nadat een record gemaakt is.',
  '… was not updated. Dataverse computes … itself.': '{1} is niet bijgewerkt. Dataverse berekent {2} zelf.',
  'Leave the field out of the mapping, or correct the record in Dataverse.':
    'Laat het veld uit de koppeling, of verbeter het record in Dataverse.',
  '… was created, but not completely. …': '{1} is aangemaakt, maar niet volledig. {2}',
  '… A retry goes on with the record that is there.': '{1} Een nieuwe poging gaat verder met het record dat er is.',
  'does not know the application of this connection as a user':
    'kent de toepassing van deze verbinding niet als gebruiker',
  'Create an application user for it in the Power Platform admin centre and give it a security role.':
    'Maak er in het beheercentrum van Power Platform een toepassingsgebruiker voor en geef die een beveiligingsrol.',
  'does not let this application use its API': 'laat deze toepassing zijn API niet gebruiken',
  'Let the application through in the access policy of the environment.':
    'Laat de toepassing door in het toegangsbeleid van de omgeving.',
  '… does not let the application of this connection do that.':
    '{1} laat de toepassing van deze verbinding dat niet doen.',
  'Give its application user a security role with the permission that the answer names.':
    'Geef haar toepassingsgebruiker een beveiligingsrol met het recht dat het antwoord noemt.',
  'Dataverse does not keep track of changes to the table ….': 'Dataverse houdt wijzigingen aan de tabel {1} niet bij.',
  'Switch on "Track changes" for the table in Power Apps, or run all records.':
    'Zet “Wijzigingen bijhouden” aan voor de tabel in Power Apps, of voer alle records uit.',
  'Works as the user … in the organisation ….': 'Werkt als de gebruiker {1} in de organisatie {2}.',
  '… did not say which organisation it is.': '{1} zei niet welke organisatie het is.',
  'Check that the address in the connection is that of the Dataverse environment.':
    'Kijk na of het adres in de verbinding dat van de Dataverse-omgeving is.',
  'This environment has no table ….': 'Deze omgeving heeft geen tabel {1}.',
  'Flows that read or write it cannot run here. Install Dynamics 365 Sales or add the table, if you need them.':
    'Flows die ze lezen of schrijven, kunnen hier niet uitgevoerd worden. Installeer Dynamics 365 Sales of voeg de tabel toe als je ze nodig hebt.',
  'The table … may be read; … of its fields are bound.':
    'De tabel {1} mag gelezen worden; {2} van haar velden zijn gebonden.',
  'Not in this organisation: ….': 'Niet in deze organisatie: {1}.',
  'Its changes are not tracked.': 'Haar wijzigingen worden niet bijgehouden.',
  'Add the columns or bind the fields to others, and switch on "Track changes" for the table, if you need them.':
    'Voeg de kolommen toe of bind de velden aan andere, en zet “Wijzigingen bijhouden” aan voor de tabel, als je ze nodig hebt.',
  'The table … may be read. Whether it may be written shows with the first write.':
    'De tabel {1} mag gelezen worden. Of ze geschreven mag worden, blijkt bij de eerste keer schrijven.',
  '… columns, of which … are bound.': '{1} kolommen, waarvan er {2} gebonden zijn.',
  '… Not in this organisation: ….': '{1} Niet in deze organisatie: {2}.',
  'Add these columns to the table, or bind the fields to others, if you need them.':
    'Voeg deze kolommen toe aan de tabel, of bind de velden aan andere, als je ze nodig hebt.',
  'Changes to … are tracked.': 'Wijzigingen aan {1} worden bijgehouden.',
  'Changes to … are not tracked: flows can read all of its records, not only those that changed.':
    'Wijzigingen aan {1} worden niet bijgehouden: flows kunnen al haar records lezen, niet alleen de gewijzigde.',
  'Switch on "Track changes" for the table in Power Apps.':
    'Zet “Wijzigingen bijhouden” aan voor de tabel in Power Apps.',
  'There is no record in … yet.': 'Er is nog geen record in {1}.',
  'Read a record.': 'Een record gelezen.',
  'The status "…" cannot be reached from where the record is in Dataverse.':
    'De status “{1}” is niet te bereiken vanwaar het record in Dataverse staat.',
  'Status "…" has no value in Dataverse.': 'De status “{1}” heeft geen waarde in Dataverse.',
  'Translate it in the mapping to one of ….': 'Vertaal hem in de koppeling naar een van {1}.',
  'A quote that is active or closed is revised in Dataverse; then retry.':
    'Een offerte die actief of gesloten is, wordt in Dataverse herzien; probeer daarna opnieuw.',
  'The order is closed in Dataverse. Correct its status there or in the mapping.':
    'Het order is gesloten in Dataverse. Verbeter zijn status daar of in de koppeling.',
  'An order becomes invoiced by making an invoice of it in Dataverse. Map "fulfilled" instead.':
    'Een order wordt gefactureerd door er in Dataverse een factuur van te maken. Koppel in de plaats “fulfilled”.',
  'Open the opportunity again in Dataverse, then retry.':
    'Open de verkoopkans opnieuw in Dataverse en probeer dan opnieuw.',
  'A published product never is a draft again. Map "retired" or "active" instead.':
    'Een gepubliceerd product wordt nooit meer een concept. Koppel in de plaats “retired” of “active”.',
};
