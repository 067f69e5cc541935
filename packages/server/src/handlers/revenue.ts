import type { Handlers } from '../http/handlers.ts';
import { may, type Principal } from '../http/principal.ts';
import { notFound } from '../http/problems.ts';
import type { RevenueScope } from '../insight/revenue.ts';
import type { Services } from './services.ts';

type RevenueRoutes = 'getRevenue' | 'listRevenueCustomers' | 'getRevenueCustomer';

export function revenueHandlers({ revenue }: Services): Pick<Handlers, RevenueRoutes> {
  return {
    getRevenue: ({ query, principal }) => revenue.overview(scopeFor(principal, query)),
    listRevenueCustomers: ({ query, principal }) => revenue.list({ ...query, ...scopeFor(principal, query) }),
    async getRevenueCustomer({ params: { id }, principal }) {
      const customer = await revenue.customer(id, scopeFor(principal, { scope: 'all' }));
      if (!customer) throw notFound('customer', String(id));
      return customer;
    },
  };
}

/** Sales sees its own customers, whatever it asks for. */
function scopeFor(
  principal: Principal,
  { scope, salesperson }: { readonly scope: 'mine' | 'all'; readonly salesperson?: string | undefined },
): RevenueScope {
  const { name } = principal;
  return may(principal, 'revenue.all') ? { scope, name, salesperson } : { scope: 'mine', name };
}
