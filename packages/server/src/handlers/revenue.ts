import type { Handlers } from '../http/handlers.ts';
import { may, type Principal } from '../http/principal.ts';
import { notFound } from '../http/problems.ts';
import { documentsOf } from '../insight/customer-documents.ts';
import type { RevenueScope } from '../insight/revenue.ts';
import type { Services } from './services.ts';

type RevenueRoutes = 'getRevenue' | 'listRevenueCustomers' | 'getRevenueCustomer' | 'getCustomerDocuments';

export function revenueHandlers({ revenue, pool }: Services): Pick<Handlers, RevenueRoutes> {
  return {
    getRevenue: ({ query, principal }) => revenue.overview(scopeFor(principal, query)),
    listRevenueCustomers: ({ query, principal }) => revenue.list({ ...query, ...scopeFor(principal, query) }),
    async getRevenueCustomer({ params: { id }, principal }) {
      const customer = await revenue.customer(id, scopeFor(principal, { scope: 'all' }));
      if (!customer) throw notFound('customer', String(id));
      return customer;
    },
    async getCustomerDocuments({ params: { id }, principal, signal }) {
      const customer = await revenue.customer(id, scopeFor(principal, { scope: 'all' }));
      if (!customer) throw notFound('customer', String(id));
      const record = customer.records.find(({ role }) => role === 'erp');
      if (!record) throw notFound('customer in an ERP', String(id));
      return documentsOf(record, { pool, signal });
    },
  };
}

/** Sales sees its own customers, whatever it asks for. */
function scopeFor(
  principal: Principal,
  { scope, salesperson, end }: Pick<RevenueScope, 'scope' | 'salesperson' | 'end'>,
): RevenueScope {
  const { name } = principal;
  return may(principal, 'revenue.all') ? { scope, name, salesperson, end } : { scope: 'mine', name, end };
}
