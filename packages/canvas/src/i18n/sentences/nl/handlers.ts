import type { SentenceCatalogue } from '../sentence-in.ts';

/** Sentences of the API. */
export const handlers: SentenceCatalogue = {
  'You have this right already.': 'Je hebt dit recht al.',
  'Load the page again.': 'Laad de pagina opnieuw.',
  'An administrator refused this within the last day.': 'Een beheerder weigerde dit in de voorbije dag.',
  'Talk to one of them, or ask again tomorrow.': 'Spreek met een van hen, of vraag het morgen opnieuw.',
  'You asked for rights five times within a day.': 'Je vroeg vijf keer rechten binnen één dag.',
  'Talk to an administrator, or ask again tomorrow.': 'Spreek met een beheerder, of vraag het morgen opnieuw.',
  'The role "…" does not have the right that was asked for.': 'De rol “{1}” heeft het gevraagde recht niet.',
  'Choose another role, or refuse.': 'Kies een andere rol, of weiger.',
  'This role does not have the right.': 'Deze rol heeft het recht niet.',
  'Somebody decided about this request already.': 'Iemand heeft al over deze aanvraag beslist.',
  'Load the list again.': 'Laad de lijst opnieuw.',
  'E-mail and password do not belong together.': 'E-mail en wachtwoord horen niet bij elkaar.',
  'Check both, or ask an administrator for a sign-in link.': 'Kijk beide na, of vraag een beheerder een aanmeldlink.',
  'This link was used before, or is older than half an hour.': 'Deze link is al gebruikt, of is ouder dan een halfuur.',
  'Make a new one on the machine that runs Koppel: npm run koppel -- sign-in-link':
    'Maak een nieuwe op de machine waarop Koppel draait: npm run koppel -- sign-in-link',
  '… does not answer.': '{1} antwoordt niet.',
  'Try again later, or sign in with a password or a link.':
    'Probeer later opnieuw, of meld aan met een wachtwoord of een link.',
  'People sign in by this address at the provider of the company, so it stays.':
    'Mensen melden met dit adres aan bij de provider van het bedrijf, dus het blijft.',
  'This is not your password.': 'Dit is niet je wachtwoord.',
  'Somebody else has this e-mail address.': 'Iemand anders heeft dit e-mailadres.',
  'Correct the marked field.': 'Verbeter het gemarkeerde veld.',
  'A token is made by the person whose it is.': 'Een token wordt gemaakt door wie het toebehoort.',
  'Leave "email" out. For somebody else: koppel token create --for, on the machine that runs Koppel.':
    'Laat "email" weg. Voor iemand anders: koppel token create --for, op de machine waarop Koppel draait.',
  'A token belongs to a person, and the command line of this machine is none.':
    'Een token hoort bij een persoon, en de opdrachtregel van deze machine is er geen.',
  'Say whose it becomes: koppel token create <name> --for <email>':
    'Zeg van wie het wordt: koppel token create <naam> --for <e-mail>',
  'The role of who makes it does not have the right "…", so no token can.':
    'De rol van wie het maakt, heeft het recht “{1}” niet, dus geen token kan het hebben.',
  'Leave it out, or ask an administrator for it.': 'Laat het weg, of vraag het aan een beheerder.',
  'A connection keeps its connector: make a new connection instead.':
    'Een verbinding behoudt haar connector: maak in de plaats een nieuwe verbinding.',
  '"…" is used by ….': '“{1}” wordt gebruikt door {2}.',
  'Bind those flows to another connection, then remove this one.':
    'Bind die flows aan een andere verbinding en verwijder deze dan.',
  '"…" belongs to the demo systems, which are on.': '“{1}” hoort bij de demosystemen, die aan staan.',
  'Start Koppel with KOPPEL_DEMO=off, then remove it.': 'Start Koppel met KOPPEL_DEMO=off en verwijder ze dan.',
  'Nobody has looked at the fields of "…" yet.': 'Niemand heeft de velden van “{1}” al bekeken.',
  'Test the connection, or look at its fields now.': 'Test de verbinding, of bekijk nu haar velden.',
  'The records of "…" are known to its connector and need no description.':
    'De records van “{1}” zijn bekend bij de connector en hebben geen beschrijving nodig.',
  'Test the connection instead.': 'Test in de plaats de verbinding.',
  '"…" did not answer in time.': '“{1}” antwoordde niet op tijd.',
  'Try again later, or check the address.': 'Probeer later opnieuw, of kijk het adres na.',
  'The connection "…" signs in by itself.': 'De verbinding “{1}” meldt zichzelf aan.',
  'To have a person sign in, choose that in its settings and save it.':
    'Als iemand moet aanmelden, kies dat dan in haar instellingen en bewaar ze.',
  '"…" is signed in at its provider\'s page, which needs a browser.':
    '“{1}” wordt aangemeld op de pagina van de provider, en daar is een browser voor nodig.',
  'Open the connection on the screen and choose "Connect" there.':
    'Open de verbinding op het scherm en kies daar “Verbinden”.',
  'The provider did not sign "…" in.': 'De provider meldde “{1}” niet aan.',
  'Choose "Connect" again and allow what it asks for. If the provider refuses, its administrator must.':
    'Kies opnieuw “Verbinden” en sta toe wat gevraagd wordt. Als de provider weigert, kan alleen zijn beheerder het toestaan.',
  'There is no connector "…".': 'Er is geen connector “{1}”.',
  '"…" does not fit: …': '“{1}” past niet: {2}',
  'Correct the marked fields.': 'Verbeter de gemarkeerde velden.',
  'The address changed, so the credentials must be entered again.':
    'Het adres is gewijzigd, dus de aanmeldgegevens zijn opnieuw in te geven.',
  'Fill in the marked fields. Stored credentials are only sent to the address they were entered for.':
    'Vul de gemarkeerde velden in. Bewaarde aanmeldgegevens worden alleen gestuurd naar het adres waarvoor ze ingegeven zijn.',
  'Enter it again for the new address.': 'Geef het opnieuw in voor het nieuwe adres.',
  'There is already a connection called "…".': 'Er is al een verbinding met de naam “{1}”.',
  'No flow that is on keeps records as their master has them.':
    'Geen flow die aan staat, houdt records zoals hun eigenaar ze heeft.',
  'Switch on a flow that updates records, or name one that is published.':
    'Zet een flow aan die records bijwerkt, of noem er een die gepubliceerd is.',
  '"…" is no time zone.': '“{1}” is geen tijdzone.',
  'Write the name of a time zone, such as Europe/Brussels.': 'Schrijf de naam van een tijdzone, zoals Europe/Brussels.',
  'The flow "…" has nothing to check.': 'De flow “{1}” heeft niets om te controleren.',
  'Name a flow that is published, whose connections are chosen, and that updates records.':
    'Noem een flow die gepubliceerd is, waarvan de verbindingen gekozen zijn, en die records bijwerkt.',
  'None of these records can be retried.': 'Geen van deze records kan opnieuw geprobeerd worden.',
  'They were solved or dismissed since, or their flow is no longer published.':
    'Ze zijn intussen opgelost of afgesloten, of hun flow is niet meer gepubliceerd.',
  'The flow does not fill this field.': 'De flow vult dit veld niet.',
  'The record was read without this field.': 'Het record is zonder dit veld gelezen.',
  '"…" of … cannot be set for a retry. The flow does not fill this field.':
    '“{1}” van {2} kan niet ingesteld worden voor een nieuwe poging. De flow vult dit veld niet.',
  '"…" of … cannot be set for a retry. The record was read without this field.':
    '“{1}” van {2} kan niet ingesteld worden voor een nieuwe poging. Het record is zonder dit veld gelezen.',
  'Set one of the fields that the failed record shows.': 'Stel een van de velden in die het mislukte record toont.',
  'That cannot be done for ….': 'Dat kan niet gedaan worden voor {1}.',
  'Its flow writes into no other system.': 'De flow ervan schrijft in geen ander systeem.',
  'The other record is linked to another one. Look under Record links which of them is right.':
    'Het andere record is aan een ander gekoppeld. Kijk bij Recordkoppelingen welk van de twee juist is.',
  'A run is creating one of the two right now. Wait a moment, then look again.':
    'Een uitvoering maakt een van de twee nu aan. Wacht even en kijk dan opnieuw.',
  'Linked to …': 'Gekoppeld aan {1}',
  'It is not linked. Retry it: it is matched or created anew.':
    'Het is niet gekoppeld. Probeer het opnieuw: het wordt opnieuw herkend of aangemaakt.',
  'Retry it: it is compared anew, and says which values differ.':
    'Probeer het opnieuw: het wordt opnieuw vergeleken, en zegt welke waarden verschillen.',
  'The flow does something else by now than what was looked at.':
    'De flow doet intussen iets anders dan wat bekeken is.',
  'Run the test again, and look at what it says.': 'Voer de test opnieuw uit, en bekijk wat hij zegt.',
  'The flow has … tests already.': 'De flow heeft al {1} tests.',
  'Delete one that says no more than another.': 'Verwijder er een die niet meer zegt dan een andere.',
  'There is already a flow "…".': 'Er is al een flow “{1}”.',
  'Try again.': 'Probeer opnieuw.',
  'The flow "…" has a run that has not ended.': 'De flow “{1}” heeft een uitvoering die niet afgelopen is.',
  'Stop the run, or wait for its end, then delete the flow.':
    'Stop de uitvoering, of wacht tot ze afloopt, en verwijder de flow dan.',
  'The document is of the flow "…", not of "…".': 'Het document is van de flow “{1}”, niet van “{2}”.',
  'Save it under its own flow.': 'Bewaar het onder zijn eigen flow.',
  'This person does not edit flows in this workspace.': 'Deze persoon bewerkt geen flows in deze werkruimte.',
  'Choose somebody who may edit flows, or give them the role.':
    'Kies iemand die flows mag bewerken, of geef hem die rol.',
  'You have this flow open in another tab.': 'Je hebt deze flow in een ander tabblad open.',
  '… is editing this flow.': '{1} bewerkt deze flow.',
  'Close it there, or go on here in its place.': 'Sluit hem daar, of ga hier in de plaats verder.',
  'Open it in the designer to take over, or wait until they are done.':
    'Open hem in de ontwerper om over te nemen, of wacht tot ze klaar zijn.',
  '… saved this flow meanwhile, at ….': '{1} bewaarde deze flow intussen, om {2}.',
  'Load it again to see the change, then make yours.': 'Laad hem opnieuw om de wijziging te zien, en doe dan de jouwe.',
  'The key … stays: a workspace cannot be opened now, and its credentials may be sealed with it.':
    'De sleutel {1} blijft: een werkruimte kan nu niet geopend worden, en haar aanmeldgegevens zijn er misschien mee verzegeld.',
  'Mend that workspace first: koppel workspace list says which one and why.':
    'Herstel eerst die werkruimte: koppel workspace list zegt welke en waarom.',
  'The key … is in use: it is the newest.': 'De sleutel {1} is in gebruik: het is de nieuwste.',
  'The key … is in use: credentials are sealed with it.':
    'De sleutel {1} is in gebruik: er zijn aanmeldgegevens mee verzegeld.',
  'Make a new one first.': 'Maak er eerst een nieuwe.',
  'Rotate the keys first; then nothing needs it any more.':
    'Vernieuw eerst de sleutels; dan heeft niets deze nog nodig.',
  'Other work on the links of these systems is going on.':
    'Er is ander werk aan de koppelingen van deze systemen bezig.',
  'Wait for its end, or stop it.': 'Wacht tot het klaar is, of stop het.',
  'The file has … columns.': 'Het bestand heeft {1} kolommen.',
  'Choose the columns that hold the keys.': 'Kies de kolommen waarin de sleutels staan.',
  'The file does not have this column.': 'Het bestand heeft deze kolom niet.',
  'This is not an import whose rows have all been looked at.': 'Dit is geen import waarvan alle rijen bekeken zijn.',
  'Import the file again.': 'Importeer het bestand opnieuw.',
  'Records of one and the same connection are not linked.':
    'Records van een en dezelfde verbinding worden niet gekoppeld.',
  'Choose two connections.': 'Kies twee verbindingen.',
  'Choose another connection.': 'Kies een andere verbinding.',
  'There is no record "…" in its system.': 'Er is geen record “{1}” in zijn systeem.',
  'Look the record up again: it may have been deleted.': 'Zoek het record opnieuw op: misschien is het verwijderd.',
  'This record is not there.': 'Dit record is er niet.',
  '"…" is linked to "…". A record has one counterpart at most.':
    '“{1}” is gekoppeld aan “{2}”. Een record heeft hoogstens één tegenhanger.',
  'Keep the present link, or link these instead: then the present link is removed.':
    'Behoud de huidige koppeling, of koppel in de plaats deze: dan wordt de huidige verwijderd.',
  'A run is creating one of these records right now.': 'Een uitvoering maakt een van deze records nu aan.',
  'Wait a moment, then look again.': 'Wacht even en kijk dan opnieuw.',
  '"….…" is not a copy in …: nobody else is its only master.':
    '“{1}.{2}” is geen kopie in {3}: niemand anders is er de enige eigenaar van.',
  'Decide first on the mastership screen who is its master, then lock it.':
    'Beslis eerst op het scherm Eigenaarschap wie eigenaar is, en vergrendel het dan.',
  '… cannot lock fields of … records.': '{1} kan geen velden van records van {2} vergrendelen.',
  'Leave the fields open: the drift check finds what people change there, and puts it back.':
    'Laat de velden open: de controle op afwijkingen vindt wat mensen daar wijzigen, en zet het terug.',
  'This is the last administrator of the workspace.': 'Dit is de laatste beheerder van de werkruimte.',
  'Make somebody else an administrator first.': 'Maak eerst iemand anders beheerder.',
  '… is a member of this workspace already.': '{1} is al lid van deze werkruimte.',
  'Change the role in the list.': 'Wijzig de rol in de lijst.',
  'This person is a member already.': 'Deze persoon is al lid.',
  'Nobody takes the own second factor away like this.': 'Niemand haalt zo zijn eigen tweede factor weg.',
  'Turn it off under Settings › Account, with a code. Without one: koppel people reset-second-factor.':
    'Zet hem uit onder Instellingen › Account, met een code. Zonder code: koppel people reset-second-factor.',
  'This is the last administrator of this Koppel.': 'Dit is de laatste beheerder van deze Koppel.',
  'Somebody else must be one first.': 'Laat eerst iemand anders beheerder worden.',
  'No system that the flow reads has it any more.': 'Geen systeem dat de flow leest, heeft het nog.',
  'The flow cannot run yet: its slot "…" is not bound to a connection.':
    'De flow kan nog niet uitgevoerd worden: de verbindingsplaats “{1}” is niet aan een verbinding gebonden.',
  'The flow was not published: …': 'De flow is niet gepubliceerd: {1}',
  'The flow was not published: it has … errors.': 'De flow is niet gepubliceerd: hij heeft {1} fouten.',
  'Correct them, then publish again.': 'Verbeter ze en publiceer dan opnieuw.',
  'The flow was not published: its test … does not pass.': 'De flow is niet gepubliceerd: zijn test {1} slaagt niet.',
  'The flow was not published: … of its tests do not pass: ….':
    'De flow is niet gepubliceerd: {1} van zijn tests slagen niet: {2}.',
  'Look at what differs. Mend the flow or accept the new result, or publish it all the same with a reason.':
    'Bekijk wat verschilt. Herstel de flow of aanvaard het nieuwe resultaat, of publiceer hem toch met een reden.',
  'The flow was not published: it does not work for … of its pinned records: ….':
    'De flow is niet gepubliceerd: hij werkt niet voor {1} van zijn vastgeprikte records: {2}.',
  'The flow was not published: it does not work for the pinned record …. …':
    'De flow is niet gepubliceerd: hij werkt niet voor het vastgeprikte record {1}. {2}',
  'Mend the flow or unpin the record, or publish it all the same with a reason.':
    'Herstel de flow of maak het record los, of publiceer hem toch met een reden.',
  'The flow was not published: … changed the draft after … approved it, so the approval is void.':
    'De flow is niet gepubliceerd: {1} wijzigde het concept nadat {2} het goedkeurde, dus de goedkeuring vervalt.',
  'The flow was not published: in this workspace somebody else has to approve a draft first.':
    'De flow is niet gepubliceerd: in deze werkruimte keurt eerst iemand anders een concept goed.',
  'Wait for the answer.': 'Wacht op het antwoord.',
  'Ask for a review.': 'Vraag een nazicht.',
  'The flow "…" has never been published, so there is nothing to run.':
    'De flow “{1}” is nooit gepubliceerd, dus er is niets om uit te voeren.',
  'Publish it first.': 'Publiceer hem eerst.',
  'The flow has no slot "…".': 'De flow heeft geen verbindingsplaats “{1}”.',
  'There is no connection "…".': 'Er is geen verbinding “{1}”.',
  'The flow has no parameter "…".': 'De flow heeft geen parameter “{1}”.',
  '"…" is no ….': '“{1}” is niet van het type {2}.',
  'This restore point cannot be opened: …': 'Dit herstelpunt kan niet geopend worden: {1}',
  'Choose another one, or a published version.': 'Kies een ander, of een gepubliceerde versie.',
  'In this workspace two people stand behind what is published, and the command line is nobody in particular.':
    'In deze werkruimte staan twee mensen achter wat gepubliceerd wordt, en de opdrachtregel is niemand in het bijzonder.',
  'Do it on the screen, or over the API with a token of your own.':
    'Doe het op het scherm, of over de API met een eigen token.',
  'The draft is the version that is published already.': 'Het concept is de versie die al gepubliceerd is.',
  'Change it first.': 'Wijzig het eerst.',
  'Somebody asked for a review of this very draft already.': 'Iemand vroeg al een nazicht van net dit concept.',
  'Wait for the answer, or take the question back first.': 'Wacht op het antwoord, of neem de vraag eerst terug.',
  'A draft is sent back with a comment.': 'Een concept wordt met een opmerking teruggestuurd.',
  'Say what has to change.': 'Zeg wat er te veranderen is.',
  '… changed the draft after the review was asked for. It was not approved.':
    '{1} wijzigde het concept nadat het nazicht gevraagd was. Het is niet goedgekeurd.',
  'Look at it again. Whoever changed it asks for a review anew.':
    'Bekijk het opnieuw. Wie het wijzigde, vraagt opnieuw een nazicht.',
  'Nobody approves a draft that they asked about or changed themselves.':
    'Niemand keurt een concept goed waarvoor hij zelf het nazicht vroeg of dat hij zelf wijzigde.',
  'Somebody else with the right to approve has to look at it.': 'Laat iemand anders die mag goedkeuren ernaar kijken.',
  '… asked for this review.': '{1} vroeg dit nazicht.',
  'Only who asked, or who may approve, takes it back.': 'Alleen wie het vroeg, of wie mag goedkeuren, neemt het terug.',
  'This review is over.': 'Dit nazicht is voorbij.',
  '… decided about this draft already.': '{1} heeft al over dit concept beslist.',
  'Load it again to see what came of it.': 'Laad het opnieuw om te zien wat ervan kwam.',
  'Run … really wrote; it has no plan.': 'Uitvoering {1} heeft echt geschreven; ze heeft geen plan.',
  'Start a dry run to see what would be written.': 'Start een volledige proef om te zien wat geschreven zou worden.',
  'The plan of run … was removed, because it is older than values of records are kept.':
    'Het plan van uitvoering {1} is verwijderd, omdat het ouder is dan waarden van records bewaard worden.',
  'Start a dry run to see what would be written now.':
    'Start een volledige proef om te zien wat nu geschreven zou worden.',
  'The dry run … did not come to its end.': 'De volledige proef {1} liep niet af.',
  'Start a dry run, and approve its plan when it is done.':
    'Start een volledige proef, en keur zijn plan goed als hij klaar is.',
  'The plan of run … writes nothing.': 'Het plan van uitvoering {1} schrijft niets.',
  'Run … has not ended yet.': 'Uitvoering {1} is nog niet afgelopen.',
  'Wait for its end, then retry what failed.': 'Wacht tot ze afloopt en probeer dan opnieuw wat mislukte.',
  'No failed record of run … is open any more.': 'Geen mislukt record van uitvoering {1} staat nog open.',
  'They were solved or dismissed since.': 'Ze zijn intussen opgelost of afgesloten.',
  'This sign-in was begun too long ago, or tried too often.':
    'Deze aanmelding is te lang geleden begonnen, of te vaak geprobeerd.',
  'Sign in again from the start.': 'Meld opnieuw aan vanaf het begin.',
  'A second factor is asked for already.': 'Er wordt al een tweede factor gevraagd.',
  'Turn it off first, with a code of it.': 'Zet hem eerst uit, met een van zijn codes.',
  'This code is wrong, too old, or was used before.': 'Deze code is verkeerd, te oud, of al gebruikt.',
  'Wait for the next code of your app, or use one of your recovery codes.':
    'Wacht op de volgende code van je app, of gebruik een van je herstelcodes.',
  'The draft of "…" does not use a sub-flow "…".': 'Het concept van “{1}” gebruikt geen subflow “{2}”.',
  'Version … does not fit this flow: …': 'Versie {1} past niet bij deze flow: {2}',
  '… The flow keeps the version it has.': '{1} De flow behoudt de versie die hij heeft.',
  'The sub-flow is used by ….': 'De subflow wordt gebruikt door {1}.',
  'Take it out of them and publish them, then delete it.': 'Haal hem daaruit en publiceer ze, en verwijder hem dan.',
  'Run a flow that uses it.': 'Voer een flow uit die hem gebruikt.',
  'This version does not fit …: …': 'Deze versie past niet bij {1}: {2}',
  'They keep the version they have. Publish it all the same with a reason, or change it so that it fits.':
    'Ze behouden de versie die ze hebben. Publiceer ze toch met een reden, of wijzig ze zodat ze past.',
  'Somebody else changed the mastership table meanwhile.': 'Iemand anders wijzigde intussen de eigenaarstabel.',
  'Look at what changed, then make your change again.': 'Bekijk wat veranderde en doe je wijziging dan opnieuw.',
  'There is already a value list "…".': 'Er is al een waardenlijst “{1}”.',
  'Use it, or give yours another name.': 'Gebruik ze, of geef de jouwe een andere naam.',
  'Somebody else took "…" out of the list meanwhile.': 'Iemand anders haalde “{1}” intussen uit de lijst.',
  'Somebody else set "…" to "…" meanwhile.': 'Iemand anders maakte intussen van “{1}” “{2}”.',
  'The list is "…", not "…".': 'De lijst is “{1}”, niet “{2}”.',
  'Save it under its own id.': 'Bewaar ze onder haar eigen id.',
  'There is a workspace "…" already.': 'Er is al een werkruimte “{1}”.',
  'Choose another short name.': 'Kies een andere korte naam.',
  'This one is taken.': 'Deze is al in gebruik.',
  'You have no second factor yourself, and would no longer get in.':
    'Je hebt zelf geen tweede factor, en zou niet meer binnen kunnen.',
  'Set one up under Settings › Account first.': 'Stel er eerst een in onder Instellingen › Account.',
  'Look at the log of the server, mend or put back the database, and open the workspace again.':
    'Bekijk het log van de server, herstel de database of zet ze terug, en open de werkruimte opnieuw.',
  'The workspace "…" cannot be opened: …': 'De werkruimte “{1}” kan niet geopend worden: {2}',
  'A view belongs to a person, and the command line of this machine is none.':
    'Een weergave is van een persoon, en de opdrachtregel van deze machine is er geen.',
  'Keep it on the screen.': 'Bewaar ze op het scherm.',
  'Nobody owns the view "…", so nobody would see it any more.':
    'De weergave “{1}” is van niemand, dus zou niemand ze nog zien.',
  'Delete it, or keep it shared.': 'Verwijder ze, of laat ze gedeeld.',
  'Somebody changed the view "…" meanwhile.': 'Iemand wijzigde intussen de weergave “{1}”.',
  'Load the list again and look at it before you change it.': 'Laad de lijst opnieuw en bekijk ze voor je ze wijzigt.',
  'What a view shows to everybody, only who may edit flows decides.':
    'Wat een weergave aan iedereen toont, beslist alleen wie flows mag bewerken.',
  'Keep a view of your own, or ask an analyst or an administrator.':
    'Bewaar een eigen weergave, of vraag het aan een analist of een beheerder.',
  'A list has at most … shared views, and this one has them already.':
    'Een lijst heeft hoogstens {1} gedeelde weergaven, en deze heeft ze al.',
  'A person keeps at most … views of a list, and this one has them already.':
    'Een persoon bewaart hoogstens {1} weergaven van een lijst, en van deze zijn ze er al.',
  'Delete one that nobody needs any more.': 'Verwijder er een die niemand nog nodig heeft.',
  'A list has at most … columns.': 'Een lijst heeft hoogstens {1} kolommen.',
  'A view holds at most … filters.': 'Een weergave houdt hoogstens {1} filters bij.',
  'These filters are too long for a view.': 'Deze filters zijn te lang voor een weergave.',
};
