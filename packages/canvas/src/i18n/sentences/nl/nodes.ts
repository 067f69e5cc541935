import type { SentenceCatalogue } from '../sentence-in.ts';

/** Sentences of the nodes. */
export const nodes: SentenceCatalogue = {
  '… is empty, and it is needed.': '{1} is leeg, en is nodig.',
  'Fill it in in the source, then retry; or set it for this try.':
    'Vul het in in de bron en probeer dan opnieuw; of stel het in voor deze poging.',
  '… was not written. …': '{1} is niet geschreven. {2}',
  '… was not written. It does not meet the condition of this flow.':
    '{1} is niet geschreven. Het voldoet niet aan de voorwaarde van deze flow.',
  'Correct the record in the source, then retry.': 'Verbeter het record in de bron en probeer dan opnieuw.',
  'The records that arrive here have no field "…".': 'De records die hier aankomen, hebben geen veld “{1}”.',
  'Choose a field of the incoming records.': 'Kies een veld van de inkomende records.',
  'Nobody is told what is wrong when the condition does not hold.':
    'Niemand krijgt te horen wat er scheelt als de voorwaarde niet klopt.',
  'Write a sentence for whoever mends the record.': 'Schrijf een zin voor wie het record herstelt.',
  '"Again for each" names ….…, which the records that arrive here do not have.':
    '“Opnieuw voor elke” noemt {1}.{2}, dat de records die hier aankomen niet hebben.',
  'Map that field before this node, or choose another one.': 'Koppel dat veld voor deze stap, of kies een ander.',
  'Without a match rule this node could create a record that is there already.':
    'Zonder herkenningsregel kan deze stap een record aanmaken dat er al is.',
  'Add a match rule, such as the company number, or use "Save record".':
    'Voeg een herkenningsregel toe, zoals het ondernemingsnummer, of gebruik “Bewaren”.',
  'Invoice … is in …, and it has no exchange rate.': 'Factuur {1} is in {2}, en heeft geen wisselkoers.',
  'Fill in its exchange rate in the ERP, then retry.': 'Vul haar wisselkoers in het ERP in en probeer dan opnieuw.',
  'The documents are looked for by the key of the record, which is of another system than this one.':
    'De documenten worden gezocht op de sleutel van het record, die van een ander systeem is dan dit.',
  'Choose the system that the records come from.': 'Kies het systeem waar de records vandaan komen.',
  '… is master of … … until the record is in the …. Here nobody can tell whether it is.':
    '{1} is eigenaar van {2} {3} tot het record in het {4} staat. Hier kan niemand weten of dat zo is.',
  'Make only new records here ("Create record"), or let a state of the record hand it over on the mastership table.':
    'Maak hier alleen nieuwe records (“Aanmaken”), of laat een staat van het record het doen overgaan op de eigenaarstabel.',
  '… is master of … … only until the record is in the …. This node would go on writing it.':
    '{1} is alleen eigenaar van {2} {3} tot het record in het {4} staat. Deze stap zou het blijven schrijven.',
  'Use "Create record", which writes it once; or put a read-only field mask before the save; or take the hand-over off the mastership table.':
    'Gebruik “Aanmaken”, dat het één keer schrijft; of zet een alleen-lezenmasker voor het bewaren; of laat het op de eigenaarstabel niet meer overgaan.',
  '… is master of … … only until its … is …. This node would write it afterwards too.':
    '{1} is alleen eigenaar van {2} {3} tot zijn {4} {5} is. Deze stap zou het ook daarna schrijven.',
  '… becomes master of … … only when its … is …. This node would write it before too.':
    '{1} wordt pas eigenaar van {2} {3} als zijn {4} {5} is. Deze stap zou het ook daarvoor schrijven.',
  'Put a read-only field mask before the save, or a filter that lets no record through whose … is ….':
    'Zet een alleen-lezenmasker voor het bewaren, of een filter die geen record doorlaat waarvan de {1} {2} is.',
  'Put a read-only field mask before the save: it leaves the field out of records that are not handed over yet.':
    'Zet een alleen-lezenmasker voor het bewaren: het laat het veld weg bij records die nog niet overgegaan zijn.',
  'The flow has no other slot called "…".': 'De flow heeft geen andere verbindingsplaats met de naam “{1}”.',
  'Choose the slot of the system to keep in step with.':
    'Kies de verbindingsplaats van het systeem waarmee gelijk gehouden wordt.',
  'The input for changes here needs records of the …; it gets those of the ….':
    'De ingang voor wijzigingen hier vraagt records van het {1}; hij krijgt die van het {2}.',
  'The input for changes there needs records of the …; it gets those of the ….':
    'De ingang voor wijzigingen daar vraagt records van het {1}; hij krijgt die van het {2}.',
  'Connect the node that reads them from that system.': 'Verbind de stap die ze uit dat systeem leest.',
  'The … has no field "…" of … records.': 'Het {1} heeft geen veld “{2}” bij records van {3}.',
  'Take it out, or bind it to a field of that system.': 'Haal het eruit, of bind het aan een veld van dat systeem.',
  '… cannot be carried over both ways: …': '{1} kan niet in beide richtingen overgebracht worden: {2}',
  'Take it out, and map it one way in a flow of its own.':
    'Haal het eruit, en koppel het in één richting in een eigen flow.',
  'Nobody has decided who is master of …, so it cannot be kept in step.':
    'Niemand heeft beslist wie eigenaar is van {1}, dus het kan niet gelijk gehouden worden.',
  '… passes from one master to another, so it cannot be kept in step.':
    '{1} gaat van de ene eigenaar over naar de andere, dus het kan niet gelijk gehouden worden.',
  'Take it out and map it one way behind a read-only field mask, or take the hand-over off its row.':
    'Haal het eruit en koppel het in één richting achter een alleen-lezenmasker, of haal de overgang uit zijn rij.',
  '… is master of …, which is neither of the two systems.':
    '{1} is eigenaar van {2}, en dat is geen van de twee systemen.',
  'Take the field out, or change its master on the mastership table.':
    'Haal het veld eruit, of wijzig zijn eigenaar op de eigenaarstabel.',
  'The match rule uses "…", which is not one of the fields that are kept in step.':
    'De herkenningsregel gebruikt “{1}”, dat geen van de gelijk gehouden velden is.',
  'Add it to the fields, or choose another one.': 'Voeg het toe aan de velden, of kies een ander.',
  '"Add only" names ….…, which the system does not have.':
    '“Alleen toevoegen” noemt {1}.{2}, dat het systeem niet heeft.',
  'Choose another field, or bind it to one of the system.':
    'Kies een ander veld, of bind het aan een veld van het systeem.',
  '"…" is not a field of ….': '“{1}” is geen veld van {2}.',
  '"…" is not a field of a known entity.': '“{1}” is geen veld van een bekende entiteit.',
  'Write the entity, a dot and the field: account.name. All rows of a node fill the same entity.':
    'Schrijf de entiteit, een punt en het veld: account.name. Alle rijen van een stap vullen dezelfde entiteit.',
  'The target has no field "…".': 'Het doel heeft geen veld “{1}”.',
  'Bind the field on the connection, or take the row out.': 'Bind het veld op de verbinding, of haal de rij eruit.',
  'The target requires …, and nothing fills it.': 'Het doel vereist {1}, en niets vult het.',
  'Map it, if this flow creates records.': 'Koppel het als deze flow records aanmaakt.',
  'The mask holds … back, because … is master of it.': 'Het masker houdt {1} tegen, omdat {2} er eigenaar van is.',
  'The mask holds … back, because nobody has decided who is master of it.':
    'Het masker houdt {1} tegen, omdat niemand beslist heeft wie er eigenaar van is.',
  'Nothing to do, if that is meant. Else change the master on the mastership table.':
    'Als dat de bedoeling is, hoef je niets te doen. Wijzig anders de eigenaar op de eigenaarstabel.',
  'Nobody has decided who is master of … …, so this flow cannot write it.':
    'Niemand heeft beslist wie eigenaar is van {1} {2}, dus deze flow kan het niet schrijven.',
  'Decide it on the mastership table, or take the row out of the mapping. Proposed: … is master.':
    'Beslis het op de eigenaarstabel, of haal de rij uit de koppeling. Voorstel: {1} is eigenaar.',
  '… is master of … …, so this flow cannot write it.':
    '{1} is eigenaar van {2} {3}, dus deze flow kan het niet schrijven.',
  'Take the row out of the mapping, put a read-only field mask before the save, or change the master of … on the mastership table.':
    'Haal de rij uit de koppeling, zet een alleen-lezenmasker voor het bewaren, of wijzig de eigenaar van {1} op de eigenaarstabel.',
  '… was not matched. … records have the same ….': '{1} is niet herkend. {2} records hebben hetzelfde: {3}.',
  'Merge them in the target system, or link the right one by hand, then retry.':
    'Voeg ze samen in het doelsysteem, of koppel het juiste met de hand, en probeer dan opnieuw.',
  'The match rule uses "…", which the records that arrive here do not have.':
    'De herkenningsregel gebruikt “{1}”, dat de records die hier aankomen niet hebben.',
  'Nothing starts this node, so it only runs when somebody starts the flow.':
    'Niets start deze stap, dus hij wordt alleen uitgevoerd als iemand de flow start.',
  'Connect a schedule if it should run by itself.': 'Verbind een planning als het vanzelf moet gebeuren.',
  '"…" is not a field of … records that refers to another record.':
    '“{1}” is geen veld van records van {2} dat naar een ander record verwijst.',
  'Choose one that does…, or leave it empty.': 'Kies er een dat dat wel doet{1}, of laat het leeg.',
  'The sub-flow takes records of … here. These come from ….':
    'De subflow neemt hier records van {1}. Deze komen van {2}.',
  'Connect records of the system it is made for, or make a sub-flow for these.':
    'Verbind records van het systeem waarvoor hij gemaakt is, of maak voor deze een subflow.',
  'The sub-flow needs …, which the records do not have.': 'De subflow heeft {1} nodig, wat de records niet hebben.',
  'Map it before the sub-flow, or take a version of the sub-flow that does not need it.':
    'Koppel het voor de subflow, of neem een versie van de subflow die het niet nodig heeft.',
  'The records have no field "…".': 'De records hebben geen veld “{1}”.',
  'Choose one of …, or leave the list empty.': 'Kies een van {1}, of laat de lijst leeg.',
  'The code gave … for …, which takes ….': 'De code gaf {1} voor {2}, dat {3} aanvaardt.',
  'The code gave … for …, which takes text.': 'De code gaf {1} voor {2}, dat tekst aanvaardt.',
  'Correct the code of the node, then retry.': 'Verbeter de code van de stap en probeer dan opnieuw.',
  'The code gave "…", which is none of the fields that it fills.':
    'De code gaf “{1}”, dat geen van de velden is die hij vult.',
  'Name the field among those that the node fills, or leave it out.':
    'Noem het veld bij de velden die de stap vult, of laat het weg.',
  'Correct the code of the node, or the record in the source, then retry.':
    'Verbeter de code van de stap, of het record in de bron, en probeer dan opnieuw.',
  'There is no code yet.': 'Er is nog geen code.',
  'Write a function: export default function (record, run) { return { … } }':
    'Schrijf een functie: export default function (record, run) { return { {1} } }',
  'The code fills no field.': 'De code vult geen veld.',
  'Name the fields that it fills.': 'Noem de velden die hij vult.',
  '"…" is no field of the records that arrive here.': '“{1}” is geen veld van de records die hier aankomen.',
  'Write the entity, a dot and the field: ….name.': 'Schrijf de entiteit, een punt en het veld: {1}.name.',
  'Without a match rule every record that is not linked yet is created anew, also when it is there already.':
    'Zonder herkenningsregel wordt elk record dat nog niet gekoppeld is, nieuw aangemaakt, ook als het er al is.',
  'Add a match rule, such as the company number.': 'Voeg een herkenningsregel toe, zoals het ondernemingsnummer.',
  'It is not said which flow to wait for.': 'Er staat niet op welke flow te wachten is.',
  'Fill in the id of the other flow.': 'Vul het id van de andere flow in.',
  '"…" in … is not a time that comes: ….': '“{1}” in {2} is geen tijdstip dat komt: {3}.',
  'Write five parts, such as */15 * * * * for every 15 minutes, and a time zone such as Europe/Brussels.':
    'Schrijf vijf delen, zoals */15 * * * * voor elke 15 minuten, en een tijdzone zoals Europe/Brussels.',
  '"…" is not a quiet period.': '“{1}” is geen rustperiode.',
  'Write hours such as 22:00-06:00, a day such as sat, or a date such as 2026-12-25.':
    'Schrijf uren zoals 22:00-06:00, een dag zoals sat, of een datum zoals 2026-12-25.',
  '"…" does not say where the keys are: ….': '“{1}” zegt niet waar de sleutels staan: {2}.',
  'Write a path such as /record/id, or /items/*/id where the body has a list.':
    'Schrijf een pad zoals /record/id, of /items/*/id waar de inhoud een lijst heeft.',
};
