/** A place in the portal: nothing named is the portal itself; a project always comes with its organization. */
export interface Scope {
  organizationId?: string;
  projectId?: string;
}

/** Where a caller has a permission: everywhere, or in these organizations and projects. */
export type Reach = 'everywhere' | { organizationIds: string[]; projectIds: string[] };
