import type { SentenceCatalogue } from '../sentence-in.ts';

/** Sentences of mappings, documents and forms. */
export const mapping: SentenceCatalogue = {
  'There is no date with year …, month … and day ….': 'Er is geen datum met jaar {1}, maand {2} en dag {3}.',
  'Check the numbers; years go from 1 to 9999.': 'Kijk de getallen na; jaren gaan van 1 tot 9999.',
  '… is too much to add to a date.': '{1} is te veel om bij een datum te tellen.',
  'Dates go from the year 1 to 9999.': 'Datums gaan van het jaar 1 tot 9999.',
  '… is not a date and time.': '{1} is geen datum met tijd.',
  'Write it with its offset from UTC, such as 2026-11-23T14:02:00Z.':
    'Schrijf ze met het verschil met UTC, zoals 2026-11-23T14:02:00Z.',
  '… may not be empty, and the expression gives nothing.': '{1} mag niet leeg zijn, en de uitdrukking geeft niets.',
  'Correct the record in the source, or write ifEmpty(…, otherwise) in the expression.':
    'Verbeter het record in de bron, of schrijf ifEmpty({1}, anders) in de uitdrukking.',
  '… is too large for a whole number.': '{1} is te groot voor een geheel getal.',
  'Calculate with decimal(…) instead.': 'Reken in de plaats met decimal({1}).',
  'The expression could not be calculated for this record.': 'De uitdrukking kon voor dit record niet berekend worden.',
  'Simplify the expression.': 'Vereenvoudig de uitdrukking.',
  'Check its values.': 'Kijk haar waarden na.',
  '… finds nothing for this record.': '{1} vindt niets voor dit record.',
  'A look-up finds nothing for this record.': 'Een opzoeking vindt niets voor dit record.',
  'Write ifEmpty(…, otherwise) to say what to use then.':
    'Schrijf ifEmpty({1}, anders) om te zeggen wat er dan gebruikt wordt.',
  'The parameter … has no value, and the expression needs it.':
    'De parameter {1} heeft geen waarde, en de uitdrukking heeft hem nodig.',
  '… is empty, and the expression needs it.': '{1} is leeg, en de uitdrukking heeft het nodig.',
  'Give the parameter a value.': 'Geef de parameter een waarde.',
  'Fill it in in the source, or write ifEmpty(…, …) in the expression.':
    'Vul het in in de bron, of schrijf ifEmpty({1}, {2}) in de uitdrukking.',
  'Test for zero first, for example: x == 0 ? 0 : y / x.': 'Test eerst op nul, bijvoorbeeld: x == 0 ? 0 : y / x.',
  'Test for zero first, for example: x == 0 ? 0 : y % x.': 'Test eerst op nul, bijvoorbeeld: x == 0 ? 0 : y % x.',
  'Use left(text, count) or right(text, count), which never do.':
    'Gebruik left(text, count) of right(text, count), die mislukken nooit.',
  'Test size(list) first, or write ifEmpty(…, otherwise).': 'Test eerst size(list), of schrijf ifEmpty({1}, anders).',
  'Correct the value in the source, or test it first.': 'Verbeter de waarde in de bron, of test ze eerst.',
  'The expression takes too much work for this record.': 'De uitdrukking vraagt te veel werk voor dit record.',
  'Use fewer loops, simpler patterns or shorter texts, or use a code step.':
    'Gebruik minder lussen, eenvoudiger patronen of kortere teksten, of gebruik een codestap.',
  'A number cannot have … decimals.': 'Een getal kan geen {1} decimalen hebben.',
  'Use 0 to 20 decimals.': 'Gebruik 0 tot 20 decimalen.',
  '… is not a number.': '{1} is geen getal.',
  'Write numbers with digits and a point, such as 1234.50; replace(text, ",", ".") changes a comma.':
    'Schrijf getallen met cijfers en een punt, zoals 1234.50; replace(text, ",", ".") verandert een komma.',
  '… is not a whole number.': '{1} is geen geheel getal.',
  'Use round, roundUp or roundDown to say how it becomes one.':
    'Gebruik round, roundUp of roundDown om te zeggen hoe het er een wordt.',
  'The expression divides by zero.': 'De uitdrukking deelt door nul.',
  '… is …, which is not ….': '{1} is {2}; gevraagd is {3}.',
  'Correct the value in the source.': 'Verbeter de waarde in de bron.',
  'The expression makes a text of more than … characters.': 'De uitdrukking maakt een tekst van meer dan {1} tekens.',
  'Shorten the text, for example with left(…).': 'Kort de tekst in, bijvoorbeeld met left({1}).',
  'A text cannot be padded to … characters.': 'Een tekst kan niet tot {1} tekens aangevuld worden.',
  'Use at most ….': 'Gebruik er hoogstens {1}.',
  'The calculation gives a number of more than 60 digits.': 'De berekening geeft een getal van meer dan 60 cijfers.',
  'Check the expression.': 'Kijk de uitdrukking na.',
  '… of line … of …': '{1} van lijn {2} van {3}',
  '… holds no lines, and … takes only those.': '{1} bevat geen lijnen, en {2} aanvaardt alleen die.',
  '… is … characters long, and … takes at most ….': '{1} is {2} tekens lang, en {3} aanvaardt er hoogstens {4}.',
  'Shorten the value in the source, or use left(…) in an expression.':
    'Kort de waarde in in de bron, of gebruik left({1}) in een uitdrukking.',
  '… has no choice …. Its codes are ….': '{1} heeft geen keuze {2}. Zijn codes zijn {3}.',
  'Translate the value with a value list, or add the choice to the target system.':
    'Vertaal de waarde met een waardenlijst, of voeg de keuze toe aan het doelsysteem.',
  '… is too small for …, which takes ….': '{1} is te klein voor {2}, dat {3} aanvaardt.',
  '… is too large for …, which takes ….': '{1} is te groot voor {2}, dat {3} aanvaardt.',
  'Correct the value in the source, or calculate it otherwise.': 'Verbeter de waarde in de bron, of bereken ze anders.',
  '… is not a whole number, and … takes only those.': '{1} is geen geheel getal, en {2} aanvaardt alleen die.',
  'Round the number first, for example with round(…).': 'Rond het getal eerst af, bijvoorbeeld met round({1}).',
  '… is not a number, and … needs one.': '{1} is geen getal, en {2} heeft er een nodig.',
  'Write numbers with digits and a point, such as 1234.50, or correct the value in the source.':
    'Schrijf getallen met cijfers en een punt, zoals 1234.50, of verbeter de waarde in de bron.',
  '… has more decimals than … takes, which is ….': '{1} heeft meer decimalen dan {2} aanvaardt, namelijk {3}.',
  'Round it first, for example with round(…, …).': 'Rond het eerst af, bijvoorbeeld met round({1}, {2}).',
  '… is neither yes nor no, and … takes only those.': '{1} is ja noch nee, en {2} aanvaardt alleen die.',
  'Translate the value with a value list to "yes" and "no".':
    'Vertaal de waarde met een waardenlijst naar "yes" en "no".',
  '… is not a date such as 2026-11-23, and … needs one.':
    '{1} is geen datum zoals 2026-11-23, en {2} heeft er een nodig.',
  'Use the format "date", which also reads 23/11/2026, or correct the value in the source.':
    'Gebruik het formaat “datum”, dat ook 23/11/2026 leest, of verbeter de waarde in de bron.',
  '… is not a date and time such as 2026-11-23T14:02:00Z, and … needs one.':
    '{1} is geen datum met tijd zoals 2026-11-23T14:02:00Z, en {2} heeft er een nodig.',
  'Write the time with its offset from UTC, or Z for UTC itself.':
    'Schrijf de tijd met het verschil met UTC, of met Z voor UTC zelf.',
  '… is not ….': '{1} past niet: gevraagd is {2}.',
  'A company number has ten digits, starts with 0 or 1 and ends in two check digits, such as 0403.019.261. Correct it in the source.':
    'Een ondernemingsnummer heeft tien cijfers, begint met 0 of 1 en eindigt op twee controlecijfers, zoals 0403.019.261. Verbeter het in de bron.',
  'A VAT number starts with its country, such as BE0403019261; its digits are checked. Correct it in the source.':
    'Een btw-nummer begint met zijn land, zoals BE0403019261; de cijfers worden gecontroleerd. Verbeter het in de bron.',
  'An IBAN starts with its country and two check digits, such as BE68 5390 0754 7034. Correct it in the source.':
    'Een IBAN begint met zijn land en twee controlecijfers, zoals BE68 5390 0754 7034. Verbeter hem in de bron.',
  'A structured communication has twelve digits, the last two of which check the others, such as +++090/9337/55493+++. Correct it in the source.':
    'Een gestructureerde mededeling heeft twaalf cijfers, waarvan de laatste twee de andere controleren, zoals +++090/9337/55493+++. Verbeter ze in de bron.',
  'A Peppol participant is its scheme and its number, such as 0208:0403019261. Correct it in the source.':
    'Een Peppol-deelnemer is zijn schema en zijn nummer, zoals 0208:0403019261. Verbeter hem in de bron.',
  'An e-mail address is written as name@example.be. Correct it in the source.':
    'Een e-mailadres wordt geschreven als naam@voorbeeld.be. Verbeter het in de bron.',
  'Write it as 015 41 22 80, 0475 12 34 56 or +32 15 41 22 80, without words. Correct it in the source.':
    'Schrijf het als 015 41 22 80, 0475 12 34 56 of +32 15 41 22 80, zonder woorden. Verbeter het in de bron.',
  '… is not a date.': '{1} is geen datum.',
  'Write dates as 2026-11-23 or 23/11/2026, or correct the value in the source.':
    'Schrijf datums als 2026-11-23 of 23/11/2026, of verbeter de waarde in de bron.',
  'Write moments as 2026-11-23T14:02:00Z, or correct the value in the source.':
    'Schrijf momenten als 2026-11-23T14:02:00Z, of verbeter de waarde in de bron.',
  '… is neither yes nor no.': '{1} is ja noch nee.',
  '… may not be empty, and … gives nothing for it.': '{1} mag niet leeg zijn, en {2} geeft er niets voor.',
  'Fill in … in the source, or give the rule a fallback.':
    'Vul {1} in in de bron, of geef de regel een terugvalwaarde.',
  'The value list "…" has no entry for ….': 'De waardenlijst “{1}” heeft niets voor {2}.',
  'Add … to the value list and retry the failed records.':
    'Voeg {1} toe aan de waardenlijst en probeer de mislukte records opnieuw.',
  'Use letters, digits, - and _, starting with a letter.': 'Gebruik letters, cijfers, - en _, en begin met een letter.',
  'An edge is written "node.port -> node.port".': 'Een pijl wordt geschreven als “stap.poort -> stap.poort”.',
  'Use lower-case letters, digits and -, starting with a letter.':
    'Gebruik kleine letters, cijfers en -, en begin met een letter.',
  '… is not readable JSON: ….': '{1} is geen leesbare JSON: {2}.',
  'Restore the file from version control, or export the flow again.':
    'Zet het bestand terug uit versiebeheer, of exporteer de flow opnieuw.',
  '… is not a Koppel flow: it does not start with "koppel": "flow".':
    '{1} is geen flow van Koppel: het begint niet met "koppel": "flow".',
  'Choose a file that Koppel exported, or one of the folder flows.':
    'Kies een bestand dat Koppel geëxporteerd heeft, of een uit de map flows.',
  '… has no version of the document format.': '{1} heeft geen versie van het documentformaat.',
  'Add "version": …, or restore the file.': 'Voeg "version": {1} toe, of zet het bestand terug.',
  '… has document version …; this Koppel reads up to version ….':
    '{1} heeft documentversie {2}; deze Koppel leest tot versie {3}.',
  'Update Koppel, then open the flow again. Nothing was changed.':
    'Werk Koppel bij en open de flow dan opnieuw. Er is niets gewijzigd.',
  '… has an unknown key "…" at ….': '{1} heeft een onbekende sleutel “{2}” bij {3}.',
  '… has an unknown key "…".': '{1} heeft een onbekende sleutel “{2}”.',
  '… is damaged at …: …': '{1} is beschadigd bij {2}: {3}',
  '… is damaged: …': '{1} is beschadigd: {2}',
  'Correct that place, or restore the file from version control.':
    'Verbeter die plaats, of zet het bestand terug uit versiebeheer.',
  'Only what has a master can be handed over.': 'Alleen wat een eigenaar heeft, kan overgaan.',
  'It is handed over to another system than its master.': 'Het gaat over naar een ander systeem dan zijn eigenaar.',
  'What both sides may edit has no hand-over.': 'Wat beide kanten mogen bewerken, gaat niet over.',
  'Ask whoever gave it to you to export it again.': 'Vraag aan wie het je gaf om het opnieuw te exporteren.',
  'The file is not readable JSON: ….': 'Het bestand is geen leesbare JSON: {1}.',
  'The file has something named "…", which no template has.':
    'Het bestand heeft iets met de naam “{1}”, wat geen sjabloon heeft.',
  'The file is not a template: it does not say "koppel": "template".':
    'Het bestand is geen sjabloon: het zegt niet "koppel": "template".',
  'Choose a file that was exported as a template. A single flow is brought in on the list of flows.':
    'Kies een bestand dat als sjabloon geëxporteerd is. Een losse flow breng je binnen op de lijst van flows.',
  'The template has version … of the format; this Koppel reads up to ….':
    'Het sjabloon heeft versie {1} van het formaat; deze Koppel leest tot {2}.',
  'Update Koppel, then bring the template in again. Nothing was changed.':
    'Werk Koppel bij en breng het sjabloon dan opnieuw binnen. Er is niets gewijzigd.',
  'The template has no checksum, so it cannot be known whether it is whole.':
    'Het sjabloon heeft geen controlegetal, dus het is niet te weten of het heel is.',
  'The signature of the template is damaged: ….': 'De handtekening van het sjabloon is beschadigd: {1}.',
  'The template is damaged: ….': 'Het sjabloon is beschadigd: {1}.',
  'The file has … characters; a template has at most ….':
    'Het bestand heeft {1} tekens; een sjabloon heeft er hoogstens {2}.',
  'The file is nested more than … deep.': 'Het bestand is meer dan {1} diep genest.',
  'The file has more than … values.': 'Het bestand heeft meer dan {1} waarden.',
  'The template has … flows; at most … go in one.': 'Het sjabloon heeft {1} flows; er gaan er hoogstens {2} in.',
  'The template calls a flow "…" that calls itself "…".': 'Het sjabloon noemt een flow “{1}” die zichzelf “{2}” noemt.',
  'The template calls a value list "…" that calls itself "…".':
    'Het sjabloon noemt een waardenlijst “{1}” die zichzelf “{2}” noemt.',
  'The template has a slot "…", which no slot can be called.':
    'Het sjabloon heeft een verbindingsplaats “{1}”, en zo kan geen plaats heten.',
  'The template uses the field "…" of a slot "…" that it has not got.':
    'Het sjabloon gebruikt het veld “{1}” van een verbindingsplaats “{2}” die het niet heeft.',
  'The list of flows of the template is not that of the flows in it.':
    'De lijst van flows in het sjabloon is niet die van de flows die erin zitten.',
  'The template has a test "…" of a flow "…" that it has not got.':
    'Het sjabloon heeft een test “{1}” van een flow “{2}” die het niet heeft.',
  'The list of tests of the template is not that of the tests in it.':
    'De lijst van tests in het sjabloon is niet die van de tests die erin zitten.',
  'Write a time of day, such as 03:30.': 'Schrijf een tijdstip, zoals 03:30.',
  'Give its https address, such as https://verbeke.crm4.dynamics.com.':
    'Geef het https-adres ervan, zoals https://verbeke.crm4.dynamics.com.',
  'Give the address without a path.': 'Geef het adres zonder pad.',
  'Give one exact address.': 'Geef één precies adres.',
  'Say why, for whoever looks later.': 'Zeg waarom, voor wie later kijkt.',
  'Say what changed.': 'Zeg wat er veranderd is.',
  'Logs and values go with their run: keep them no longer than runs.':
    'Logs en waarden gaan samen met hun uitvoering weg: bewaar ze niet langer dan uitvoeringen.',
  'Use at least three characters.': 'Gebruik minstens drie tekens.',
  'Choose a record or name a text.': 'Kies een record of noem een tekst.',
  'Say what changed, and why.': 'Zeg wat er veranderd is, en waarom.',
  'Use at least 12 characters.': 'Gebruik minstens 12 tekens.',
  'Use lower-case letters, digits and -.': 'Gebruik kleine letters, cijfers en -.',
  'Write a version as 2.3.0.': 'Schrijf een versie als 2.3.0.',
  'Say why it may stay.': 'Zeg waarom het mag blijven.',
  'Choose a flow.': 'Kies een flow.',
  'A public key is 32 bytes in base64.': 'Een publieke sleutel is 32 bytes in base64.',
  'This is not a time zone, such as Europe/Brussels.': 'Dit is geen tijdzone, zoals Europe/Brussels.',
  'Use small letters, digits and hyphens, at most 40.':
    'Gebruik kleine letters, cijfers en koppeltekens, hoogstens 40.',
};
