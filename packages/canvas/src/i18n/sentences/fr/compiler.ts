import type { SentenceCatalogue } from '../sentence-in.ts';

/** Sentences of the check of a flow. */
export const compiler: SentenceCatalogue = {
  'Nothing to do, as long as their filters stay as they are.':
    'Il n’y a rien à faire tant que leurs filtres restent tels quels.',
  'Take the field out of the mapping of all but one of them, or let their filters part the records.':
    'Retirez le champ de la correspondance de tous les flux sauf un, ou laissez leurs filtres répartir les enregistrements.',
  '… in the … are written by …': '{1} dans le {2} sont écrits par {3}',
  '… in the … is written by …': '{1} dans le {2} est écrit par {3}',
  '… in the … are written by …, each for records that the other leaves alone.':
    '{1} dans le {2} sont écrits par {3}, chacun pour des enregistrements que l’autre laisse de côté.',
  '… in the … is written by …, each for records that the other leaves alone.':
    '{1} dans le {2} est écrit par {3}, chacun pour des enregistrements que l’autre laisse de côté.',
  '… in the … are written by …: each may undo what the other wrote.':
    '{1} dans le {2} sont écrits par {3} : chacun peut défaire ce que l’autre a écrit.',
  '… in the … is written by …: each may undo what the other wrote.':
    '{1} dans le {2} est écrit par {3} : chacun peut défaire ce que l’autre a écrit.',
  'Let only its master send it, or use one "Keep in step" for both directions.':
    'Laissez seul son maître l’envoyer, ou utilisez une seule étape « Tenir à jour des deux côtés » pour les deux sens.',
  '… go round without an end, …: ….': '{1} tournent en rond sans fin, {2} : {3}.',
  '… goes round without an end, …: ….': '{1} tourne en rond sans fin, {2} : {3}.',
  'No flow brings … from the …, their master, to another system.':
    'Aucun flux ne porte {1} du {2}, leur maître, vers un autre système.',
  'No flow brings … from the …, its master, to another system.':
    'Aucun flux ne porte {1} du {2}, son maître, vers un autre système.',
  'Map them in a flow that carries their group, or leave them if nobody needs them there.':
    'Reliez-les dans un flux qui porte leur groupe, ou laissez-les si personne n’en a besoin là-bas.',
  '… It is a node of the sub-flow "…".': '{1} C’est une étape du sous-flux « {2} ».',
  'Nobody has decided which system is master of …, so no flow may touch them yet.':
    'Personne n’a décidé quel système est maître de {1}, donc aucun flux ne peut encore y toucher.',
  'Decide it on the mastership table.': 'Décidez-le dans la table de maîtrise.',
  '"…" needs a record of …. It gets … records.':
    '« {1} » a besoin d’un enregistrement de {2}. L’étape reçoit des enregistrements de {3}.',
  'Map the records to … first, or choose … in this node.':
    'Convertissez d’abord les enregistrements en {1}, ou choisissez {2} dans cette étape.',
  'The parameter "…" has no value.': 'Le paramètre « {1} » n’a pas de valeur.',
  "Fill it in under the flow's settings, or give it a default.":
    'Remplissez-la dans les paramètres du flux, ou donnez une valeur par défaut.',
  'The slot "…" is not bound to a connection, so fields are checked against the general model only.':
    'L’emplacement « {1} » n’est lié à aucune connexion : les champs sont seulement comparés au modèle général.',
  "Choose a connection under the flow's settings.": 'Choisissez une connexion dans les paramètres du flux.',
  'The flow is empty.': 'Le flux est vide.',
  'Nothing in this flow reads records.': 'Rien dans ce flux ne lit d’enregistrements.',
  'Add an input.': 'Ajoutez une entrée.',
  'Add a node that reads records, such as "ERP account source".':
    'Ajoutez une étape qui lit des enregistrements, comme « Clients de l’ERP ».',
  'Nothing arrives at "…".': 'Rien n’arrive à « {1} ».',
  'Connect an output to its input, or remove the node.': 'Reliez une sortie à son entrée, ou supprimez l’étape.',
  '"…" is never reached: nothing before it reads records.':
    '« {1} » n’est jamais atteinte : rien avant elle ne lit d’enregistrements.',
  'Connect it to a node that reads records, or remove it.':
    'Reliez-la à une étape qui lit des enregistrements, ou supprimez-la.',
  '"…" starts nothing.': '« {1} » ne démarre rien.',
  'What leaves "…" by "…" goes nowhere.': 'Ce qui quitte « {1} » par « {2} » ne va nulle part.',
  'Connect it to a node that reads records.': 'Reliez-la à une étape qui lit des enregistrements.',
  'Connect the output, or remove the node.': 'Reliez la sortie, ou supprimez l’étape.',
  '"…" and another node read the same entity, and would share one memory of how far they got.':
    '« {1} » et une autre étape lisent la même entité et partageraient la mémoire de leur avancement.',
  'Give one of them a stream name of its own.': 'Donnez à l’une des deux son propre nom de file.',
  'A sub-flow does not run by itself.': 'Un sous-flux ne s’exécute pas seul.',
  'Use it in a flow, and run that.': 'Utilisez-le dans un flux, et exécutez celui-ci.',
  '"…" comes before "…": this edge would make a loop.': '« {1} » vient avant « {2} » : cette flèche ferait une boucle.',
  'Connect it to a node further on.': 'Reliez-la à une étape plus loin.',
  'These two ports are connected already.': 'Ces deux ports sont déjà reliés.',
  'Nothing to do.': 'Il n’y a rien à faire.',
  'The input of "…" has an edge already, from "…".': 'L’entrée de « {1} » a déjà une flèche, de « {2} ».',
  'Replace that edge.': 'Remplacez cette flèche.',
  '… and … would write the same record at once.': '{1} et {2} écriraient le même enregistrement en même temps.',
  'Connect them one behind the other, or separate their records with a filter.':
    'Reliez-les l’une derrière l’autre, ou séparez leurs enregistrements par un filtre.',
  '"…" has no output called "…".': '« {1} » n’a pas de sortie nommée « {2} ».',
  '"…" has no input called "…".': '« {1} » n’a pas d’entrée nommée « {2} ».',
  'The edge\'s … is a node that is not there: "…".': '{1} de la flèche : cette étape n’existe pas : « {2} ».',
  'Remove the edge and draw it again.': 'Supprimez la flèche et dessinez-la à nouveau.',
  '"…" needs …. This output of "…" gives ….': '« {1} » demande {2}. Cette sortie de « {3} » donne {4}.',
  'Connect a "Failed" output to it.': 'Reliez-y une sortie « En échec ».',
  'Connect a start, such as a schedule.': 'Reliez un départ, comme une planification.',
  'Connect an output that gives records.': 'Reliez une sortie qui donne des enregistrements.',
  'The input of "…" has two edges.': 'L’entrée de « {1} » a deux flèches.',
  'Remove one of them.': 'Supprimez l’une d’elles.',
  '"…" is part of a loop: its records would come back to it.':
    '« {1} » fait partie d’une boucle : ses enregistrements y reviendraient.',
  'Remove one edge of the loop.': 'Supprimez une flèche de la boucle.',
  'Nothing is selected.': 'Rien n’est sélectionné.',
  'Select the nodes that belong together.': 'Sélectionnez les étapes qui vont ensemble.',
  '"…" starts runs, and a sub-flow has no start of its own.':
    '« {1} » lance des exécutions, et un sous-flux n’a pas de départ propre.',
  'Leave it out of the selection.': 'Laissez-la hors de la sélection.',
  '"…" is an input or output of this sub-flow.': '« {1} » est une entrée ou une sortie de ce sous-flux.',
  '"…" has settings that cannot be read.': '« {1} » a des paramètres illisibles.',
  'Correct them first.': 'Corrigez-les d’abord.',
  'Records leave the selection and come back to it at "…".':
    'Des enregistrements quittent la sélection et y reviennent à « {1} ».',
  'Select "…" and what is in between too.': 'Sélectionnez aussi « {1} » et ce qui se trouve entre les deux.',
  '"…" also keeps failed records of "…".': '« {1} » garde aussi des enregistrements en échec de « {2} ».',
  'Correct what comes before it first, so that the type of the records is known.':
    'Corrigez d’abord ce qui précède, pour que le type des enregistrements soit connu.',
  'It is not known what leaves "…" by "…".': 'On ne sait pas ce qui quitte « {1} » par « {2} ».',
  'The flow has no slot for the system "…" that the records come from.':
    'Le flux n’a pas d’emplacement pour le système « {1} » d’où viennent les enregistrements.',
  'This Koppel has no node of type "…".': 'Ce Koppel n’a pas d’étape du type « {1} ».',
  'Did you mean "…"? Otherwise update Koppel, or replace the node.':
    'Vouliez-vous dire « {1} » ? Sinon, mettez Koppel à jour ou remplacez l’étape.',
  'Update Koppel, or replace the node.': 'Mettez Koppel à jour, ou remplacez l’étape.',
  'This node was made with version … of "…"; this Koppel has version ….':
    'Cette étape a été faite avec la version {1} de « {2} » ; ce Koppel a la version {3}.',
  'Update Koppel, then open the flow again.': 'Mettez Koppel à jour, puis rouvrez le flux.',
  '"…" has no setting "…".': '« {1} » n’a pas de paramètre « {2} ».',
  'The setting "…" does not fit: …': 'Le paramètre « {1} » ne convient pas : {2}',
  'The setting of this node does not fit: …': 'Le paramètre de cette étape ne convient pas : {1}',
  'Remove it, or correct its spelling.': 'Supprimez-le, ou corrigez son orthographe.',
  'Correct the setting.': 'Corrigez le paramètre.',
  'The flow has no connection slot "…".': 'Le flux n’a pas d’emplacement de connexion « {1} ».',
  '"…" does not say which system it works on.': '« {1} » ne dit pas sur quel système elle travaille.',
  "Choose one of the flow's slots: ….": 'Choisissez un des emplacements du flux : {1}.',
  "Choose one of the flow's slots: none yet.": 'Choisissez un des emplacements du flux : il n’y en a pas encore.',
  'There is no entity "…".': 'Il n’y a pas d’entité « {1} ».',
  '"…" does not say which entity it works on.': '« {1} » ne dit pas sur quelle entité elle travaille.',
  'Choose an entity, such as account.': 'Choisissez une entité, comme account.',
  '"…" starts runs; a sub-flow has none of its own.':
    '« {1} » lance des exécutions ; un sous-flux n’en a pas en propre.',
  'Put it in the flow that uses the sub-flow.': 'Mettez-la dans le flux qui utilise le sous-flux.',
  'An input or output cannot have the id "…": every sub-flow has a port of that name.':
    'Une entrée ou une sortie ne peut pas avoir l’id « {1} » : chaque sous-flux a un port de ce nom.',
  'Remove it and add it anew.': 'Supprimez-la et ajoutez-la à nouveau.',
  'Inputs and outputs are for sub-flows; this is a flow that runs by itself.':
    'Les entrées et sorties sont pour les sous-flux ; ceci est un flux qui s’exécute seul.',
  'Remove the node, or make a sub-flow of the part it belongs to.':
    'Supprimez l’étape, ou faites un sous-flux de la partie à laquelle elle appartient.',
  'Version … of "…" is available.': 'La version {1} de « {2} » est disponible.',
  'Take it on the node, or leave the version that is used.': 'Prenez-la dans l’étape, ou laissez la version utilisée.',
  'This node does not say which sub-flow it uses.': 'Cette étape ne dit pas quel sous-flux elle utilise.',
  'Choose a sub-flow.': 'Choisissez un sous-flux.',
  'The sub-flow … would be part of itself.': 'Le sous-flux {1} ferait partie de lui-même.',
  'Take it out: a sub-flow cannot use itself, nor one that uses it.':
    'Retirez-le : un sous-flux ne peut utiliser ni lui-même, ni un sous-flux qui l’utilise.',
  'There is no published sub-flow ….': 'Il n’y a pas de sous-flux publié {1}.',
  'Publish it, or choose another.': 'Publiez-le, ou choisissez-en un autre.',
  'The sub-flow … has no version ….': 'Le sous-flux {1} n’a pas de version {2}.',
  'Take a version that it has.': 'Prenez une version qu’il a.',
  '… is a flow of its own, no sub-flow.': '{1} est un flux à part entière, pas un sous-flux.',
  'Sub-flows are used … deep already; … would be one more.':
    'Les sous-flux sont déjà imbriqués sur {1} niveaux ; {2} en ajouterait un.',
  'Take some of them together.': 'Regroupez-en quelques-uns.',
  'With the sub-flow … the flow would have more than … nodes.':
    'Avec le sous-flux {1}, le flux aurait plus de {2} étapes.',
  'Make two flows of it.': 'Faites-en deux flux.',
  'The sub-flow "…" works on a system of the role "…" by its slot "…"; this flow has no such slot.':
    'Le sous-flux « {1} » travaille sur un système du rôle « {2} » par son emplacement « {3} » ; ce flux n’a pas un tel emplacement.',
  'Choose a slot of the flow for it, or give the flow one of that role.':
    'Choisissez pour lui un emplacement du flux, ou donnez au flux un emplacement de ce rôle.',
  'The parameter "…" of the sub-flow "…" has no value.': 'Le paramètre « {1} » du sous-flux « {2} » n’a pas de valeur.',
  'The value "…" of the parameter "…" of the sub-flow "…" is no ….':
    'La valeur « {1} » du paramètre « {2} » du sous-flux « {3} » n’est pas de type {4}.',
  'Fill it in on the node that uses the sub-flow.': 'Remplissez-la sur l’étape qui utilise le sous-flux.',
  'This version of the sub-flow has no … "…".': 'Cette version du sous-flux n’a pas de {1} « {2} ».',
};
