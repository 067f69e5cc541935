import type { Handlers } from '../http/handlers.ts';
import type { Services } from './services.ts';

type EmbedRoutes = 'getEmbed' | 'saveEmbed' | 'withdrawEmbedLinks' | 'makeEmbedLink' | 'openEmbed';

export function embedHandlers({ embed }: Services): Pick<Handlers, EmbedRoutes> {
  return {
    getEmbed: () => embed.settings(),
    async saveEmbed({ body, audit }) {
      const before = await embed.settings();
      await embed.save(body.origins);
      audit.change({ origins: before.origins }, { origins: body.origins });
      return embed.settings();
    },
    async withdrawEmbedLinks() {
      await embed.withdraw();
      return embed.settings();
    },
    makeEmbedLink: ({ params: { id } }) => embed.linkOfCustomer(id),
    openEmbed: ({ body: { token, record } }) => embed.open(token, record),
  };
}
