import type { SentenceCatalogue } from '../sentence-in.ts';

/** Sentences of the connector of Business Central. */
export const businessCentral: SentenceCatalogue = {
  '… did not answer all requests of a batch.': '{1} n’a pas répondu à toutes les demandes d’un lot.',
  'Koppel finds out by itself what was done and goes on.': 'Koppel vérifie de lui-même ce qui a été fait et continue.',
  '… has no company that this connection may see.': '{1} n’a aucune société que cette connexion puisse voir.',
  '… has no company "…" that this connection may see.':
    '{1} n’a pas de société « {2} » que cette connexion puisse voir.',
  'Check the name of the company, and that the application has permission in it.':
    'Vérifiez le nom de la société, et que l’application y a des droits.',
  'Blocked has no Business Central value for "…".': 'Bloqué n’a pas de valeur « {1} » dans Business Central.',
  'Use no, ship, invoice or all, or translate the value in the mapping.':
    'Utilisez no, ship, invoice ou all, ou traduisez la valeur dans la correspondance.',
  'The value is not a list of lines.': 'La valeur n’est pas une liste de lignes.',
  'Map lines onto this field.': 'Reliez des lignes à ce champ.',
  '"…" is not the key of a record of Business Central.':
    '« {1} » n’est pas la clé d’un enregistrement de Business Central.',
  'Correct the record link of what it refers to, then retry.':
    'Corrigez la correspondance de ce à quoi il se réfère, puis réessayez.',
  'Business Central fills this field by itself.': 'Business Central remplit ce champ lui-même.',
  'Leave the field out of the mapping.': 'Laissez le champ hors de la correspondance.',
  'The place where the last run stopped cannot be read.':
    'L’endroit où la dernière exécution s’est arrêtée est illisible.',
  'Run all records once: what is equal already is not written again.':
    'Traitez une fois tous les enregistrements : ce qui est déjà égal n’est pas réécrit.',
  '… "…" does not exist in Business Central.': '{1} « {2} » n’existe pas dans Business Central.',
  'Create the code there, or translate the value in the mapping.':
    'Créez-y le code, ou traduisez la valeur dans la correspondance.',
  'Business Central has no field "…" for … records, or no longer has it.':
    'Business Central n’a pas, ou plus, de champ « {1} » pour les enregistrements de {2}.',
  'Look at the fields of the connection again and check the flow. Nothing was emptied because of it.':
    'Relisez les champs de la connexion et vérifiez le flux. Rien n’a été vidé pour cela.',
  'The binding of … leads to "…", which cannot be reached from this record.':
    'La liaison de {1} mène à « {2} », inaccessible depuis cet enregistrement.',
  'Bind the field to a column of the record, or to the code of one of its references.':
    'Liez le champ à une colonne de l’enregistrement, ou au code d’une de ses références.',
  'The binding of … names the conversion "…", which does not exist.':
    'La liaison de {1} nomme la conversion « {2} », qui n’existe pas.',
  'Use one of …, or none.': 'Utilisez une de celles-ci : {1}, ou aucune.',
  '… did not accept the subscription to its changes.': '{1} n’a pas accepté l’abonnement à ses modifications.',
  'It calls … and wants an answer within 5 seconds. Check that this address can be reached from there.':
    'Il appelle {1} et attend une réponse dans les 5 secondes. Vérifiez que cette adresse est joignable de là.',
  'Line …: …': 'Ligne {1} : {2}',
  'The order has no lines.': 'La commande n’a pas de lignes.',
  'Add a line in the source, then retry.': 'Ajoutez une ligne dans la source, puis réessayez.',
  '"…" is not a number.': '« {1} » n’est pas un nombre.',
  'Correct the value in the source, or convert it in the mapping.':
    'Corrigez la valeur dans la source, ou convertissez-la dans la correspondance.',
  'the description has … characters, and at most 100 fit.': 'la description a {1} caractères, et 100 au plus tiennent.',
  'Shorten it in the source or in the mapping.': 'Raccourcissez-la dans la source ou dans la correspondance.',
  '"…" is no item of Business Central.': '« {1} » n’est pas un article de Business Central.',
  'Choose a product for the line in the source, then retry.':
    'Choisissez un produit pour la ligne dans la source, puis réessayez.',
  'Business Central has no item "…".': 'Business Central n’a pas d’article « {1} ».',
  'Create the item in Business Central, or correct the product in the source, then retry.':
    'Créez l’article dans Business Central, ou corrigez le produit dans la source, puis réessayez.',
  'the item … is blocked in Business Central.': 'l’article {1} est bloqué dans Business Central.',
  'Unblock the item there, or choose another product in the source, then retry.':
    'Débloquez-y l’article, ou choisissez un autre produit dans la source, puis réessayez.',
  'the quantity of … is ….': 'la quantité de {1} est {2}.',
  'the quantity of … is empty.': 'la quantité de {1} est vide.',
  'Give the line a quantity above 0 in the source, or remove it, then retry.':
    'Donnez à la ligne une quantité supérieure à 0 dans la source, ou supprimez-la, puis réessayez.',
  'The total is …, but the lines come to ….': 'Le total est de {1}, mais les lignes donnent {2}.',
  'Check prices, quantities and discounts in the source, then retry.':
    'Vérifiez prix, quantités et remises dans la source, puis réessayez.',
  'The record has no reference, by which it is found again in Business Central.':
    'L’enregistrement n’a pas de référence par laquelle le retrouver dans Business Central.',
  'Map a value that no other record has, such as the number in the source, onto the reference.':
    'Reliez à la référence une valeur qu’aucun autre enregistrement n’a, comme le numéro dans la source.',
  'A field that Business Central requires is empty or does not pass its check.':
    'Un champ que Business Central exige est vide ou ne passe pas son contrôle.',
  'Fill the field in the source or give it a default in the mapping, then retry.':
    'Remplissez le champ dans la source ou donnez-lui une valeur par défaut dans la correspondance, puis réessayez.',
  'A text is longer than its field.': 'Un texte est plus long que son champ.',
  'Shorten the text in the source or in the mapping, then retry.':
    'Raccourcissez le texte dans la source ou dans la correspondance, puis réessayez.',
  'A code does not exist in Business Central.': 'Un code n’existe pas dans Business Central.',
  'Create the code there, or translate the value in the mapping, then retry.':
    'Créez-y le code, ou traduisez la valeur dans la correspondance, puis réessayez.',
  'A record with this number exists already.': 'Un enregistrement avec ce numéro existe déjà.',
  'Link the record to the existing one, or give it another number, then retry.':
    'Liez l’enregistrement à celui qui existe, ou donnez-lui un autre numéro, puis réessayez.',
  'The record is no longer there.': 'L’enregistrement n’existe plus.',
  'Restore it in Business Central, or remove the record link, then retry.':
    'Rétablissez-le dans Business Central, ou supprimez la correspondance, puis réessayez.',
  'Somebody else changed it in the meantime.': 'Quelqu’un d’autre l’a modifié entre-temps.',
  'Koppel reads it again and decides anew.': 'Koppel le relit et décide à nouveau.',
  'Business Central refused it.': 'Business Central l’a refusé.',
  'Correct the record as Business Central says, then retry.':
    'Corrigez l’enregistrement comme Business Central l’indique, puis réessayez.',
  'The customer is blocked in Business Central.': 'Le client est bloqué dans Business Central.',
  'Unblock the customer in Business Central, or withdraw the order, then retry.':
    'Débloquez le client dans Business Central, ou retirez la commande, puis réessayez.',
  'An item is blocked in Business Central.': 'Un article est bloqué dans Business Central.',
  'An item does not exist in Business Central.': 'Un article n’existe pas dans Business Central.',
  'Create the item there, or correct the product in the source, then retry.':
    'Créez-y l’article, ou corrigez le produit dans la source, puis réessayez.',
  'Its customer is no longer in Business Central.': 'Son client n’est plus dans Business Central.',
  'Create the customer there or correct its record link, then retry.':
    'Créez-y le client ou corrigez sa correspondance, puis réessayez.',
  'Its currency has no exchange rate in Business Central.':
    'Sa devise n’a pas de taux de change dans Business Central.',
  'Enter a rate for the currency there, then retry.': 'Saisissez-y un taux pour la devise, puis réessayez.',
  'The document has been released or posted, and its content stands.':
    'Le document est lancé ou validé, et son contenu est figé.',
  'Reopen it in Business Central, or leave it as it is there.':
    'Rouvrez-le dans Business Central, ou laissez-le tel qu’il y est.',
  'The application has no permission to write it.': 'L’application n’a pas le droit de l’écrire.',
  'Give the application the permission set for these records in Business Central, then retry.':
    'Donnez à l’application, dans Business Central, l’ensemble d’autorisations pour ces enregistrements, puis réessayez.',
  '… was not created. …': '{1} n’a pas été créé. {2}',
  '… was not updated. …': '{1} n’a pas été mis à jour. {2}',
  'Business Central … (status …).': 'Business Central {1} (statut {2}).',
  'Koppel goes on by itself.': 'Koppel continue de lui-même.',
  'Business Central ….': 'Business Central {1}.',
  'Koppel looks up by itself whether it was done.': 'Koppel vérifie de lui-même si cela a été fait.',
  'wants a new sign-in': 'demande une nouvelle connexion',
  'is too busy': 'est trop occupé',
  'did not say clearly whether it was done': 'n’a pas dit clairement si cela a été fait',
  '… was not written. … records are not written to Business Central.':
    '{1} n’a pas été écrit. Les enregistrements de {2} ne sont pas écrits vers Business Central.',
  'Let the flow write into another entity or system.':
    'Laissez le flux écrire dans une autre entité ou un autre système.',
  '… was not updated. Its key "…" is not one of Business Central.':
    '{1} n’a pas été mis à jour. Sa clé « {2} » n’est pas de Business Central.',
  'Correct the record link, then retry.': 'Corrigez la correspondance, puis réessayez.',
  '… was created as …, but not completely. …': '{1} a été créé sous {2}, mais pas complètement. {3}',
  '… A retry goes on with … where a match rule recognises it.':
    '{1} Un nouvel essai continue avec {2} là où une règle de reconnaissance le reconnaît.',
  '… does not know the company of this connection, or no longer has it.':
    '{1} ne connaît pas la société de cette connexion, ou ne l’a plus.',
  'The Business Central environment at … is not available at the moment.':
    'L’environnement Business Central à {1} n’est pas disponible pour le moment.',
  'Koppel tries again by itself. It may be under maintenance.':
    'Koppel réessaie de lui-même. Une maintenance est peut-être en cours.',
  'Business Central sent a record without an id.': 'Business Central a envoyé un enregistrement sans id.',
  'Check that the address in the connection is that of the API v2.0.':
    'Vérifiez que l’adresse de la connexion est celle de l’API v2.0.',
  '… did not say whether the custom sales API is published (status …).':
    '{1} n’a pas dit si l’API de vente propre est publiée (statut {2}).',
  'Koppel tries again by itself.': 'Koppel réessaie de lui-même.',
  '… gave a record without its part on the custom sales API.':
    '{1} a donné un enregistrement sans sa partie de l’API de vente propre.',
  'Koppel reads the page again by itself. If it lasts, check that both APIs show the same records.':
    'Koppel relit la page de lui-même. Si cela dure, vérifiez que les deux API montrent les mêmes enregistrements.',
  '… sent a record without the time of its last change.':
    '{1} a envoyé un enregistrement sans l’heure de sa dernière modification.',
  'Business Central keeps no enterprise number for a customer in "…", and "…" was to be written.':
    'Business Central ne garde pas de numéro d’entreprise pour un client de « {1} », et « {2} » était à écrire.',
  'Check the country of the billing address, or leave the company number empty for foreign customers.':
    'Vérifiez le pays de l’adresse de facturation, ou laissez le numéro d’entreprise vide pour les clients étrangers.',
  'Business Central keeps only the enterprise number of a Belgian customer, and the VAT number "…" is another number.':
    'Business Central ne garde que le numéro d’entreprise d’un client belge, et le numéro de TVA « {1} » est un autre numéro.',
  'Write the company number instead, or publish the custom sales API, which has a place for it.':
    'Écrivez plutôt le numéro d’entreprise, ou publiez l’API de vente propre, qui a une place pour lui.',
  'Signed in as the application ….': 'Connecté comme l’application {1}.',
  'Works in the company ….': 'Travaille dans la société {1}.',
  '… records come from the API koppel/sales, which is not published or not used.':
    'Les enregistrements de {1} viennent de l’API koppel/sales, qui n’est pas publiée ou pas utilisée.',
  'Publish it if flows need these records. Everything else works without it.':
    'Publiez-la si des flux ont besoin de ces enregistrements. Tout le reste fonctionne sans elle.',
  '… records may be read. Whether they may be written shows with the first write.':
    'Les enregistrements de {1} peuvent être lus. S’ils peuvent être écrits, la première écriture le montrera.',
  'The API koppel/sales is published and is used.': 'L’API koppel/sales est publiée et utilisée.',
  'The API koppel/sales is not published or not used: IBAN, language, delivery address and insured amount are not there.':
    'L’API koppel/sales n’est pas publiée ou pas utilisée : IBAN, langue, adresse de livraison et montant assuré n’y sont pas.',
  'Publish it if you need these fields. Everything else works without it.':
    'Publiez-la si vous avez besoin de ces champs. Tout le reste fonctionne sans elle.',
  'There is no … record yet.': 'Il n’y a pas encore d’enregistrement de {1}.',
  'Read ….': '{1} : lecture faite.',
};
