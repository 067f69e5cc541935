/** A lookup column that people know by a name: where it leads, and which column tells the name. */
export interface LookupTarget {
  readonly set: string;
  readonly idColumn: string;
  readonly nameColumn: string;
  /** A further column that is kept: of a unit its group, of a price list its currency. */
  readonly also?: string;
}

export const users: LookupTarget = { set: 'systemusers', idColumn: 'systemuserid', nameColumn: 'fullname' };
export const teams: LookupTarget = { set: 'teams', idColumn: 'teamid', nameColumn: 'name' };
export const currencies: LookupTarget = { set: 'transactioncurrencies', idColumn: 'transactioncurrencyid', nameColumn: 'isocurrencycode' }; // prettier-ignore
export const units: LookupTarget = { set: 'uoms', idColumn: 'uomid', nameColumn: 'name', also: '_uomscheduleid_value' };
export const priceLists: LookupTarget = { set: 'pricelevels', idColumn: 'pricelevelid', nameColumn: 'name', also: '_transactioncurrencyid_value' }; // prettier-ignore

/** The one record with the settings of the environment, among them its own currency. */
export const organisations: LookupTarget = { set: 'organizations', idColumn: 'organizationid', nameColumn: 'name', also: '_basecurrencyid_value' }; // prettier-ignore
