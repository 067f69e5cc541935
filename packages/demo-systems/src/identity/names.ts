/** Building blocks of names and streets, per language. Combinations are made up; none is meant to be a real firm. */

const words = (text: string): readonly string[] => text.split(',').map((word) => word.trim());

/** First names, family names and street names per language. */
export const people = {
  nl: {
    first: words(`Jan,Pieter,Koen,Bart,Luc,Marc,Dirk,Geert,Tom,Wim,Stijn,Bram,Joris,Karel,Sander,Thijs,Lukas,Arne,Jens,
      Robbe,Wout,Lieven,Johan,Frank,Ward,Els,An,Griet,Katrien,Hilde,Lies,Sofie,Veerle,Tine,Eva,Lotte,Emma,Nele,Ilse,Karen,
      Sara,Hanne,Femke,Marijke,Leen,Ingrid,Kaat,Joke,Greet,Annelies,Fatima,Yasmine,Mehmet,Youssef`),
    last: words(`Peeters,Janssens,Maes,Jacobs,Willems,Mertens,Claes,Goossens,Wouters,De Smet,Hermans,Martens,Aerts,
      Michiels,Verhaegen,Van Damme,De Clercq,Smets,Pauwels,Coppens,Hendrickx,Desmet,Segers,Bogaert,Lenaerts,Vermeulen,
      Verstraete,Van den Broeck,De Backer,Claeys,Thijs,Cools,Declercq,Verbeke,Bosmans,Moens,Lemmens,Baert,De Vos,Timmermans,
      Devos,Van Hove,Peters,Carlier,Cuypers,Verhoeven,Nijs,Wauters,Raes,De Wolf,Geerts,Van de Velde,Stevens,Vandenberghe,
      Vercammen,De Cock,Vandamme,Deprez,Heylen,Sels,Roels,Vervoort,Ceulemans,Simons,Lauwers,De Groote,Vos,Gielen,Dewulf`),
    street: words(`Kerkstraat,Stationsstraat,Dorpsstraat,Molenstraat,Nieuwstraat,Schoolstraat,Veldstraat,Kapelstraat,
      Industrielaan,Industrieweg,Havenlaan,Ambachtenlaan,Nijverheidslaan,Steenweg op Gent,Brusselsesteenweg,
      Antwerpsesteenweg,Gentsesteenweg,Mechelsesteenweg,Bosstraat,Beukenlaan,Lindelaan,Eikenlaan,Populierenlaan,
      Leopoldlaan,Albertlaan,Groenstraat,Heidestraat,Hoogstraat,Langestraat,Marktplein,Grote Markt,Zandstraat,
      Ringlaan,Kanaaldijk,Transportlaan,Ondernemersstraat,Technologielaan,Bedrijvenpark Noord,Vaartstraat,Weverijstraat,
      Spinnerijkaai,Brugsesteenweg,Diestsesteenweg,Luikersteenweg,Tervuursesteenweg,Sportlaan,Zavelstraat,Wijngaardlaan`),
  },
  fr: {
    first:
      words(`Jean,Pierre,Michel,Philippe,Luc,Marc,Thierry,Olivier,Nicolas,Benoît,Vincent,Xavier,Julien,Antoine,Hugo,
      Louis,Maxime,Arnaud,Cédric,Étienne,Guillaume,Laurent,Didier,Marie,Anne,Isabelle,Nathalie,Valérie,Sophie,Céline,
      Julie,Émilie,Charlotte,Léa,Manon,Camille,Chloé,Aurélie,Catherine,Véronique,Laurence,Hélène,Françoise,Dominique,
      Amina,Karim,Samira,Rachid,Giulia,Matteo`),
    last: words(`Dubois,Lambert,Dupont,Martin,Simon,Laurent,Leroy,Renard,Lejeune,Gérard,François,Denis,Leclercq,Henry,
      Petit,Fontaine,Charlier,Collard,Delvaux,Thiry,Mathieu,Noël,Bertrand,Lecomte,Marchal,Bodart,Legrand,Masson,Gilles,
      Dumont,Evrard,Adam,Lefèvre,Poncelet,Piron,Wathelet,Georges,Remy,Jadot,Closset,Deville,Hubert,Rousseau,Michaux,Pirard,
      Bastin,Cornet,Delhaye,Delcourt,Marlier,Gobert,Hanon,Colin,Gillard,Hardy,Materne,Baudoux,Toussaint,Claude,Brasseur`),
    street: words(`Rue de la Gare,Rue de l'Église,Grand-Rue,Rue du Moulin,Rue Haute,Rue des Écoles,Rue de la Station,
      Chaussée de Bruxelles,Chaussée de Namur,Chaussée de Charleroi,Chaussée de Liège,Avenue Louise,Avenue de la Liberté,
      Boulevard du Souverain,Rue du Commerce,Rue de l'Industrie,Zoning industriel,Parc industriel,Rue du Parc,
      Avenue des Tilleuls,Avenue des Chênes,Rue des Combattants,Place Communale,Place du Marché,Quai de la Meuse,
      Rue du Pont,Rue Neuve,Rue de la Chapelle,Rue des Prés,Rue du Château,Rue de la Fontaine,Rue Albert Ier,
      Avenue Reine Astrid,Rue du Centre,Rue des Carrières,Rue de la Verrerie,Rue des Fonderies,Avenue de l'Artisanat,
      Rue du Progrès,Rue Saint-Roch,Rue de Tournai,Rue des Sablières,Allée des Entrepreneurs,Rue du Halage`),
  },
} as const;

