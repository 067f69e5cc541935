import type { seat as english } from '../en/seat.ts';
import type { Translated } from '../texts.ts';

export const seat: Translated<typeof english> = {
  'seat.editing': '{who} bewerkt dit sinds {time}. Je ziet elke wijziging zodra ze bewaard is.',
  'seat.isEditing': '{who} bewerkt deze flow',
  'seat.away':
    '{who} bewerkt dit sinds {time}, en de verbinding is weg. Misschien zijn er wijzigingen die nog niet bewaard zijn.',
  'seat.otherTab': 'Je hebt deze flow open in een ander tabblad.',
  'seat.nobody': 'Niemand bewerkt deze flow nu.',
  'seat.catchingUp': 'Het nieuwste concept wordt gelezen',
  'seat.edit': 'Bewerken',
  'seat.goOnHere': 'Hier verdergaan',
  'seat.takeOver': 'Overnemen…',
  'seat.asked': 'We vragen het aan {who}. Zonder antwoord neem je over.',
  'seat.withdraw': 'Intrekken',
  'seat.othersAsk': '{who} vroeg om over te nemen.',
  'seat.kept': '{who} blijft bewerken.',
  'seat.wants': '{who} wil overnemen. Zonder antwoord van jou gebeurt dat. Je wijzigingen blijven hoe dan ook bewaard.',
  'seat.secondsLeft': 'nog {seconds, plural, one {# seconde} other {# seconden}}',
  'seat.keep': 'Zelf verder bewerken',
  'seat.handOver': 'Overdragen',
  'seat.watchers': '{n, plural, one {# kijkt mee} other {# kijken mee}}',
  'seat.selectedBy': 'geselecteerd door {who}',
  'seat.unsent':
    '{who} nam over voor je laatste wijzigingen bewaard waren. Ze blijven in deze browser, en je ziet ze hier.',
  'seat.unsentHere':
    'Je laatste wijzigingen zijn niet bewaard, omdat deze flow elders bewerkt wordt. Ze blijven in deze browser, en je ziet ze hier.',
  'seat.saveCopy': 'Bewaren als nieuwe flow',
  'seat.letGo': 'Laten vallen',
  'seat.youEdit': 'Je bewerkt deze flow nu',
  'owner.title': 'Verantwoordelijke',
  'owner.help': 'Wie op deze flow en zijn concept let.',
  'owner.nobody': 'Niemand',
  'flows.column.owner': 'Verantwoordelijke',
  'flows.editing': '{who} bewerkt',
};
