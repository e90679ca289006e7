import type { NoticeKind, NoticeSeverity } from '@app/contracts';

/** A line of a notice, for people. */
export interface Fact {
  label: string;
  value: string;
}

/** What a person is told of one event, in words that stand alone: whoever gets it knows nothing of Strongroom's ids. */
export interface Notice {
  kind: NoticeKind;
  severity: NoticeSeverity;
  /** null: it concerns the organization. */
  environmentId: string | null;
  /** One line: the environment, and what became of it. */
  title: string;
  /** A few sentences. They can be handed on to the customer whose environment it is. */
  lead: string;
  facts: Fact[];
  /** Where the API tells more. */
  path: string;
  /** Kinds that tell of the same. Who gets all of them does not need this one. */
  toldBy: NoticeKind[];
}

/** What a thing is called; its id where nobody has said. */
export type NameOf = (id: string) => string;
