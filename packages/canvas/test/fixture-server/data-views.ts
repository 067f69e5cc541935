import type { SavedView, UserRole } from '@koppel/protocol';

/** A view of the person who is signed in, unless said otherwise. */
export function viewOf(view: Pick<SavedView, 'id' | 'screen' | 'title'> & Partial<SavedView>, now: number): SavedView {
  return {
    isShared: false,
    search: {},
    columns: { hidden: [], widths: {}, sort: [] },
    owner: 'Karim Dupont',
    isOwn: true,
    canChange: true,
    revision: 1,
    changedAt: new Date(now - 86_400_000).toISOString(),
    ...view,
  };
}

/** Two own views and two shared ones of the runs, as this role sees them. */
export function makeViews(role: UserRole | null, now: number): SavedView[] {
  const shared = { isShared: true, isOwn: false, owner: 'Lotte Vermeulen', canChange: role !== 'viewer' } as const;
  const runs = (id: string, title: string, more: Partial<SavedView>) =>
    viewOf({ id, screen: 'runs', title, ...more }, now);
  return [
    runs('view-orders', 'Orders this week', { search: { flow: 'orders-crm-to-erp', range: '7' } }),
    runs('view-night', 'What failed last night', { search: { status: 'attention', range: '1' } }),
    runs('view-attention', 'Needs attention', { ...shared, search: { status: 'attention', range: '7' } }),
    runs('view-month', 'All runs of a month', { ...shared, owner: null, search: { range: '30' } }),
  ];
}
