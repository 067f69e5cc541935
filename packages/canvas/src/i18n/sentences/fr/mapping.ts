import type { SentenceCatalogue } from '../sentence-in.ts';

/** Sentences of mappings, documents and forms. */
export const mapping: SentenceCatalogue = {
  'There is no date with year …, month … and day ….':
    'Il n’y a pas de date avec l’année {1}, le mois {2} et le jour {3}.',
  'Check the numbers; years go from 1 to 9999.': 'Vérifiez les nombres ; les années vont de 1 à 9999.',
  '… is too much to add to a date.': '{1} est trop à ajouter à une date.',
  'Dates go from the year 1 to 9999.': 'Les dates vont de l’an 1 à 9999.',
  '… is not a date and time.': '{1} n’est pas une date avec heure.',
  'Write it with its offset from UTC, such as 2026-11-23T14:02:00Z.':
    'Écrivez-la avec son décalage par rapport à UTC, comme 2026-11-23T14:02:00Z.',
  '… may not be empty, and the expression gives nothing.': '{1} ne peut pas être vide, et l’expression ne donne rien.',
  'Correct the record in the source, or write ifEmpty(…, otherwise) in the expression.':
    'Corrigez l’enregistrement dans la source, ou écrivez ifEmpty({1}, sinon) dans l’expression.',
  '… is too large for a whole number.': '{1} est trop grand pour un nombre entier.',
  'Calculate with decimal(…) instead.': 'Calculez plutôt avec decimal({1}).',
  'The expression could not be calculated for this record.':
    'L’expression n’a pas pu être calculée pour cet enregistrement.',
  'Simplify the expression.': 'Simplifiez l’expression.',
  'Check its values.': 'Vérifiez ses valeurs.',
  '… finds nothing for this record.': '{1} ne trouve rien pour cet enregistrement.',
  'A look-up finds nothing for this record.': 'Une recherche ne trouve rien pour cet enregistrement.',
  'Write ifEmpty(…, otherwise) to say what to use then.':
    'Écrivez ifEmpty({1}, sinon) pour dire ce qu’il faut alors utiliser.',
  'The parameter … has no value, and the expression needs it.':
    'Le paramètre {1} n’a pas de valeur, et l’expression en a besoin.',
  '… is empty, and the expression needs it.': '{1} est vide, et l’expression en a besoin.',
  'Give the parameter a value.': 'Donnez une valeur au paramètre.',
  'Fill it in in the source, or write ifEmpty(…, …) in the expression.':
    'Remplissez-le dans la source, ou écrivez ifEmpty({1}, {2}) dans l’expression.',
  'Test for zero first, for example: x == 0 ? 0 : y / x.': 'Testez d’abord si c’est zéro, par exemple x==0?0:y/x.',
  'Test for zero first, for example: x == 0 ? 0 : y % x.': 'Testez d’abord si c’est zéro, par exemple x==0?0:y%x.',
  'Use left(text, count) or right(text, count), which never do.':
    'Utilisez left(text, count) ou right(text, count), qui n’échouent jamais.',
  'Test size(list) first, or write ifEmpty(…, otherwise).':
    'Testez d’abord size(list), ou écrivez ifEmpty({1}, sinon).',
  'Correct the value in the source, or test it first.': 'Corrigez la valeur dans la source, ou testez-la d’abord.',
  'The expression takes too much work for this record.':
    'L’expression demande trop de travail pour cet enregistrement.',
  'Use fewer loops, simpler patterns or shorter texts, or use a code step.':
    'Utilisez moins de boucles, des modèles plus simples ou des textes plus courts, ou une étape de code.',
  'A number cannot have … decimals.': 'Un nombre ne peut pas avoir {1} décimales.',
  'Use 0 to 20 decimals.': 'Utilisez de 0 à 20 décimales.',
  '… is not a number.': '{1} n’est pas un nombre.',
  'Write numbers with digits and a point, such as 1234.50; replace(text, ",", ".") changes a comma.':
    'Écrivez les nombres avec des chiffres et un point, comme 1234.50 ; replace(text, ",", ".") change une virgule.',
  '… is not a whole number.': '{1} n’est pas un nombre entier.',
  'Use round, roundUp or roundDown to say how it becomes one.':
    'Utilisez round, roundUp ou roundDown pour dire comment il le devient.',
  'The expression divides by zero.': 'L’expression divise par zéro.',
  '… is …, which is not ….': '{1} est {2} ; il faut {3}.',
  'Correct the value in the source.': 'Corrigez la valeur dans la source.',
  'The expression makes a text of more than … characters.': 'L’expression fait un texte de plus de {1} caractères.',
  'Shorten the text, for example with left(…).': 'Raccourcissez le texte, par exemple avec left({1}).',
  'A text cannot be padded to … characters.': 'Un texte ne peut pas être complété jusqu’à {1} caractères.',
  'Use at most ….': 'Utilisez-en au plus {1}.',
  'The calculation gives a number of more than 60 digits.': 'Le calcul donne un nombre de plus de 60 chiffres.',
  'Check the expression.': 'Vérifiez l’expression.',
  '… of line … of …': '{1} de la ligne {2} de {3}',
  '… holds no lines, and … takes only those.': '{1} ne contient pas de lignes, et {2} n’accepte que cela.',
  '… is … characters long, and … takes at most ….': '{1} fait {2} caractères, et {3} en accepte au plus {4}.',
  'Shorten the value in the source, or use left(…) in an expression.':
    'Raccourcissez la valeur dans la source, ou utilisez left({1}) dans une expression.',
  '… has no choice …. Its codes are ….': '{1} n’a pas de choix {2}. Ses codes sont {3}.',
  'Translate the value with a value list, or add the choice to the target system.':
    'Traduisez la valeur par une liste de valeurs, ou ajoutez le choix au système cible.',
  '… is too small for …, which takes ….': '{1} est trop petit pour {2}, qui accepte {3}.',
  '… is too large for …, which takes ….': '{1} est trop grand pour {2}, qui accepte {3}.',
  'Correct the value in the source, or calculate it otherwise.':
    'Corrigez la valeur dans la source, ou calculez-la autrement.',
  '… is not a whole number, and … takes only those.': '{1} n’est pas un nombre entier, et {2} n’accepte que cela.',
  'Round the number first, for example with round(…).': 'Arrondissez d’abord le nombre, par exemple avec round({1}).',
  '… is not a number, and … needs one.': '{1} n’est pas un nombre, et {2} en demande un.',
  'Write numbers with digits and a point, such as 1234.50, or correct the value in the source.':
    'Écrivez les nombres avec des chiffres et un point, comme 1234.50, ou corrigez la valeur dans la source.',
  '… has more decimals than … takes, which is ….': '{1} a plus de décimales que {2} n’en accepte : {3}.',
  'Round it first, for example with round(…, …).': 'Arrondissez-le d’abord, par exemple avec round({1}, {2}).',
  '… is neither yes nor no, and … takes only those.': '{1} n’est ni oui ni non, et {2} n’accepte que cela.',
  'Translate the value with a value list to "yes" and "no".':
    'Traduisez la valeur par une liste de valeurs vers "yes" et "no".',
  '… is not a date such as 2026-11-23, and … needs one.':
    '{1} n’est pas une date comme 2026-11-23, et {2} en demande une.',
  'Use the format "date", which also reads 23/11/2026, or correct the value in the source.':
    'Utilisez le format « date », qui lit aussi 23/11/2026, ou corrigez la valeur dans la source.',
  '… is not a date and time such as 2026-11-23T14:02:00Z, and … needs one.':
    '{1} n’est pas une date avec heure comme 2026-11-23T14:02:00Z, et {2} en demande une.',
  'Write the time with its offset from UTC, or Z for UTC itself.':
    'Écrivez l’heure avec son décalage par rapport à UTC, ou Z pour UTC même.',
  '… is not ….': '{1} ne convient pas : il faut {2}.',
  'A company number has ten digits, starts with 0 or 1 and ends in two check digits, such as 0403.019.261. Correct it in the source.':
    'Un numéro d’entreprise a dix chiffres, commence par 0 ou 1 et finit par deux chiffres de contrôle, comme 0403.019.261. Corrigez-le dans la source.',
  'A VAT number starts with its country, such as BE0403019261; its digits are checked. Correct it in the source.':
    'Un numéro de TVA commence par son pays, comme BE0403019261 ; ses chiffres sont contrôlés. Corrigez-le dans la source.',
  'An IBAN starts with its country and two check digits, such as BE68 5390 0754 7034. Correct it in the source.':
    'Un IBAN commence par son pays et deux chiffres de contrôle, comme BE68 5390 0754 7034. Corrigez-le dans la source.',
  'A structured communication has twelve digits, the last two of which check the others, such as +++090/9337/55493+++. Correct it in the source.':
    'Une communication structurée a douze chiffres, dont les deux derniers contrôlent les autres, comme +++090/9337/55493+++. Corrigez-la dans la source.',
  'A Peppol participant is its scheme and its number, such as 0208:0403019261. Correct it in the source.':
    'Un participant Peppol est son schéma et son numéro, comme 0208:0403019261. Corrigez-le dans la source.',
  'An e-mail address is written as name@example.be. Correct it in the source.':
    'Une adresse e-mail s’écrit comme nom@exemple.be. Corrigez-la dans la source.',
  'Write it as 015 41 22 80, 0475 12 34 56 or +32 15 41 22 80, without words. Correct it in the source.':
    'Écrivez-le comme 015 41 22 80, 0475 12 34 56 ou +32 15 41 22 80, sans mots. Corrigez-le dans la source.',
  '… is not a date.': '{1} n’est pas une date.',
  'Write dates as 2026-11-23 or 23/11/2026, or correct the value in the source.':
    'Écrivez les dates comme 2026-11-23 ou 23/11/2026, ou corrigez la valeur dans la source.',
  'Write moments as 2026-11-23T14:02:00Z, or correct the value in the source.':
    'Écrivez les moments comme 2026-11-23T14:02:00Z, ou corrigez la valeur dans la source.',
  '… is neither yes nor no.': '{1} n’est ni oui ni non.',
  '… may not be empty, and … gives nothing for it.': '{1} ne peut pas être vide, et {2} ne donne rien pour lui.',
  'Fill in … in the source, or give the rule a fallback.':
    'Remplissez {1} dans la source, ou donnez à la règle une valeur de repli.',
  'The value list "…" has no entry for ….': 'La liste de valeurs « {1} » n’a rien pour {2}.',
  'Add … to the value list and retry the failed records.':
    'Ajoutez {1} à la liste de valeurs et réessayez les enregistrements en échec.',
  'Use letters, digits, - and _, starting with a letter.':
    'Utilisez des lettres, des chiffres, - et _, en commençant par une lettre.',
  'An edge is written "node.port -> node.port".': 'Une flèche s’écrit « étape.port -> étape.port ».',
  'Use lower-case letters, digits and -, starting with a letter.':
    'Utilisez des minuscules, des chiffres et -, en commençant par une lettre.',
  '… is not readable JSON: ….': '{1} n’est pas du JSON lisible : {2}.',
  'Restore the file from version control, or export the flow again.':
    'Rétablissez le fichier depuis le contrôle de versions, ou exportez à nouveau le flux.',
  '… is not a Koppel flow: it does not start with "koppel": "flow".':
    '{1} n’est pas un flux de Koppel : il ne commence pas par "koppel": "flow".',
  'Choose a file that Koppel exported, or one of the folder flows.':
    'Choisissez un fichier que Koppel a exporté comme flux, ou un du dossier flows.',
  '… has no version of the document format.': '{1} n’a pas de version du format de document.',
  'Add "version": …, or restore the file.': 'Ajoutez "version": {1}, ou rétablissez le fichier.',
  '… has document version …; this Koppel reads up to version ….':
    '{1} a la version de document {2} ; ce Koppel lit jusqu’à la version {3}.',
  'Update Koppel, then open the flow again. Nothing was changed.':
    'Mettez Koppel à jour, puis rouvrez le flux. Rien n’a été modifié.',
  '… has an unknown key "…" at ….': '{1} a une clé inconnue « {2} » à {3}.',
  '… has an unknown key "…".': '{1} a une clé inconnue « {2} ».',
  '… is damaged at …: …': '{1} est endommagé à {2} : {3}',
  '… is damaged: …': '{1} est endommagé : {2}',
  'Correct that place, or restore the file from version control.':
    'Corrigez cet endroit, ou rétablissez le fichier depuis le contrôle de versions.',
  'Only what has a master can be handed over.': 'Seul ce qui a un maître peut être transmis.',
  'It is handed over to another system than its master.': 'C’est transmis à un autre système que son maître.',
  'What both sides may edit has no hand-over.': 'Ce que les deux côtés peuvent modifier ne se transmet pas.',
  'Ask whoever gave it to you to export it again.': 'Demandez à qui vous l’a donné de l’exporter à nouveau.',
  'The file is not readable JSON: ….': 'Le fichier n’est pas du JSON lisible : {1}.',
  'The file has something named "…", which no template has.':
    'Le fichier a quelque chose nommé « {1} », qu’aucun modèle n’a.',
  'The file is not a template: it does not say "koppel": "template".':
    'Le fichier n’est pas un modèle : il ne dit pas "koppel": "template".',
  'Choose a file that was exported as a template. A single flow is brought in on the list of flows.':
    'Choisissez un fichier exporté comme modèle. Un flux seul s’importe dans la liste des flux.',
  'The template has version … of the format; this Koppel reads up to ….':
    'Le modèle a la version {1} du format ; ce Koppel lit jusqu’à {2}.',
  'Update Koppel, then bring the template in again. Nothing was changed.':
    'Mettez Koppel à jour, puis importez à nouveau le modèle. Rien n’a été modifié.',
  'The template has no checksum, so it cannot be known whether it is whole.':
    'Le modèle n’a pas de somme de contrôle : on ne peut pas savoir s’il est entier.',
  'The signature of the template is damaged: ….': 'La signature du modèle est endommagée : {1}.',
  'The template is damaged: ….': 'Le modèle est endommagé : {1}.',
  'The file has … characters; a template has at most ….': 'Le fichier a {1} caractères ; un modèle en a au plus {2}.',
  'The file is nested more than … deep.': 'Le fichier est imbriqué sur plus de {1} niveaux.',
  'The file has more than … values.': 'Le fichier a plus de {1} valeurs.',
  'The template has … flows; at most … go in one.': 'Le modèle a {1} flux ; il en contient au plus {2}.',
  'The template calls a flow "…" that calls itself "…".':
    'Le modèle appelle « {1} » un flux qui s’appelle lui-même « {2} ».',
  'The template calls a value list "…" that calls itself "…".':
    'Le modèle appelle « {1} » une liste de valeurs qui s’appelle elle-même « {2} ».',
  'The template has a slot "…", which no slot can be called.':
    'Le modèle a un emplacement « {1} », nom qu’aucun emplacement ne peut porter.',
  'The template uses the field "…" of a slot "…" that it has not got.':
    'Le modèle utilise le champ « {1} » d’un emplacement « {2} » qu’il n’a pas.',
  'The list of flows of the template is not that of the flows in it.':
    'La liste des flux du modèle n’est pas celle des flux qu’il contient.',
  'The template has a test "…" of a flow "…" that it has not got.':
    'Le modèle a un test « {1} » d’un flux « {2} » qu’il n’a pas.',
  'The list of tests of the template is not that of the tests in it.':
    'La liste des tests du modèle n’est pas celle des tests qu’il contient.',
  'Write a time of day, such as 03:30.': 'Écrivez une heure, comme 03:30.',
  'Give its https address, such as https://verbeke.crm4.dynamics.com.':
    'Donnez son adresse https, comme https://verbeke.crm4.dynamics.com.',
  'Give the address without a path.': 'Donnez l’adresse sans chemin.',
  'Give one exact address.': 'Donnez une seule adresse précise.',
  'Say why, for whoever looks later.': 'Dites pourquoi, pour qui regardera plus tard.',
  'Say what changed.': 'Dites ce qui a changé.',
  'Logs and values go with their run: keep them no longer than runs.':
    'Les journaux et valeurs partent avec leur exécution : ne les gardez pas plus longtemps que les exécutions.',
  'Use at least three characters.': 'Utilisez au moins trois caractères.',
  'Choose a record or name a text.': 'Choisissez un enregistrement ou indiquez un texte.',
  'Say what changed, and why.': 'Dites ce qui a changé, et pourquoi.',
  'Use at least 12 characters.': 'Utilisez au moins 12 caractères.',
  'Use lower-case letters, digits and -.': 'Utilisez des minuscules, des chiffres et -.',
  'Write a version as 2.3.0.': 'Écrivez une version comme 2.3.0.',
  'Say why it may stay.': 'Dites pourquoi cela peut rester.',
  'Choose a flow.': 'Choisissez un flux.',
  'A public key is 32 bytes in base64.': 'Une clé publique fait 32 octets en base64.',
  'This is not a time zone, such as Europe/Brussels.': 'Ce n’est pas un fuseau horaire, comme Europe/Brussels.',
  'Use small letters, digits and hyphens, at most 40.':
    'Utilisez des minuscules, des chiffres et des traits d’union, 40 au plus.',
};
