import type { SentenceCatalogue } from '../sentence-in.ts';

/** Sentences of the check of a flow. */
export const compiler: SentenceCatalogue = {
  'Nothing to do, as long as their filters stay as they are.':
    'Je hoeft niets te doen zolang hun filters blijven zoals ze zijn.',
  'Take the field out of the mapping of all but one of them, or let their filters part the records.':
    'Haal het veld uit de koppeling van alle flows op één na, of laat hun filters de records verdelen.',
  '… in the … are written by …': '{1} in het {2} worden geschreven door {3}',
  '… in the … is written by …': '{1} in het {2} wordt geschreven door {3}',
  '… in the … are written by …, each for records that the other leaves alone.':
    '{1} in het {2} worden geschreven door {3}, elk voor records waar de andere afblijft.',
  '… in the … is written by …, each for records that the other leaves alone.':
    '{1} in het {2} wordt geschreven door {3}, elk voor records waar de andere afblijft.',
  '… in the … are written by …: each may undo what the other wrote.':
    '{1} in het {2} worden geschreven door {3}: elk kan ongedaan maken wat de andere schreef.',
  '… in the … is written by …: each may undo what the other wrote.':
    '{1} in het {2} wordt geschreven door {3}: elk kan ongedaan maken wat de andere schreef.',
  'Let only its master send it, or use one "Keep in step" for both directions.':
    'Laat alleen de eigenaar het sturen, of gebruik één stap “Gelijk houden” voor beide richtingen.',
  '… go round without an end, …: ….': '{1} blijven zonder einde rondgaan, {2}: {3}.',
  '… goes round without an end, …: ….': '{1} blijft zonder einde rondgaan, {2}: {3}.',
  'No flow brings … from the …, their master, to another system.':
    'Geen flow brengt {1} van het {2}, hun eigenaar, naar een ander systeem.',
  'No flow brings … from the …, its master, to another system.':
    'Geen flow brengt {1} van het {2}, de eigenaar ervan, naar een ander systeem.',
  'Map them in a flow that carries their group, or leave them if nobody needs them there.':
    'Koppel ze in een flow die hun groep overbrengt, of laat ze als niemand ze daar nodig heeft.',
  '… It is a node of the sub-flow "…".': '{1} Het is een stap van de subflow “{2}”.',
  'Nobody has decided which system is master of …, so no flow may touch them yet.':
    'Niemand heeft beslist welk systeem eigenaar is van {1}, dus geen flow mag er al aankomen.',
  'Decide it on the mastership table.': 'Beslis het in de eigenaarstabel.',
  '"…" needs a record of …. It gets … records.': '“{1}” heeft een record van {2} nodig. Het krijgt records van {3}.',
  'Map the records to … first, or choose … in this node.':
    'Zet de records eerst om naar {1}, of kies {2} in deze stap.',
  'The parameter "…" has no value.': 'De parameter “{1}” heeft geen waarde.',
  "Fill it in under the flow's settings, or give it a default.":
    'Vul ze in bij de instellingen van de flow, of geef er een standaardwaarde aan.',
  'The slot "…" is not bound to a connection, so fields are checked against the general model only.':
    'De verbindingsplaats “{1}” is niet aan een verbinding gebonden, dus de velden worden alleen tegen het algemene model gehouden.',
  "Choose a connection under the flow's settings.": 'Kies een verbinding bij de instellingen van de flow.',
  'The flow is empty.': 'De flow is leeg.',
  'Nothing in this flow reads records.': 'Niets in deze flow leest records.',
  'Add an input.': 'Voeg een ingang toe.',
  'Add a node that reads records, such as "ERP account source".':
    'Voeg een stap toe die records leest, zoals “Klanten uit het ERP”.',
  'Nothing arrives at "…".': 'Er komt niets aan bij “{1}”.',
  'Connect an output to its input, or remove the node.':
    'Verbind een uitgang met de ingang ervan, of verwijder de stap.',
  '"…" is never reached: nothing before it reads records.': '“{1}” wordt nooit bereikt: niets ervoor leest records.',
  'Connect it to a node that reads records, or remove it.':
    'Verbind het met een stap die records leest, of verwijder het.',
  '"…" starts nothing.': '“{1}” start niets.',
  'What leaves "…" by "…" goes nowhere.': 'Wat “{1}” verlaat langs “{2}” gaat nergens heen.',
  'Connect it to a node that reads records.': 'Verbind het met een stap die records leest.',
  'Connect the output, or remove the node.': 'Verbind de uitgang, of verwijder de stap.',
  '"…" and another node read the same entity, and would share one memory of how far they got.':
    '“{1}” en een andere stap lezen dezelfde entiteit, en zouden samen onthouden hoever ze raakten.',
  'Give one of them a stream name of its own.': 'Geef een van beide een eigen stroomnaam.',
  'A sub-flow does not run by itself.': 'Een subflow wordt niet vanzelf uitgevoerd.',
  'Use it in a flow, and run that.': 'Gebruik hem in een flow, en voer die uit.',
  '"…" comes before "…": this edge would make a loop.': '“{1}” komt voor “{2}”: deze pijl zou een lus maken.',
  'Connect it to a node further on.': 'Verbind het met een stap die verderop staat.',
  'These two ports are connected already.': 'Deze twee poorten zijn al verbonden.',
  'Nothing to do.': 'Je hoeft niets te doen.',
  'The input of "…" has an edge already, from "…".': 'De ingang van “{1}” heeft al een pijl, van “{2}”.',
  'Replace that edge.': 'Vervang die pijl.',
  '… and … would write the same record at once.': '{1} en {2} zouden tegelijk hetzelfde record schrijven.',
  'Connect them one behind the other, or separate their records with a filter.':
    'Verbind ze achter elkaar, of scheid hun records met een filter.',
  '"…" has no output called "…".': '“{1}” heeft geen uitgang met de naam “{2}”.',
  '"…" has no input called "…".': '“{1}” heeft geen ingang met de naam “{2}”.',
  'The edge\'s … is a node that is not there: "…".': '{1} van de pijl: deze stap is er niet: “{2}”.',
  'Remove the edge and draw it again.': 'Verwijder de pijl en teken hem opnieuw.',
  '"…" needs …. This output of "…" gives ….': '“{1}” vraagt {2}. Deze uitgang van “{3}” geeft {4}.',
  'Connect a "Failed" output to it.': 'Verbind er een uitgang “Mislukt” mee.',
  'Connect a start, such as a schedule.': 'Verbind een start, zoals een planning.',
  'Connect an output that gives records.': 'Verbind een uitgang die records geeft.',
  'The input of "…" has two edges.': 'De ingang van “{1}” heeft twee pijlen.',
  'Remove one of them.': 'Verwijder er een van.',
  '"…" is part of a loop: its records would come back to it.':
    '“{1}” is deel van een lus: de records ervan zouden erin terugkeren.',
  'Remove one edge of the loop.': 'Verwijder een pijl van de lus.',
  'Nothing is selected.': 'Er is niets geselecteerd.',
  'Select the nodes that belong together.': 'Selecteer de stappen die samen horen.',
  '"…" starts runs, and a sub-flow has no start of its own.':
    '“{1}” start uitvoeringen, en een subflow heeft geen eigen start.',
  'Leave it out of the selection.': 'Laat het buiten de selectie.',
  '"…" is an input or output of this sub-flow.': '“{1}” is een ingang of uitgang van deze subflow.',
  '"…" has settings that cannot be read.': '“{1}” heeft instellingen die niet gelezen kunnen worden.',
  'Correct them first.': 'Verbeter die eerst.',
  'Records leave the selection and come back to it at "…".':
    'Records verlaten de selectie en komen erin terug bij “{1}”.',
  'Select "…" and what is in between too.': 'Selecteer ook “{1}” en wat ertussen staat.',
  '"…" also keeps failed records of "…".': '“{1}” bewaart ook mislukte records van “{2}”.',
  'Correct what comes before it first, so that the type of the records is known.':
    'Verbeter eerst wat ervoor komt, zodat het type van de records bekend is.',
  'It is not known what leaves "…" by "…".': 'Het is niet bekend wat “{1}” verlaat langs “{2}”.',
  'The flow has no slot for the system "…" that the records come from.':
    'De flow heeft geen verbindingsplaats voor het systeem “{1}” waar de records vandaan komen.',
  'This Koppel has no node of type "…".': 'Deze Koppel heeft geen stap van het type “{1}”.',
  'Did you mean "…"? Otherwise update Koppel, or replace the node.':
    'Bedoel je “{1}”? Werk anders Koppel bij, of vervang de stap.',
  'Update Koppel, or replace the node.': 'Werk Koppel bij, of vervang de stap.',
  'This node was made with version … of "…"; this Koppel has version ….':
    'Deze stap is gemaakt met versie {1} van “{2}”; deze Koppel heeft versie {3}.',
  'Update Koppel, then open the flow again.': 'Werk Koppel bij en open de flow dan opnieuw.',
  '"…" has no setting "…".': '“{1}” heeft geen instelling “{2}”.',
  'The setting "…" does not fit: …': 'De instelling “{1}” past niet: {2}',
  'The setting of this node does not fit: …': 'De instelling van deze stap past niet: {1}',
  'Remove it, or correct its spelling.': 'Verwijder het, of verbeter de spelling.',
  'Correct the setting.': 'Verbeter de instelling.',
  'The flow has no connection slot "…".': 'De flow heeft geen verbindingsplaats “{1}”.',
  '"…" does not say which system it works on.': '“{1}” zegt niet op welk systeem het werkt.',
  "Choose one of the flow's slots: ….": 'Kies een van de verbindingsplaatsen van de flow: {1}.',
  "Choose one of the flow's slots: none yet.": 'Kies een van de verbindingsplaatsen van de flow: er zijn er nog geen.',
  'There is no entity "…".': 'Er is geen entiteit “{1}”.',
  '"…" does not say which entity it works on.': '“{1}” zegt niet op welke entiteit het werkt.',
  'Choose an entity, such as account.': 'Kies een entiteit, zoals account.',
  '"…" starts runs; a sub-flow has none of its own.': '“{1}” start uitvoeringen; een subflow heeft er zelf geen.',
  'Put it in the flow that uses the sub-flow.': 'Zet het in de flow die de subflow gebruikt.',
  'An input or output cannot have the id "…": every sub-flow has a port of that name.':
    'Een ingang of uitgang kan niet het id “{1}” hebben: elke subflow heeft een poort met die naam.',
  'Remove it and add it anew.': 'Verwijder het en voeg het opnieuw toe.',
  'Inputs and outputs are for sub-flows; this is a flow that runs by itself.':
    'Ingangen en uitgangen zijn voor subflows; dit is een flow die zelf uitgevoerd wordt.',
  'Remove the node, or make a sub-flow of the part it belongs to.':
    'Verwijder de stap, of maak een subflow van het deel waar hij bij hoort.',
  'Version … of "…" is available.': 'Versie {1} van “{2}” is beschikbaar.',
  'Take it on the node, or leave the version that is used.':
    'Neem ze over in de stap, of laat de versie staan die gebruikt wordt.',
  'This node does not say which sub-flow it uses.': 'Deze stap zegt niet welke subflow hij gebruikt.',
  'Choose a sub-flow.': 'Kies een subflow.',
  'The sub-flow … would be part of itself.': 'De subflow {1} zou een deel van zichzelf zijn.',
  'Take it out: a sub-flow cannot use itself, nor one that uses it.':
    'Haal hem eruit: een subflow kan zichzelf niet gebruiken, en ook geen subflow die hem gebruikt.',
  'There is no published sub-flow ….': 'Er is geen gepubliceerde subflow {1}.',
  'Publish it, or choose another.': 'Publiceer hem, of kies een andere.',
  'The sub-flow … has no version ….': 'De subflow {1} heeft geen versie {2}.',
  'Take a version that it has.': 'Neem een versie die hij heeft.',
  '… is a flow of its own, no sub-flow.': '{1} is een gewone flow, geen subflow.',
  'Sub-flows are used … deep already; … would be one more.':
    'Subflows worden al {1} diep gebruikt; {2} zou er nog een zijn.',
  'Take some of them together.': 'Voeg er enkele samen.',
  'With the sub-flow … the flow would have more than … nodes.':
    'Met de subflow {1} zou de flow meer dan {2} stappen hebben.',
  'Make two flows of it.': 'Maak er twee flows van.',
  'The sub-flow "…" works on a system of the role "…" by its slot "…"; this flow has no such slot.':
    'De subflow “{1}” werkt op een systeem met de rol “{2}” via zijn verbindingsplaats “{3}”; deze flow heeft die plaats niet.',
  'Choose a slot of the flow for it, or give the flow one of that role.':
    'Kies er een verbindingsplaats van de flow voor, of geef de flow een plaats met die rol.',
  'The parameter "…" of the sub-flow "…" has no value.': 'De parameter “{1}” van de subflow “{2}” heeft geen waarde.',
  'The value "…" of the parameter "…" of the sub-flow "…" is no ….':
    'De waarde “{1}” van de parameter “{2}” van de subflow “{3}” is niet van het type {4}.',
  'Fill it in on the node that uses the sub-flow.': 'Vul ze in op de stap die de subflow gebruikt.',
  'This version of the sub-flow has no … "…".': 'Deze versie van de subflow heeft geen {1} “{2}”.',
};
