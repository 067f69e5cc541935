import type { SentenceCatalogue } from '../sentence-in.ts';

/** Sentences of the connector of Dataverse. */
export const dataverse: SentenceCatalogue = {
  '… "…" has no value in Dataverse.': '{1} « {2} » n’a pas de valeur dans Dataverse.',
  'Add it there, or translate it in the mapping.': 'Ajoutez-la là-bas, ou traduisez-la dans la correspondance.',
  'Dataverse sent a record without an id.': 'Dataverse a envoyé un enregistrement sans id.',
  'Check that the address in the connection is that of the environment.':
    'Vérifiez que l’adresse de la connexion est celle de l’environnement.',
  'Dataverse has no field "…" for … records, or no longer has it.':
    'Dataverse n’a pas, ou plus, de champ « {1} » pour les enregistrements de {2}.',
  '"…" is the name of … records in Dataverse.': '« {1} » est le nom de {2} enregistrements dans Dataverse.',
  'Give them different names in Dataverse, then retry.':
    'Donnez-leur des noms différents dans Dataverse, puis réessayez.',
  'Dataverse has no unit "…".': 'Dataverse n’a pas d’unité « {1} ».',
  'Add the unit in Dataverse, or translate it in the mapping, then retry.':
    'Ajoutez l’unité dans Dataverse, ou traduisez-la dans la correspondance, puis réessayez.',
  'Dataverse has no price list "…".': 'Dataverse n’a pas de tarif « {1} ».',
  'Make the price list in Dataverse, or translate its name in the mapping, then retry.':
    'Créez le tarif dans Dataverse, ou traduisez son nom dans la correspondance, puis réessayez.',
  '"…" is not a number with at most 15 digits.': '« {1} » n’est pas un nombre d’au plus 15 chiffres.',
  'Correct the value in the source, or round it in the mapping.':
    'Corrigez la valeur dans la source, ou arrondissez-la dans la correspondance.',
  'it has no unit price.': 'elle n’a pas de prix unitaire.',
  'Map the unit price of the lines, or correct the source.':
    'Reliez le prix unitaire des lignes, ou corrigez la source.',
  'it has neither a product nor a description.': 'elle n’a ni produit ni description.',
  'Leave the line out in the mapping, or correct the source.':
    'Laissez la ligne hors de la correspondance, ou corrigez la source.',
  'Dataverse has no product with the number "…".': 'Dataverse n’a pas de produit avec le numéro « {1} ».',
  'Bring the products to Dataverse first, or correct the number, then retry.':
    'Portez d’abord les produits dans Dataverse, ou corrigez le numéro, puis réessayez.',
  'quantity, price and discount give …, its amount is ….': 'quantité, prix et remise donnent {1}, son montant est {2}.',
  'Correct the line in the source, or leave its amount out of the mapping, then retry.':
    'Corrigez la ligne dans la source, ou laissez son montant hors de la correspondance, puis réessayez.',
  'the price list "…" is in …, the price in ….': 'le tarif « {1} » est en {2}, le prix en {3}.',
  'Make a price list in that currency in Dataverse, or translate the name of the list in the mapping.':
    'Créez un tarif dans cette devise dans Dataverse, ou traduisez le nom du tarif dans la correspondance.',
  '… "…" is the name of … records in Dataverse.': '{1} « {2} » est le nom de {3} enregistrements dans Dataverse.',
  'Use the id of the right one, or give them different names there.':
    'Utilisez l’id du bon enregistrement, ou donnez-leur des noms différents là-bas.',
  '… "…" is not the key of a record in Dataverse.': '{1} « {2} » n’est pas la clé d’un enregistrement dans Dataverse.',
  '… was given something else than lines.': '{1} a reçu autre chose que des lignes.',
  'Another record has a value that must be unique.': 'Un autre enregistrement a une valeur qui doit être unique.',
  'A text is longer than its column.': 'Un texte est plus long que sa colonne.',
  'A number lies outside the range of its column.': 'Un nombre sort des limites de sa colonne.',
  'Correct the number in the source or in the mapping, then retry.':
    'Corrigez le nombre dans la source ou dans la correspondance, puis réessayez.',
  'Give the application user a security role with this permission in Dataverse, then retry.':
    'Donnez à l’utilisateur d’application un rôle de sécurité avec ce droit dans Dataverse, puis réessayez.',
  'A column is secured, and the application may not write it.':
    'Une colonne est sécurisée, et l’application ne peut pas l’écrire.',
  'Add the application user to a column security profile that lets it write this column, then retry.':
    'Ajoutez l’utilisateur d’application à un profil de sécurité de colonne qui le laisse écrire cette colonne, puis réessayez.',
  'Dataverse refused it.': 'Dataverse l’a refusé.',
  'Correct the record as Dataverse says, then retry.':
    'Corrigez l’enregistrement comme Dataverse l’indique, puis réessayez.',
  'Restore it in Dataverse, or remove the record link, then retry.':
    'Rétablissez-le dans Dataverse, ou supprimez la correspondance, puis réessayez.',
  'The record is closed, and its lines cannot be changed any more.':
    'L’enregistrement est clôturé, et ses lignes ne peuvent plus être modifiées.',
  'Revise the quote or open the order again in Dataverse, then retry.':
    'Révisez le devis ou rouvrez la commande dans Dataverse, puis réessayez.',
  'A choice does not exist in Dataverse.': 'Un choix n’existe pas dans Dataverse.',
  'Add the choice there, or translate the value in the mapping, then retry.':
    'Ajoutez-y le choix, ou traduisez la valeur dans la correspondance, puis réessayez.',
  'A column that Dataverse requires is empty or has a value that it does not take.':
    'Une colonne que Dataverse exige est vide ou a une valeur qu’il n’accepte pas.',
  'A rule of this organisation refused it.': 'Une règle de cette organisation l’a refusé.',
  'Correct the record as the rule says, then retry.':
    'Corrigez l’enregistrement comme la règle l’indique, puis réessayez.',
  'A unit does not belong to the unit group of its product.':
    'Une unité n’appartient pas au groupe d’unités de son produit.',
  'Add the unit to the unit group of the product in Dataverse, or translate it in the mapping, then retry.':
    'Ajoutez l’unité au groupe d’unités du produit dans Dataverse, ou traduisez-la dans la correspondance, puis réessayez.',
  'A price list is missing.': 'Il manque un tarif.',
  'Make a price list in the currency of the record in Dataverse, then retry.':
    'Créez un tarif dans la devise de l’enregistrement dans Dataverse, puis réessayez.',
  'The currency of the record is not that of its price list.':
    'La devise de l’enregistrement n’est pas celle de son tarif.',
  'Make a price list in that currency in Dataverse, or correct the currency, then retry.':
    'Créez un tarif dans cette devise dans Dataverse, ou corrigez la devise, puis réessayez.',
  'The status cannot be reached from where the record is.':
    'Le statut ne peut pas être atteint depuis l’état actuel de l’enregistrement.',
  'Correct the status in Dataverse or in the mapping, then retry.':
    'Corrigez le statut dans Dataverse ou dans la correspondance, puis réessayez.',
  'The product is published, and a published product is changed under revision only.':
    'Le produit est publié, et un produit publié ne se modifie qu’en révision.',
  'Retry: Koppel takes it under revision when it sees its state.':
    'Réessayez : Koppel le met en révision quand il voit son état.',
  'A record that it refers to is not there.': 'Un enregistrement auquel il se réfère n’est pas là.',
  'Bring that record to Dataverse first, or correct its record link, then retry.':
    'Portez d’abord cet enregistrement dans Dataverse, ou corrigez sa correspondance, puis réessayez.',
  'Dataverse ….': 'Dataverse {1}.',
  'Dataverse … (status …).': 'Dataverse {1} (statut {2}).',
  'Koppel waits and goes on by itself.': 'Koppel attend et continue de lui-même.',
  '… was not created. Dataverse has no price list.': '{1} n’a pas été créé. Dataverse n’a pas de tarif.',
  '… was not created. Dataverse has no price list in ….': '{1} n’a pas été créé. Dataverse n’a pas de tarif en {2}.',
  'Make a price list in Dataverse, then retry.': 'Créez un tarif dans Dataverse, puis réessayez.',
  'Make a price list in … in Dataverse, then retry.': 'Créez un tarif en {1} dans Dataverse, puis réessayez.',
  '… was not written. Its lines cannot be read.': '{1} n’a pas été écrit. Ses lignes sont illisibles.',
  '… was not written. Its lines come to …, its total is ….':
    '{1} n’a pas été écrit. Ses lignes donnent {2}, son total est {3}.',
  'Correct the lines or the total in the source, or leave the total out of the mapping, then retry.':
    'Corrigez les lignes ou le total dans la source, ou laissez le total hors de la correspondance, puis réessayez.',
  '… was not written. Its key "…" is not one of Dataverse.':
    '{1} n’a pas été écrit. Sa clé « {2} » n’est pas de Dataverse.',
  '… was not created. Dataverse does not change … after a record is made.':
    '{1} n’a pas été créé. Dataverse ne modifie pas {2} une fois l’enregistrement créé.',
  '… was not created. Dataverse computes … itself.': '{1} n’a pas été créé. Dataverse calcule {2} lui-même.',
  '… was not updated. Dataverse does not change … after a record is made.':
    '{1} n’a pas été mis à jour. Dataverse ne modifie pas {2} une fois l’enregistrement créé.',
  '… was not updated. Dataverse computes … itself.': '{1} n’a pas été mis à jour. Dataverse calcule {2} lui-même.',
  'Leave the field out of the mapping, or correct the record in Dataverse.':
    'Laissez le champ hors de la correspondance, ou corrigez l’enregistrement dans Dataverse.',
  '… was created, but not completely. …': '{1} a été créé, mais pas complètement. {2}',
  '… A retry goes on with the record that is there.': '{1} Un nouvel essai continue avec l’enregistrement qui est là.',
  'does not know the application of this connection as a user':
    'ne connaît pas l’application de cette connexion comme utilisateur',
  'Create an application user for it in the Power Platform admin centre and give it a security role.':
    'Créez pour elle un utilisateur d’application dans le centre d’administration Power Platform et donnez-lui un rôle de sécurité.',
  'does not let this application use its API': 'ne laisse pas cette application utiliser son API',
  'Let the application through in the access policy of the environment.':
    'Laissez passer l’application dans la stratégie d’accès de l’environnement.',
  '… does not let the application of this connection do that.':
    '{1} ne laisse pas l’application de cette connexion faire cela.',
  'Give its application user a security role with the permission that the answer names.':
    'Donnez à son utilisateur d’application un rôle de sécurité avec le droit que la réponse nomme.',
  'Dataverse does not keep track of changes to the table ….':
    'Dataverse ne suit pas les modifications de la table {1}.',
  'Switch on "Track changes" for the table in Power Apps, or run all records.':
    'Activez « Suivre les modifications » pour la table dans Power Apps, ou traitez tous les enregistrements.',
  'Works as the user … in the organisation ….': 'Travaille comme l’utilisateur {1} dans l’organisation {2}.',
  '… did not say which organisation it is.': '{1} n’a pas dit quelle organisation il est.',
  'Check that the address in the connection is that of the Dataverse environment.':
    'Vérifiez que l’adresse de la connexion est celle de l’environnement Dataverse.',
  'This environment has no table ….': 'Cet environnement n’a pas de table {1}.',
  'Flows that read or write it cannot run here. Install Dynamics 365 Sales or add the table, if you need them.':
    'Les flux qui la lisent ou l’écrivent ne peuvent pas s’exécuter ici. Installez Dynamics 365 Sales ou ajoutez la table, si vous en avez besoin.',
  'The table … may be read; … of its fields are bound.': 'La table {1} peut être lue ; {2} de ses champs sont liés.',
  'Not in this organisation: ….': 'Pas dans cette organisation : {1}.',
  'Its changes are not tracked.': 'Ses modifications ne sont pas suivies.',
  'Add the columns or bind the fields to others, and switch on "Track changes" for the table, if you need them.':
    'Ajoutez les colonnes ou liez les champs à d’autres, et activez « Suivre les modifications » pour la table, si vous en avez besoin.',
  'The table … may be read. Whether it may be written shows with the first write.':
    'La table {1} peut être lue. Si elle peut être écrite, la première écriture le montrera.',
  '… columns, of which … are bound.': '{1} colonnes, dont {2} sont liées.',
  '… Not in this organisation: ….': '{1} Pas dans cette organisation : {2}.',
  'Add these columns to the table, or bind the fields to others, if you need them.':
    'Ajoutez ces colonnes à la table, ou liez les champs à d’autres, si vous en avez besoin.',
  'Changes to … are tracked.': 'Les modifications de {1} sont suivies.',
  'Changes to … are not tracked: flows can read all of its records, not only those that changed.':
    'Les modifications de {1} ne sont pas suivies : les flux peuvent lire tous ses enregistrements, pas seulement ceux qui ont changé.',
  'Switch on "Track changes" for the table in Power Apps.':
    'Activez « Suivre les modifications » pour la table dans Power Apps.',
  'There is no record in … yet.': 'Il n’y a pas encore d’enregistrement dans {1}.',
  'Read a record.': 'Un enregistrement a été lu.',
  'The status "…" cannot be reached from where the record is in Dataverse.':
    'Le statut « {1} » ne peut pas être atteint depuis l’état de l’enregistrement dans Dataverse.',
  'Status "…" has no value in Dataverse.': 'Le statut « {1} » n’a pas de valeur dans Dataverse.',
  'Translate it in the mapping to one of ….': 'Traduisez-le dans la correspondance vers l’un de : {1}.',
  'A quote that is active or closed is revised in Dataverse; then retry.':
    'Un devis actif ou clôturé se révise dans Dataverse ; réessayez ensuite.',
  'The order is closed in Dataverse. Correct its status there or in the mapping.':
    'La commande est clôturée dans Dataverse. Corrigez son statut là-bas ou dans la correspondance.',
  'An order becomes invoiced by making an invoice of it in Dataverse. Map "fulfilled" instead.':
    'Une commande devient facturée en en faisant une facture dans Dataverse. Reliez plutôt « fulfilled ».',
  'Open the opportunity again in Dataverse, then retry.': 'Rouvrez l’opportunité dans Dataverse, puis réessayez.',
  'A published product never is a draft again. Map "retired" or "active" instead.':
    'Un produit publié ne redevient jamais un brouillon. Reliez plutôt « retired » ou « active ».',
};
