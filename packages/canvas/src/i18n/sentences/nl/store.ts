import type { SentenceCatalogue } from '../sentence-in.ts';

/** Sentences of the store. */
export const store: SentenceCatalogue = {
  'Enter all credentials of this connection again: ….':
    'Geef alle aanmeldgegevens van deze verbinding opnieuw in: {1}.',
  'The store … is in use by another Koppel.': 'De opslag {1} is in gebruik door een andere Koppel.',
  'Stop the other one, or choose another data folder.': 'Stop de andere, of kies een andere gegevensmap.',
  'The file … is a database of another program.': 'Het bestand {1} is een database van een ander programma.',
  'Choose another data folder.': 'Kies een andere gegevensmap.',
  'The store cannot read …. …': 'De opslag kan {1} niet lezen. {2}',
  'Put the store back from a backup.': 'Zet de opslag terug uit een back-up.',
  'The draft is of the flow "…" and cannot be saved as "…".':
    'Het concept is van de flow “{1}” en kan niet bewaard worden als “{2}”.',
  'Give the document the id "…", or make a new flow of it.':
    'Geef het document het id “{1}”, of maak er een nieuwe flow van.',
  'The … "…" was created or linked meanwhile.': '{1} “{2}” is intussen aangemaakt of gekoppeld.',
  'Start the run again: it finds the record link. Nothing was sent.':
    'Start de uitvoering opnieuw: ze vindt de recordkoppeling. Er is niets verstuurd.',
  'The … "…" is being created by another run, or an earlier create may still arrive.':
    '{1} “{2}” wordt door een andere uitvoering aangemaakt, of een eerdere aanmaak kan nog aankomen.',
  'Start the run again later: it looks the record up first. Nothing was sent.':
    'Start de uitvoering later opnieuw: ze zoekt het record eerst op. Er is niets verstuurd.',
  'The … "…" cannot be linked to "…": one of the two is linked to another record.':
    '{1} “{2}” kan niet aan “{3}” gekoppeld worden: een van de twee is aan een ander record gekoppeld.',
  'Look at the links of both records and remove the wrong one. Nothing of this batch was stored.':
    'Bekijk de koppelingen van beide records en verwijder de verkeerde. Van deze reeks is niets opgeslagen.',
  'The store cannot read ….': 'De opslag kan {1} niet lezen.',
  'Put the store back from a backup, or send this message to support.':
    'Zet de opslag terug uit een back-up, of stuur dit bericht naar de ondersteuning.',
  'The keys come from …, which Koppel cannot change.': 'De sleutels komen van {1}, dat Koppel niet kan wijzigen.',
  'Change … and start Koppel again: a new key goes in front, an old one stays behind it for as long as it is in use.':
    'Wijzig {1} en start Koppel opnieuw: een nieuwe sleutel komt vooraan, een oude blijft erachter zolang ze in gebruik is.',
  'The key file … can be read by others.': 'Het sleutelbestand {1} kan door anderen gelezen worden.',
  'Run: chmod 600 …. If someone else may have read it, enter the credentials anew as well.':
    'Voer uit: chmod 600 {1}. Als iemand anders het gelezen kan hebben, geef dan ook de aanmeldgegevens opnieuw in.',
  'There is no key file ….': 'Er is geen sleutelbestand {1}.',
  'Correct KOPPEL_KEY_FILE. For a new Koppel make it: npm run -s koppel -- key new > …; chmod 600 …':
    'Verbeter KOPPEL_KEY_FILE. Maak het voor een nieuwe Koppel: npm run -s koppel -- key new > {1}; chmod 600 {2}',
  'There is no key in …, or not only keys.': 'Er staat geen sleutel in {1}, of niet alleen sleutels.',
  'Put it back from a backup, as `koppel key new` wrote it: 44 characters, one key a line.':
    'Zet het terug uit een back-up, zoals `koppel key new` het schreef: 44 tekens, één sleutel per lijn.',
  'The store … was made by a newer Koppel (schema …, this one knows …).':
    'De opslag {1} is gemaakt door een nieuwere Koppel (schema {2}, deze kent {3}).',
  'Start the newer Koppel again, or put back the backup from before it. Nothing was changed.':
    'Start weer de nieuwere Koppel, of zet de back-up van ervoor terug. Er is niets gewijzigd.',
  'The store … was made by another build of Koppel: its schema differs in step ….':
    'De opslag {1} is gemaakt door een andere bouw van Koppel: het schema verschilt in stap {2}.',
  'Start the Koppel that made it, or choose another data folder. Nothing was changed.':
    'Start de Koppel die ze maakte, of kies een andere gegevensmap. Er is niets gewijzigd.',
  'The store … could not be brought to schema … ("…").':
    'De opslag {1} kon niet naar schema {2} gebracht worden (“{3}”).',
  'Nothing was changed: the older Koppel still runs on it. Send this message to support.':
    'Er is niets gewijzigd: de oudere Koppel werkt er nog op. Stuur dit bericht naar de ondersteuning.',
  'What is sealed in … needs the key …. This Koppel was given …, from ….':
    'Wat in {1} verzegeld is, heeft de sleutel {2} nodig. Deze Koppel kreeg {3}, van {4}.',
  'What is sealed in … needs the keys …. This Koppel was given …, from ….':
    'Wat in {1} verzegeld is, heeft de sleutels {2} nodig. Deze Koppel kreeg {3}, van {4}.',
  'Put the right key back: in the key file, or by KOPPEL_KEY or KOPPEL_KEY_FILE. Where it is gone for good, start once with KOPPEL_LOST_KEY=… and enter all credentials again.':
    'Zet de juiste sleutel terug: in het sleutelbestand, of met KOPPEL_KEY of KOPPEL_KEY_FILE. Waar hij voorgoed weg is, start dan één keer met KOPPEL_LOST_KEY={1} en geef alle aanmeldgegevens opnieuw in.',
  'The file … is not a database.': 'Het bestand {1} is geen database.',
  'Choose another data folder, or put the store back from a backup.':
    'Kies een andere gegevensmap, of zet de opslag terug uit een back-up.',
  'The store … is damaged.': 'De opslag {1} is beschadigd.',
  'Stop Koppel and put the store back from a backup.': 'Stop Koppel en zet de opslag terug uit een back-up.',
  'The disk that holds … is full, so nothing can be stored.':
    'De schijf met {1} is vol, dus er kan niets opgeslagen worden.',
  'Make room on the disk; Koppel goes on by itself.': 'Maak plaats op de schijf; Koppel gaat vanzelf verder.',
  'The disk that holds … failed to read or write.': 'De schijf met {1} kon niet lezen of schrijven.',
  'Check the disk, then start Koppel again.': 'Kijk de schijf na en start Koppel dan opnieuw.',
  'Another program keeps … locked.': 'Een ander programma houdt {1} vergrendeld.',
  'Close the program that has the file open, then try again.':
    'Sluit het programma dat het bestand open heeft en probeer dan opnieuw.',
  'The store … cannot be written.': 'De opslag {1} kan niet geschreven worden.',
  'Give the user that runs Koppel the right to write in this folder, or choose another data folder.':
    'Geef de gebruiker die Koppel uitvoert het recht om in deze map te schrijven, of kies een andere gegevensmap.',
  'The credentials were stored with the key …, which this Koppel does not have.':
    'De aanmeldgegevens zijn bewaard met de sleutel {1}, die deze Koppel niet heeft.',
  'Put that key back from a backup, or enter the credentials again.':
    'Zet die sleutel terug uit een back-up, of geef de aanmeldgegevens opnieuw in.',
  'The stored credentials were altered or belong to another connection.':
    'De bewaarde aanmeldgegevens zijn gewijzigd of horen bij een andere verbinding.',
  'Enter the credentials again.': 'Geef de aanmeldgegevens opnieuw in.',
  'The store was closed already.': 'De opslag was al gesloten.',
  'Start Koppel again.': 'Start Koppel opnieuw.',
};
