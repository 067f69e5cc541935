import { z } from 'zod';

/** An amount in the workspace's own currency, to the cent: `"1234.50"`. */
const amount = z.string();

/** What a customer bought, owes and is worth, as the flows computed it. Null: no flow has computed it yet. */
export const customerFiguresSchema = z
  .object({
    /** Of the account's record link. */
    id: z.int(),
    number: z.string(),
    name: z.string(),
    revenue12m: amount.nullable(),
    revenuePrevious12m: amount.nullable(),
    trend: z.string().nullable(),
    openAmount: amount.nullable(),
    overdueAmount: amount.nullable(),
    /** Not due, then overdue 0–30, 31–60, 61–90 and over 90 days. */
    ageing: z.array(amount).length(5),
    creditLimit: amount.nullable(),
    margin: amount.nullable(),
    customerValue: amount.nullable(),
    lastOrderDate: z.string().nullable(),
    /** What is to be sold to it in these 12 months, and what was in the months that have a target; null: none is set. */
    target: amount.nullable(),
    targetRevenue: amount.nullable(),
    /** Who has a target for this customer. */
    salesperson: z.string().nullable(),
  })
  .meta({ id: 'CustomerFigures' });
export type CustomerFigures = z.infer<typeof customerFiguresSchema>;

/** One month of revenue. `month` as `2026-11`. */
export const revenueMonthSchema = z.object({
  month: z.string(),
  amount: amount,
  before: amount,
  /** Null: nobody has set one for this month. */
  target: amount.nullable(),
  /** The revenue of the customers that have a target for this month: what counts towards it. */
  targetRevenue: amount.nullable(),
});
export type RevenueMonth = z.infer<typeof revenueMonthSchema>;

export const revenueQuerySchema = z.object({
  scope: z.enum(['mine', 'all']).default('all'),
  salesperson: z.string().max(200).optional(),
  /** The last of the 12 months, as `2026-11`; at most a year ago. Default: this month. */
  end: z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])$/)
    .optional(),
});

export const upToDateSchema = z.object({
  /** When the flow that computes it last went through; null: never. */
  revenue: z.iso.datetime().nullable(),
  openAmounts: z.iso.datetime().nullable(),
  customerValue: z.iso.datetime().nullable(),
});

export const revenueOverviewSchema = z
  .object({
    upToDate: upToDateSchema,
    /** What the caller sees: everybody's customers, or those that they have a target for. */
    scope: z.enum(['mine', 'all']),
    customers: z.int(),
    period: z.object({
      end: z.string(),
      /** Whether the last month is this one, which is not over. */
      isCurrent: z.boolean(),
      /** The ends to choose from, newest first. */
      ends: z.array(z.string()),
    }),
    totals: z.object({
      revenue12m: amount,
      revenuePrevious12m: amount,
      openAmount: amount,
      overdueAmount: amount,
      /** Of these 12 months; null: nobody has set any. */
      target: amount.nullable(),
      /** What was sold towards it: to customers, in months that have a target. */
      targetRevenue: amount.nullable(),
      /** What that comes to at the end of this month when it goes on as it did so far; null where the period is over. */
      targetPace: amount.nullable(),
    }),
    /** The 12, oldest first. */
    months: z.array(revenueMonthSchema),
    ageing: z.array(amount).length(5),
    risers: z.array(customerFiguresSchema),
    decliners: z.array(customerFiguresSchema),
    debtors: z.array(customerFiguresSchema),
    overLimit: z.int(),
    /** Those worth most, for the picture of value against growth. */
    value: z.array(customerFiguresSchema),
    /** Towards their targets. */
    salespeople: z.array(
      z.object({ name: z.string(), customers: z.int(), revenue: amount, target: amount, pace: amount.nullable() }),
    ),
    /** Why targets are missing, where the CRM could not be asked. */
    targetProblem: z.string().nullable(),
  })
  .meta({ id: 'RevenueOverview' });
export type RevenueOverview = z.infer<typeof revenueOverviewSchema>;

/** What customers can be sorted by: texts from A to Z, figures the highest and dates the newest first; nothing last. */
export const customerSortings = [
  'number',
  'name',
  'salesperson',
  'revenue',
  'previous',
  'change',
  'open',
  'overdue',
  'value',
  'target',
  'sold',
  'gap',
  'lastOrder',
] as const;
export type CustomerSorting = (typeof customerSortings)[number];
const oneSorting = `-?(${customerSortings.join('|')})`;

/** Up to three, divided by commas, each for where those before it leave a tie; a minus turns one round: `salesperson,-open`. */
export const customerOrderSchema = z
  .string()
  .regex(new RegExp(`^${oneSorting}(,${oneSorting}){0,2}$`))
  .default('revenue');

export const customerListQuerySchema = revenueQuerySchema.extend({
  search: z.string().max(200).optional(),
  sort: customerOrderSchema,
  after: z.coerce.number().int().nonnegative().default(0),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
});
export const customerListSchema = z.object({ items: z.array(customerFiguresSchema), total: z.int() });

export const revenueCustomerSchema = z
  .object({
    customer: customerFiguresSchema,
    upToDate: upToDateSchema,
    months: z.array(revenueMonthSchema),
    /** The same record in each system. */
    records: z.array(
      z.object({
        role: z.string(),
        connection: z.string(),
        connectionId: z.string(),
        key: z.string(),
        /** Where people see it in the system's own screens; null: not known. */
        url: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'RevenueCustomer' });
export type RevenueCustomer = z.infer<typeof revenueCustomerSchema>;

const text = z.string().nullable();

/** Orders and invoices of a customer as the ERP has them at this moment, newest first, the first 50 of each. */
export const customerDocumentsSchema = z
  .object({
    invoices: z.array(
      z.object({
        key: z.string(),
        number: text,
        isCreditNote: z.boolean(),
        date: text,
        dueDate: text,
        currency: text,
        /** Excl. VAT. */
        amount: text,
        remainingAmount: text,
        status: text,
      }),
    ),
    orders: z.array(
      z.object({
        key: z.string(),
        number: text,
        reference: text,
        date: text,
        currency: text,
        amount: text,
        status: text,
        fulfilment: text,
        confirmedDate: text,
        tracking: text,
      }),
    ),
    totals: z.object({ invoices: z.int(), orders: z.int() }),
    /** Why there are none, where the ERP could not be asked. */
    problem: text,
  })
  .meta({ id: 'CustomerDocuments' });
export type CustomerDocuments = z.infer<typeof customerDocumentsSchema>;
