export const root: string;
export function lockedPackages(lockfile?: string): { name: string; version: string }[];
