/** How one kind of event becomes a notice, and the lines that several kinds share. */
import {
  type CloudEvent,
  type ErrorPayload,
  eventData,
  type EventDefinition,
  type WarningPayload,
} from '@app/contracts';
import type { Fact, NameOf, Notice } from './notice';

export type Draft = Omit<Notice, 'toldBy'> & Partial<Pick<Notice, 'toldBy'>>;

export interface Rule {
  definition: EventDefinition<object>;
  /** undefined: of this one nobody is told. */
  tell: (event: CloudEvent<unknown>, nameOf: NameOf) => Draft | undefined;
}

export function rule<P extends object>(
  definition: EventDefinition<P>,
  tell: (fact: P, nameOf: NameOf) => Draft | undefined,
): Rule {
  return {
    definition,
    tell: (event, nameOf) => {
      const fact = eventData(definition, event);
      return fact && tell(fact, nameOf);
    },
  };
}

/** What is wrong, and what to do. */
export function linesOf({ code, message, remedy }: ErrorPayload): Fact[] {
  return [{ label: 'Error', value: `${message} (${code})` }, whatToDo(remedy)];
}

export const whatToDo = (value: string): Fact => ({ label: 'What to do', value });

export const linesOfWarnings = (warnings: readonly WarningPayload[]): Fact[] =>
  warnings.map(({ code, message }) => ({ label: 'Warning', value: `${message} (${code})` }));
