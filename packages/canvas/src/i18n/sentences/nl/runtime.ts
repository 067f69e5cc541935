import type { SentenceCatalogue } from '../sentence-in.ts';

/** Sentences of runs. */
export const runtime: SentenceCatalogue = {
  'The run was stopped: … of … records failed.': 'De uitvoering is gestopt: {1} van {2} records zijn mislukt.',
  'Look at the first failures: they most likely have one cause. Mend it, then retry them.':
    'Bekijk de eerste mislukte records: ze hebben hoogstwaarschijnlijk één oorzaak. Los die op en probeer ze dan opnieuw.',
  'None of the records was there any more.': 'Geen van de records was er nog.',
  'Run the sample again, then choose records from it.': 'Voer de proef opnieuw uit en kies er dan records uit.',
  'The flow now asks …, which the recording does not have.': 'De flow vraagt nu {1}, wat de opname niet heeft.',
  'If the change is meant, record the test again.': 'Als de wijziging de bedoeling is, neem de test dan opnieuw op.',
  'Koppel … of … …': 'Koppel {1} van {2} {3}',
  'for the record link': 'naar de recordkoppeling',
  'whose counterpart is the record': 'waarvan de tegenhanger het record is',
  'for the links that a person refused': 'naar de koppelingen die iemand weigerde',
  '… of … records that were open are not found any more. None of them was treated as deleted.':
    '{1} van {2} records die openstonden, zijn niet meer te vinden. Geen ervan is als verwijderd behandeld.',
  'Look in that system whether they are there, and whether this connection may see them. Then run the flow again.':
    'Kijk in dat systeem of ze er zijn, en of deze verbinding ze mag zien. Voer de flow dan opnieuw uit.',
  'The system bound to "…" cannot read … records.':
    'Het systeem dat aan “{1}” gebonden is, kan geen records van {2} lezen.',
  'Bind another connection to the slot, or choose another entity.':
    'Bind een andere verbinding aan de verbindingsplaats, of kies een andere entiteit.',
  'Run … was taken over by another worker.': 'Uitvoering {1} is door een ander proces overgenomen.',
  '… was not written. … records in the target have the same ….':
    '{1} is niet geschreven. {2} records in het doel hebben hetzelfde: {3}.',
  '… was not written. The record it matches in the target is linked to another one already.':
    '{1} is niet geschreven. Het record in het doel dat ermee overeenkomt, is al aan een ander gekoppeld.',
  'Correct the number they share in one of the two, or merge them, then retry.':
    'Verbeter het nummer dat ze delen in een van beide, of voeg ze samen, en probeer dan opnieuw.',
  '… was not written. Somebody said that the record it matches in the target is another one.':
    '{1} is niet geschreven. Iemand zei dat het record in het doel dat ermee overeenkomt, een ander is.',
  'Link the two by hand if they are the same after all, or correct what they share, then retry.':
    'Koppel de twee met de hand als ze toch hetzelfde zijn, of verbeter wat ze delen, en probeer dan opnieuw.',
  '… was not updated. Its record in the target is no longer there.':
    '{1} is niet bijgewerkt. Het record ervan in het doel is er niet meer.',
  'Restore it in the target, or remove the record link so that it is matched or created anew, then retry.':
    'Zet het terug in het doel, of verwijder de recordkoppeling zodat het opnieuw herkend of aangemaakt wordt, en probeer dan opnieuw.',
  '… was not updated. Its record in the target was merged into another one, and that one was said to be another record.':
    '{1} is niet bijgewerkt. Het record ervan in het doel is samengevoegd met een ander, en daarvan is gezegd dat het een ander record is.',
  '… was not updated. Its record in the target was merged into another one, and that one belongs to ….':
    '{1} is niet bijgewerkt. Het record ervan in het doel is samengevoegd met een ander, en dat hoort bij {2}.',
  'Decide which of the two records of the source goes on: block or merge the other one there, and remove its record link. Then retry.':
    'Beslis welk van de twee records van de bron verdergaat: blokkeer het andere daar of voeg het samen, en verwijder de recordkoppeling ervan. Probeer dan opnieuw.',
  '… was not updated. Somebody else changed it in the target five times while it was being written.':
    '{1} is niet bijgewerkt. Iemand anders wijzigde het in het doel vijf keer terwijl het geschreven werd.',
  'Find out what else writes this record, then retry.': 'Zoek uit wat dit record nog schrijft, en probeer dan opnieuw.',
  '… was not updated. … changed on both sides: "…" in the source, "…" in the target, "…" before.':
    '{1} is niet bijgewerkt. {2} is aan beide kanten gewijzigd: “{3}” in de bron, “{4}” in het doel, “{5}” ervoor.',
  'Choose which value is right, correct the other system, then retry.':
    'Kies welke waarde juist is, verbeter het andere systeem, en probeer dan opnieuw.',
  '… was not written. As soon as it is in the …, the … is master of its ….':
    '{1} is niet geschreven. Zodra het in het {2} staat, is het {3} eigenaar van zijn {4}.',
  '… was not written. As soon as its … in the … is …, the … is master of its ….':
    '{1} is niet geschreven. Zodra zijn {2} in het {3} {4} is, is het {5} eigenaar van zijn {6}.',
  '… was not written. Until it is in the …, the … is master of its ….':
    '{1} is niet geschreven. Tot het in het {2} staat, is het {3} eigenaar van zijn {4}.',
  '… was not written. Until its … in the … is …, the … is master of its ….':
    '{1} is niet geschreven. Tot zijn {2} in het {3} {4} is, is het {5} eigenaar van zijn {6}.',
  'Make the change in the …, or undo it in the …. If flows should leave such records out by themselves, put a read-only field mask before the save.':
    'Doe de wijziging in het {1}, of maak ze ongedaan in het {2}. Als flows zulke records vanzelf moeten weglaten, zet dan een alleen-lezenmasker voor het bewaren.',
  'Make the change in the …, or hand the record over first, then retry.':
    'Doe de wijziging in het {1}, of laat het record eerst overgaan, en probeer dan opnieuw.',
  '… is not as its master has it. … was edited in the target: "…" there, "…" in the source, "…" before.':
    '{1} is niet zoals zijn eigenaar het heeft. {2} is in het doel bewerkt: “{3}” daar, “{4}” in de bron, “{5}” ervoor.',
  '… waits: the … that its … refers to (…) has no counterpart in the target yet.':
    '{1} wacht: de {2} waar zijn {3} naar verwijst ({4}), heeft nog geen tegenhanger in het doel.',
  'Nothing to do if a flow brings that … over: this record goes on by itself as soon as the two are linked. Otherwise link them by hand.':
    'Je hoeft niets te doen als een flow die {1} overbrengt: dit record gaat vanzelf verder zodra de twee gekoppeld zijn. Koppel ze anders met de hand.',
  '… was not written. What would be written now is not what was approved: it changed since in one of the two systems.':
    '{1} is niet geschreven. Wat nu geschreven zou worden, is niet wat goedgekeurd is: het veranderde intussen in een van de twee systemen.',
  'Run with sample or dry again, look at what would be written now, and approve that.':
    'Doe opnieuw een proef met voorbeelden of een volledige proef, bekijk wat nu geschreven zou worden, en keur dat goed.',
  '… was not kept in step. Something else keeps undoing …: it was written three times within ten minutes.':
    '{1} is niet gelijk gehouden. Iets anders maakt {2} telkens ongedaan: het is drie keer geschreven binnen tien minuten.',
  'Find out which program or automation writes this field in one of the two systems, then retry.':
    'Zoek uit welk programma of welke automatisering dit veld in een van de twee systemen schrijft, en probeer dan opnieuw.',
  '… may or may not have been created: the target gave no answer.':
    '{1} is misschien aangemaakt, misschien niet: het doel gaf geen antwoord.',
  'There is nothing to do: Koppel looks for it again by itself, and creates it as soon as it is certain that it is not there.':
    'Je hoeft niets te doen: Koppel zoekt het vanzelf opnieuw, en maakt het aan zodra het zeker is dat het er niet is.',
  '… may or may not have been created: the target gave no answer, and there is nothing to look for it by.':
    '{1} is misschien aangemaakt, misschien niet: het doel gaf geen antwoord, en er is niets om het op te zoeken.',
  'See in the target whether it is there. Fill in its number in the source, and in the target if it is there, then retry: it is linked or created.':
    'Kijk in het doel of het er is. Vul zijn nummer in in de bron, en in het doel als het er is, en probeer dan opnieuw: het wordt gekoppeld of aangemaakt.',
  'See in the target whether it is there. Fill in its … in the source, and in the target if it is there, then retry: it is linked or created.':
    'Kijk in het doel of het er is. Vul zijn {1} in in de bron, en in het doel als het er is, en probeer dan opnieuw: het wordt gekoppeld of aangemaakt.',
  'The system bound to "…" cannot write … records.':
    'Het systeem dat aan “{1}” gebonden is, kan geen records van {2} schrijven.',
  'The key cannot be written back: "…" is not the system the records come from, or cannot write … records.':
    'De sleutel kan niet teruggeschreven worden: “{1}” is niet het systeem waar de records vandaan komen, of kan geen records van {2} schrijven.',
  'Choose the slot that the flow reads from.': 'Kies de verbindingsplaats waar de flow uit leest.',
  'The code gave an answer that cannot be read.': 'De code gaf een antwoord dat niet gelezen kan worden.',
  'The code took too long for this record and was stopped.': 'De code duurde te lang voor dit record en is gestopt.',
  'The code took more memory than it may for this record.': 'De code nam meer geheugen dan mag voor dit record.',
  'The code was not run: it had to be stopped for … records before this one.':
    'De code is niet uitgevoerd: hij is al bij {1} records voor dit gestopt.',
  'The code was not run: its process could not be started.':
    'De code is niet uitgevoerd: zijn proces kon niet starten.',
  'The code was not run: Koppel is being stopped.': 'De code is niet uitgevoerd: Koppel wordt gestopt.',
};