/** What a firm does, as a word in its name, with the industry code of the CRM (Dynamics' standard list). */
// prettier-ignore
export const trades = {
  nl: [
    ['Drukkerij', 12], ['Bouwbedrijf', 6], ['Schrijnwerken', 6], ['Elektro', 37], ['Garage', 3], ['Transport', 28],
    ['Bakkerij', 15], ['Brouwerij', 15], ['Tuinen', 2], ['Metaalbouw', 11], ['Installaties', 6], ['Verwarming', 6],
    ['Apotheek', 19], ['Interieur', 11], ['Textiel', 11], ['Logistiek', 28], ['Verpakkingen', 23], ['Zuivel', 15],
    ['Advocaten', 22], ['Boekhouding', 1], ['Consulting', 9], ['Machines', 13], ['Kunststoffen', 11], ['Meubelen', 26],
    ['Slagerij', 15], ['Fietsen', 26], ['Optiek', 26], ['Vastgoed', 25], ['Software', 33], ['Schilderwerken', 6],
  ],
  fr: [
    ['Imprimerie', 12], ['Constructions', 6], ['Menuiserie', 6], ['Électricité', 37], ['Garage', 3], ['Transports', 28],
    ['Boulangerie', 15], ['Brasserie', 15], ['Jardins', 2], ['Ferronnerie', 11], ['Installations', 6], ['Chauffage', 6],
    ['Pharmacie', 19], ['Intérieurs', 11], ['Textiles', 11], ['Logistique', 28], ['Emballages', 23], ['Laiterie', 15],
    ['Avocats', 22], ['Fiduciaire', 1], ['Conseil', 9], ['Machines', 13], ['Plastiques', 11], ['Meubles', 26],
    ['Boucherie', 15], ['Cycles', 26], ['Optique', 26], ['Immobilière', 25], ['Logiciels', 33], ['Toitures', 6],
  ],
} as const satisfies Record<string, readonly (readonly [string, number])[]>;

/** Syllables of invented brand names: one of each list, in order. */
export const syllables = {
  first: words('Al,Bel,Cor,Del,Er,Flan,Gal,Hel,Im,Jo,Kem,Lu,Mer,Nor,Op,Pra,Quo,Ran,Sol,Ter,Ul,Ver,Wal,Xan,Ys,Zen'),
  middle: words('a,e,i,o,u,ti,ma,ve,ro,ni,li,co,do,sa,ra,pa'),
  last: words('bric,dex,flex,gro,lux,mat,nova,pack,quip,rex,san,tec,tex,vax,wood,zent,dyn,form,gest,plan'),
} as const;

/** Legal forms with their weight, per language. */
export const legalForms = {
  nl: words('BV,BV,BV,BV,BV,BV,NV,NV,NV,CV,VOF,CommV'),
  fr: words('SRL,SRL,SRL,SRL,SRL,SRL,SA,SA,SA,SC,SNC,SComm'),
  de: words('GmbH,GmbH,GmbH,AG,KG'),
} as const;

/** Towns abroad with their postal code and the language of correspondence. */
// prettier-ignore
export const abroad = {
  NL: { legalForms: words('B.V.,B.V.,B.V.,N.V.'), places: words(`5611 AB Eindhoven,4811 DH Breda,3011 AA Rotterdam,
    1012 JS Amsterdam,6211 CN Maastricht,5038 EA Tilburg,3511 LX Utrecht,4331 BK Middelburg,6811 GD Arnhem,2511 CV Den Haag,
    4701 RL Roosendaal,4551 CP Sas van Gent`), prefix: '+31', language: 'nl' },
  FR: { legalForms: words('SARL,SARL,SAS,SAS,SA'), places: words(`59000 Lille,59100 Roubaix,59200 Tourcoing,75011 Paris,
    08000 Charleville-Mézières,51100 Reims,54000 Nancy,57000 Metz,62000 Arras,80000 Amiens,67000 Strasbourg,69003 Lyon`),
    prefix: '+33', language: 'fr' },
  DE: { legalForms: words('GmbH,GmbH,AG,KG'), places: words(`52062 Aachen,50667 Köln,40210 Düsseldorf,54290 Trier,
    45127 Essen,53111 Bonn,41061 Mönchengladbach,60311 Frankfurt am Main,47051 Duisburg,44135 Dortmund`), prefix: '+49',
    language: 'de' },
  LU: { legalForms: words('S.à r.l.,S.à r.l.,S.A.'), places: words(`1110 Luxembourg,4011 Esch-sur-Alzette,9200 Diekirch,
    8010 Strassen,6701 Grevenmacher,3401 Dudelange`), prefix: '+352', language: 'fr' },
} as const;

/** German names, for the east of Belgium and for customers in Germany. */
// prettier-ignore
export const german = {
  first: words('Hans,Peter,Klaus,Jürgen,Stefan,Thomas,Andrea,Petra,Sabine,Monika,Julia,Laura,Felix,Jonas'),
  last: words('Müller,Schmitz,Meyer,Weber,Wagner,Schumacher,Hermanns,Heinen,Kessel,Pauels,Radermacher,Cremer,Thelen'),
  street: words('Hauptstraße,Bahnhofstraße,Kirchstraße,Industriestraße,Gartenstraße,Aachener Straße,Klosterstraße'),
  trade: [
    ['Druckerei', 12], ['Bau', 6], ['Schreinerei', 6], ['Elektro', 37], ['Autohaus', 3], ['Spedition', 28],
    ['Bäckerei', 15], ['Metallbau', 11], ['Heizung', 6], ['Maschinen', 13], ['Möbel', 26],
  ],
} as const satisfies { trade: readonly (readonly [string, number])[] } & Record<string, unknown>;
