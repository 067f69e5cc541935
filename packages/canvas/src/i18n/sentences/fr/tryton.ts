import type { SentenceCatalogue } from '../sentence-in.ts';

/** Sentences of the connector of Tryton. */
export const tryton: SentenceCatalogue = {
  'Tryton has no … "…".': 'Tryton n’a pas de {1} « {2} ».',
  'Create it in Tryton, or translate the value in the mapping, then retry.':
    'Créez-le dans Tryton, ou traduisez la valeur dans la correspondance, puis réessayez.',
  "… sent an answer that is none of Tryton's.": '{1} a envoyé une réponse qui n’est pas de Tryton.',
  '… did not answer as it should (status …).': '{1} n’a pas répondu comme prévu (statut {2}).',
  'Koppel goes on by itself. If it lasts, check that the address in the connection is that of Tryton.':
    'Koppel continue de lui-même. Si cela dure, vérifiez que l’adresse de la connexion est celle de Tryton.',
  'The user of this connection works in no company of ….':
    'L’utilisateur de cette connexion ne travaille dans aucune société de {1}.',
  '… has no company "…", or the user may not see it.':
    '{1} n’a pas de société « {2} », ou l’utilisateur ne peut pas la voir.',
  'Check the name of the company, and that the user of the connection works in it, in Tryton.':
    'Vérifiez le nom de la société, et que l’utilisateur de la connexion y travaille, dans Tryton.',
  'The binding of ….… names the conversion "…", which Tryton\'s connector does not have.':
    'La liaison de {1}.{2} nomme la conversion « {3} », que le connecteur de Tryton n’a pas.',
  'Take the conversion out of the binding, or choose another.':
    'Retirez la conversion de la liaison, ou choisissez-en une autre.',
  '"…" is not the key of a record of Tryton.': '« {1} » n’est pas la clé d’un enregistrement de Tryton.',
  'Tryton fills this field by itself.': 'Tryton remplit ce champ lui-même.',
  '"…" is no product of Tryton.': '« {1} » n’est pas un produit de Tryton.',
  'Tryton has no product "…".': 'Tryton n’a pas de produit « {1} ».',
  'Create the product in Tryton, or correct it in the source, then retry.':
    'Créez le produit dans Tryton, ou corrigez-le dans la source, puis réessayez.',
  'the product … is not sold in Tryton.': 'le produit {1} n’est pas vendu dans Tryton.',
  'Make it salable there, or choose another product in the source, then retry.':
    'Rendez-le vendable là-bas, ou choisissez un autre produit dans la source, puis réessayez.',
  'the price of … after its discount is …, and four decimals of it come to another amount.':
    'le prix de {1} après remise est {2}, et quatre décimales donnent un autre montant.',
  'Round the price or the discount in the source, then retry.':
    'Arrondissez le prix ou la remise dans la source, puis réessayez.',
  'Tryton has no unit "…".': 'Tryton n’a pas d’unité « {1} ».',
  'Create the unit in Tryton, or translate it in the mapping, then retry.':
    'Créez l’unité dans Tryton, ou traduisez-la dans la correspondance, puis réessayez.',
  'The order has no reference, by which it is found again in Tryton.':
    'La commande n’a pas de référence par laquelle la retrouver dans Tryton.',
  'The sale is no longer a draft, and its lines stand.': 'La vente n’est plus un brouillon, et ses lignes sont figées.',
  'Set it back to draft in Tryton, or leave it as it is there.':
    'Remettez-la en brouillon dans Tryton, ou laissez-la telle qu’elle y est.',
  'The order has no customer.': 'La commande n’a pas de client.',
  'Map the customer onto the order, then retry.': 'Reliez le client à la commande, puis réessayez.',
  'A record with this value exists already.': 'Un enregistrement avec cette valeur existe déjà.',
  'Link the record to the existing one, or give it another value, then retry.':
    'Liez l’enregistrement à celui qui existe, ou donnez-lui une autre valeur, puis réessayez.',
  'Something that Tryton requires is empty.': 'Quelque chose que Tryton exige est vide.',
  'Fill it in in the source or in Tryton, as Tryton says, then retry.':
    'Remplissez-le dans la source ou dans Tryton, comme Tryton l’indique, puis réessayez.',
  'A value does not pass a check of Tryton.': 'Une valeur ne passe pas un contrôle de Tryton.',
  'Correct the value in the source or in the mapping, then retry.':
    'Corrigez la valeur dans la source ou dans la correspondance, puis réessayez.',
  'The user of this connection may not do that.': 'L’utilisateur de cette connexion ne peut pas faire cela.',
  'Give the user the group that may, in Tryton, then retry.':
    'Donnez à l’utilisateur, dans Tryton, le groupe qui le peut, puis réessayez.',
  'A record that it needs is no longer there.': 'Un enregistrement dont il a besoin n’existe plus.',
  'Restore it in Tryton, or correct the record link, then retry.':
    'Rétablissez-le dans Tryton, ou corrigez la correspondance, puis réessayez.',
  'Tryton asks a question that a person has to answer.':
    'Tryton pose une question à laquelle une personne doit répondre.',
  'Do it once in Tryton and choose to always ignore this warning, then retry.':
    'Faites-le une fois dans Tryton et choisissez de toujours ignorer cet avertissement, puis réessayez.',
  'Tryton refused it.': 'Tryton l’a refusé.',
  'Correct the record as Tryton says, then retry.': 'Corrigez l’enregistrement comme Tryton l’indique, puis réessayez.',
  'Tryton could not carry it out.': 'Tryton n’a pas pu l’exécuter.',
  'Check that the fields of the binding are there in this version of Tryton; its log says more.':
    'Vérifiez que les champs de la liaison existent dans cette version de Tryton ; son journal en dit plus.',
  'Tryton ….': 'Tryton {1}.',
  'Tryton could not carry it out because somebody else was writing at the same moment.':
    'Tryton n’a pas pu l’exécuter parce que quelqu’un d’autre écrivait au même moment.',
  '… was not updated. Somebody else changed it in the meantime.':
    '{1} n’a pas été mis à jour. Quelqu’un d’autre l’a modifié entre-temps.',
  '… was not updated. Tryton has no record "…".':
    '{1} n’a pas été mis à jour. Tryton n’a pas d’enregistrement « {2} ».',
  'Restore it in Tryton, or remove the record link, then retry.':
    'Rétablissez-le dans Tryton, ou supprimez la correspondance, puis réessayez.',
  '… was not written. … records are not written to Tryton.':
    '{1} n’a pas été écrit. Les enregistrements de {2} ne sont pas écrits vers Tryton.',
  '… does not let the user of this connection read that.':
    '{1} ne laisse pas l’utilisateur de cette connexion lire cela.',
  '… could not answer what was asked.': '{1} n’a pas pu répondre à la demande.',
  'Give the user the group that may read these records, in Tryton.':
    'Donnez à l’utilisateur, dans Tryton, le groupe qui peut lire ces enregistrements.',
  'Check that the modules and fields of the binding are there in this Tryton.':
    'Vérifiez que les modules et champs de la liaison existent dans ce Tryton.',
  'The VAT number "…" is of another company than the company number "…".':
    'Le numéro de TVA « {1} » est d’une autre société que le numéro d’entreprise « {2} ».',
  'Correct the one that is wrong in the source, then retry.':
    'Corrigez dans la source celui qui est faux, puis réessayez.',
  'This Tryton has no … records: the model "…" is not there.':
    'Ce Tryton n’a pas d’enregistrements de {1} : le modèle « {2} » n’y est pas.',
  'Activate the module that has it, in Tryton under Administration, Modules, then test the connection.':
    'Activez le module qui l’a, dans Tryton sous Administration, Modules, puis testez la connexion.',
  'This Tryton has no field for ….….': 'Ce Tryton n’a pas de champ pour {1}.{2}.',
  'Activate the module that has it, or take the field out of the mapping.':
    'Activez le module qui l’a, ou retirez le champ de la correspondance.',
  'Tryton has no category of parties "…".': 'Tryton n’a pas de catégorie de tiers « {1} ».',
  'Create it in Tryton, or correct the category of customers in the connection.':
    'Créez-la dans Tryton, ou corrigez la catégorie des clients dans la connexion.',
  '… has no such database.': '{1} n’a pas une telle base de données.',
  'Check the address and the database of the connection.': 'Vérifiez l’adresse et la base de données de la connexion.',
  'Tryton asks for more than a password, such as a code. Give Koppel a user that signs in with a password.':
    'Tryton demande plus qu’un mot de passe, par exemple un code. Donnez à Koppel un utilisateur qui se connecte par mot de passe.',
  'Check the database, the user and the password of the connection.':
    'Vérifiez la base de données, l’utilisateur et le mot de passe de la connexion.',
  '… answers, but not as Tryton does (status …).': '{1} répond, mais pas comme Tryton (statut {2}).',
  'Check the address in the connection: it must be that of Tryton itself, with nothing in between.':
    'Vérifiez l’adresse de la connexion : c’est celle de Tryton lui-même, sans rien entre les deux.',
  'Tryton answers at ….': 'Tryton répond à {1}.',
  '… records are not there: the module that has "…" is not activated.':
    'Les enregistrements de {1} n’y sont pas : le module qui a « {2} » n’est pas activé.',
  'Activate it if flows need these records. Everything else works without it.':
    'Activez-le si des flux ont besoin de ces enregistrements. Tout le reste fonctionne sans lui.',
  'Read …. Whether it may be written shows with the first write.':
    '{1} : lecture faite. Si l’écriture est permise, la première le montrera.',
};
