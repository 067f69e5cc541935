import type { SentenceCatalogue } from '../sentence-in.ts';

/** Sentences of the nodes. */
export const nodes: SentenceCatalogue = {
  '… is empty, and it is needed.': '{1} est vide, et il est nécessaire.',
  'Fill it in in the source, then retry; or set it for this try.':
    'Remplissez-le dans la source, puis réessayez ; ou fixez-le pour cet essai.',
  '… was not written. …': '{1} n’a pas été écrit. {2}',
  '… was not written. It does not meet the condition of this flow.':
    '{1} n’a pas été écrit. Il ne remplit pas la condition de ce flux.',
  'Correct the record in the source, then retry.': 'Corrigez l’enregistrement dans la source, puis réessayez.',
  'The records that arrive here have no field "…".': 'Les enregistrements qui arrivent ici n’ont pas de champ « {1} ».',
  'Choose a field of the incoming records.': 'Choisissez un champ des enregistrements entrants.',
  'Nobody is told what is wrong when the condition does not hold.':
    'Personne n’apprend ce qui ne va pas quand la condition n’est pas remplie.',
  'Write a sentence for whoever mends the record.': 'Écrivez une phrase pour qui corrige l’enregistrement.',
  '"Again for each" names ….…, which the records that arrive here do not have.':
    '« À nouveau pour chaque » nomme {1}.{2}, que les enregistrements qui arrivent ici n’ont pas.',
  'Map that field before this node, or choose another one.':
    'Reliez ce champ avant cette étape, ou choisissez-en un autre.',
  'Without a match rule this node could create a record that is there already.':
    'Sans règle de reconnaissance, cette étape pourrait créer un enregistrement déjà présent.',
  'Add a match rule, such as the company number, or use "Save record".':
    'Ajoutez une règle de reconnaissance, comme le numéro d’entreprise, ou utilisez « Enregistrer ».',
  'Invoice … is in …, and it has no exchange rate.': 'La facture {1} est en {2}, et n’a pas de taux de change.',
  'Fill in its exchange rate in the ERP, then retry.': 'Remplissez son taux de change dans l’ERP, puis réessayez.',
  'The documents are looked for by the key of the record, which is of another system than this one.':
    'Les documents sont cherchés par la clé de l’enregistrement, qui est d’un autre système que celui-ci.',
  'Choose the system that the records come from.': 'Choisissez le système d’où viennent les enregistrements.',
  '… is master of … … until the record is in the …. Here nobody can tell whether it is.':
    '{1} est maître de {2} {3} jusqu’à ce que l’enregistrement soit dans le {4}. Ici, personne ne peut savoir s’il y est.',
  'Make only new records here ("Create record"), or let a state of the record hand it over on the mastership table.':
    'Ne créez ici que de nouveaux enregistrements (« Créer »), ou laissez un état de l’enregistrement le transmettre dans la table de maîtrise.',
  '… is master of … … only until the record is in the …. This node would go on writing it.':
    '{1} n’est maître de {2} {3} que jusqu’à ce que l’enregistrement soit dans le {4}. Cette étape continuerait à l’écrire.',
  'Use "Create record", which writes it once; or put a read-only field mask before the save; or take the hand-over off the mastership table.':
    'Utilisez « Créer », qui l’écrit une fois ; ou placez un masque en lecture seule avant l’enregistrement ; ou retirez la transmission de la table de maîtrise.',
  '… is master of … … only until its … is …. This node would write it afterwards too.':
    '{1} n’est maître de {2} {3} que jusqu’à ce que son {4} soit {5}. Cette étape l’écrirait aussi après.',
  '… becomes master of … … only when its … is …. This node would write it before too.':
    '{1} ne devient maître de {2} {3} que quand son {4} est {5}. Cette étape l’écrirait aussi avant.',
  'Put a read-only field mask before the save, or a filter that lets no record through whose … is ….':
    'Placez un masque en lecture seule avant l’enregistrement, ou un filtre qui ne laisse passer aucun enregistrement dont {1} est {2}.',
  'Put a read-only field mask before the save: it leaves the field out of records that are not handed over yet.':
    'Placez un masque en lecture seule avant l’enregistrement : il omet le champ des enregistrements pas encore transmis.',
  'The flow has no other slot called "…".': 'Le flux n’a pas d’autre emplacement nommé « {1} ».',
  'Choose the slot of the system to keep in step with.': 'Choisissez l’emplacement du système à tenir à jour.',
  'The input for changes here needs records of the …; it gets those of the ….':
    'L’entrée des modifications ici demande des enregistrements du {1} ; elle reçoit ceux du {2}.',
  'The input for changes there needs records of the …; it gets those of the ….':
    'L’entrée des modifications là-bas demande des enregistrements du {1} ; elle reçoit ceux du {2}.',
  'Connect the node that reads them from that system.': 'Reliez l’étape qui les lit dans ce système.',
  'The … has no field "…" of … records.': 'Le {1} n’a pas de champ « {2} » pour les enregistrements de {3}.',
  'Take it out, or bind it to a field of that system.': 'Retirez-le, ou liez-le à un champ de ce système.',
  '… cannot be carried over both ways: …': '{1} ne peut pas être porté dans les deux sens : {2}',
  'Take it out, and map it one way in a flow of its own.':
    'Retirez-le, et reliez-le dans un seul sens dans un flux à part.',
  'Nobody has decided who is master of …, so it cannot be kept in step.':
    'Personne n’a décidé qui est maître de {1}, il ne peut donc pas être tenu à jour.',
  '… passes from one master to another, so it cannot be kept in step.':
    '{1} passe d’un maître à un autre, il ne peut donc pas être tenu à jour.',
  'Take it out and map it one way behind a read-only field mask, or take the hand-over off its row.':
    'Retirez-le et reliez-le dans un seul sens derrière un masque en lecture seule, ou retirez la transmission de sa ligne.',
  '… is master of …, which is neither of the two systems.':
    '{1} est maître de {2}, et ce n’est aucun des deux systèmes.',
  'Take the field out, or change its master on the mastership table.':
    'Retirez le champ, ou changez son maître dans la table de maîtrise.',
  'The match rule uses "…", which is not one of the fields that are kept in step.':
    'La règle de reconnaissance utilise « {1} », qui n’est pas un des champs tenus à jour.',
  'Add it to the fields, or choose another one.': 'Ajoutez-le aux champs, ou choisissez-en un autre.',
  '"Add only" names ….…, which the system does not have.': '« N’ajouter que » nomme {1}.{2}, que le système n’a pas.',
  'Choose another field, or bind it to one of the system.':
    'Choisissez un autre champ, ou liez-le à un champ du système.',
  '"…" is not a field of ….': '« {1} » n’est pas un champ de {2}.',
  '"…" is not a field of a known entity.': '« {1} » n’est pas un champ d’une entité connue.',
  'Write the entity, a dot and the field: account.name. All rows of a node fill the same entity.':
    'Écrivez l’entité, un point et le champ : account.name. Toutes les lignes d’une étape remplissent la même entité.',
  'The target has no field "…".': 'La cible n’a pas de champ « {1} ».',
  'Bind the field on the connection, or take the row out.': 'Liez le champ sur la connexion, ou retirez la ligne.',
  'The target requires …, and nothing fills it.': 'La cible exige {1}, et rien ne le remplit.',
  'Map it, if this flow creates records.': 'Reliez-le si ce flux crée des enregistrements.',
  'The mask holds … back, because … is master of it.': 'Le masque retient {1}, parce que {2} en est maître.',
  'The mask holds … back, because nobody has decided who is master of it.':
    'Le masque retient {1}, parce que personne n’a décidé qui en est maître.',
  'Nothing to do, if that is meant. Else change the master on the mastership table.':
    'Rien à faire si c’est voulu. Sinon, changez le maître dans la table de maîtrise.',
  'Nobody has decided who is master of … …, so this flow cannot write it.':
    'Personne n’a décidé qui est maître de {1} {2}, ce flux ne peut donc pas l’écrire.',
  'Decide it on the mastership table, or take the row out of the mapping. Proposed: … is master.':
    'Décidez-le dans la table de maîtrise, ou retirez la ligne de la correspondance. Proposé : {1} est maître.',
  '… is master of … …, so this flow cannot write it.': '{1} est maître de {2} {3}, ce flux ne peut donc pas l’écrire.',
  'Take the row out of the mapping, put a read-only field mask before the save, or change the master of … on the mastership table.':
    'Retirez la ligne de la correspondance, placez un masque en lecture seule avant l’enregistrement, ou changez le maître de {1} dans la table de maîtrise.',
  '… was not matched. … records have the same ….': '{1} n’a pas été reconnu. {2} enregistrements ont en commun : {3}.',
  'Merge them in the target system, or link the right one by hand, then retry.':
    'Fusionnez-les dans le système cible, ou liez le bon à la main, puis réessayez.',
  'The match rule uses "…", which the records that arrive here do not have.':
    'La règle de reconnaissance utilise « {1} », que les enregistrements qui arrivent ici n’ont pas.',
  'Nothing starts this node, so it only runs when somebody starts the flow.':
    'Rien ne lance cette étape : elle ne s’exécute que quand quelqu’un lance le flux.',
  'Connect a schedule if it should run by itself.': 'Reliez une planification si elle doit s’exécuter seule.',
  '"…" is not a field of … records that refers to another record.':
    '« {1} » n’est pas un champ des enregistrements de {2} qui se réfère à un autre enregistrement.',
  'Choose one that does…, or leave it empty.': 'Choisissez-en un qui le fait{1}, ou laissez-le vide.',
  'The sub-flow takes records of … here. These come from ….':
    'Le sous-flux prend ici des enregistrements de {1}. Ceux-ci viennent de {2}.',
  'Connect records of the system it is made for, or make a sub-flow for these.':
    'Reliez des enregistrements du système pour lequel il est fait, ou faites un sous-flux pour ceux-ci.',
  'The sub-flow needs …, which the records do not have.':
    'Le sous-flux a besoin de {1}, que les enregistrements n’ont pas.',
  'Map it before the sub-flow, or take a version of the sub-flow that does not need it.':
    'Reliez-le avant le sous-flux, ou prenez une version du sous-flux qui n’en a pas besoin.',
  'The records have no field "…".': 'Les enregistrements n’ont pas de champ « {1} ».',
  'Choose one of …, or leave the list empty.': 'Choisissez l’un de ceux-ci : {1}, ou laissez la liste vide.',
  'The code gave … for …, which takes ….': 'Le code a donné {1} pour {2}, qui accepte {3}.',
  'The code gave … for …, which takes text.': 'Le code a donné {1} pour {2}, qui accepte du texte.',
  'Correct the code of the node, then retry.': 'Corrigez le code de l’étape, puis réessayez.',
  'The code gave "…", which is none of the fields that it fills.':
    'Le code a donné « {1} », qui n’est aucun des champs qu’il remplit.',
  'Name the field among those that the node fills, or leave it out.':
    'Nommez le champ parmi ceux que l’étape remplit, ou omettez-le.',
  'Correct the code of the node, or the record in the source, then retry.':
    'Corrigez le code de l’étape, ou l’enregistrement dans la source, puis réessayez.',
  'There is no code yet.': 'Il n’y a pas encore de code.',
  'Write a function: export default function (record, run) { return { … } }':
    'Écrivez une fonction : export default function (record, run) { return { {1} } }',
  'The code fills no field.': 'Le code ne remplit aucun champ.',
  'Name the fields that it fills.': 'Nommez les champs qu’il remplit.',
  '"…" is no field of the records that arrive here.':
    '« {1} » n’est pas un champ des enregistrements qui arrivent ici.',
  'Write the entity, a dot and the field: ….name.': 'Écrivez l’entité, un point et le champ : {1}.name.',
  'Without a match rule every record that is not linked yet is created anew, also when it is there already.':
    'Sans règle de reconnaissance, chaque enregistrement pas encore lié est créé à neuf, même s’il est déjà là.',
  'Add a match rule, such as the company number.': 'Ajoutez une règle de reconnaissance, comme le numéro d’entreprise.',
  'It is not said which flow to wait for.': 'Il n’est pas dit quel flux attendre.',
  'Fill in the id of the other flow.': 'Remplissez l’id de l’autre flux.',
  '"…" in … is not a time that comes: ….': '« {1} » en {2} n’est pas un moment qui vient : {3}.',
  'Write five parts, such as */15 * * * * for every 15 minutes, and a time zone such as Europe/Brussels.':
    'Écrivez cinq parties, comme */15 * * * * pour toutes les 15 minutes, et un fuseau horaire comme Europe/Brussels.',
  '"…" is not a quiet period.': '« {1} » n’est pas une période calme.',
  'Write hours such as 22:00-06:00, a day such as sat, or a date such as 2026-12-25.':
    'Écrivez des heures comme 22:00-06:00, un jour comme sat, ou une date comme 2026-12-25.',
  '"…" does not say where the keys are: ….': '« {1} » ne dit pas où sont les clés : {2}.',
  'Write a path such as /record/id, or /items/*/id where the body has a list.':
    'Écrivez un chemin comme /record/id, ou /items/*/id là où le corps a une liste.',
};
