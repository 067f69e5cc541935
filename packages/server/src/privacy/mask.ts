import {
  canonicalEntity,
  fieldClassOf,
  maskedValue,
  type ErrorFacts,
  type ErrorView,
  type FieldClassChanges,
  type FieldValue,
  type FlowDocument,
  type RecordEdit,
  type RunEvent,
  type RunFact,
  type RunState,
} from '@koppel/model';
import { nameFields } from '@koppel/sdk';

type NamedValues = Record<string, FieldValue>;

/**
 * Takes out of what is shown whatever tells about a person, for a reader who may not see that: values of personal fields, names
 * made of them, and every sentence in which a value may be quoted. What is known of no field is taken out too.
 */
export class Mask {
  readonly #changes: FieldClassChanges;
  readonly #shownNames = new Map<string, boolean>();

  constructor(changes: FieldClassChanges) {
    this.#changes = changes;
  }

  /** A value by its field with the entity in front. An empty one stays empty: that it is empty tells about no one. */
  value(field: string, value: FieldValue): FieldValue {
    return value === null || this.#isShown(field) ? value : maskedValue;
  }

  /** Values by field with the entity in front. */
  values(values: Readonly<NamedValues>): NamedValues {
    return Object.fromEntries(Object.entries(values).map(([field, value]) => [field, this.value(field, value)]));
  }

  /** What people call a record of this entity: its number and name. */
  name<Name extends string | null>(entity: string, name: Name): Name | string {
    return name === null || this.showsNamesOf(entity) ? name : maskedValue;
  }

  /** Whether records of an entity are called by business fields alone. */
  showsNamesOf(entity: string): boolean {
    let isShown = this.#shownNames.get(entity);
    if (isShown === undefined) {
      const parts = canonicalEntity(entity)?.fields.filter(({ field }) => nameFields.includes(field)) ?? [];
      isShown = parts.length > 0 && parts.every(({ field }) => this.#isShown(`${entity}.${field}`));
      this.#shownNames.set(entity, isShown);
    }
    return isShown;
  }

  /** Whether all records that a flow carries are called by business fields alone. */
  showsNamesIn(document: FlowDocument | null): boolean {
    if (!document) return false;
    return Object.values(document.nodes).every(({ entity }) => entity === undefined || this.showsNamesOf(entity));
  }

  /** A sentence that may quote any value. */
  sentence<Text extends string | null>(text: Text): Text | string {
    return text === null ? text : maskedValue;
  }

  /** The error of a single record. Its code, its field and what it says about the field's list or length stay. */
  recordError({ code, field, facts, reference, knownFrom }: ErrorView): ErrorView {
    return {
      code,
      message: 'What happened is told with values of the record, which you may not see.',
      remedy: 'Ask somebody who may see personal data to look at this record.',
      ...(field === undefined ? {} : { field }),
      ...(reference === undefined ? {} : { reference }),
      ...(knownFrom === undefined ? {} : { knownFrom }),
      ...(facts === undefined ? {} : { facts: this.#facts(facts, field) }),
    };
  }

  /** The error of a system or a whole run: only what the system answered can hold values of records. */
  systemError({ code, message, remedy, reference, signInOf }: ErrorView): ErrorView {
    return {
      code,
      message,
      remedy,
      ...(reference === undefined ? {} : { reference }),
      ...(signInOf === undefined ? {} : { signInOf }),
    };
  }

  state(state: RunState): RunState {
    if (state.status === 'failed') return { ...state, error: this.systemError(state.error) };
    return state.status === 'waiting' ? { ...state, reason: this.systemError(state.reason) } : state;
  }

  stated<Stated extends { readonly state: RunState }>(stated: Stated): Stated {
    return { ...stated, state: this.state(stated.state) };
  }

  /** `showsNames`: of the flow that the run ran, see `showsNamesIn`. */
  events(events: readonly RunEvent[], showsNames: boolean): RunEvent[] {
    return events.map((event) => ({ ...event, fact: this.#fact(event.fact, showsNames) }));
  }

  edit({ input, output }: RecordEdit): RecordEdit {
    return { input: this.values(input), output: this.values(output) };
  }

  conflicts(conflicts: NonNullable<ErrorFacts['conflicts']>): NonNullable<ErrorFacts['conflicts']> {
    return conflicts.map(({ field, source, target, base, ...other }) => ({
      field,
      source: this.value(field, source),
      target: this.value(field, target),
      ...(base === undefined ? {} : { base: this.value(field, base) }),
      ...other,
    }));
  }

  #isShown(field: string): boolean {
    return fieldClassOf(field, this.#changes) === 'business';
  }

  #facts({ value, conflicts, ...other }: ErrorFacts, field: string | undefined): ErrorFacts {
    return {
      ...other,
      ...(value === undefined ? {} : { value: this.value(field ?? '', value) }),
      ...(conflicts === undefined ? {} : { conflicts: this.conflicts(conflicts) }),
    };
  }

  #fact(fact: RunFact, showsNames: boolean): RunFact {
    switch (fact.type) {
      case 'run.stateChanged':
        return this.stated(fact);
      case 'node.waited':
        return { ...fact, reason: this.systemError(fact.reason) };
      case 'node.started':
      case 'node.finished':
      case 'log.budgetSpent':
        return fact;
    }
    const named = { ...fact, name: showsNames ? fact.name : maskedValue };
    switch (named.type) {
      case 'record.failed':
        return { ...named, error: this.recordError(named.error) };
      case 'record.waited':
        return { ...named, reason: this.recordError(named.reason) };
      case 'record.replied':
        return { ...named, values: this.values(named.values) };
      case 'record.drifted':
        return { ...named, changedBy: this.sentence(named.changedBy) };
      default:
        return named;
    }
  }
}
