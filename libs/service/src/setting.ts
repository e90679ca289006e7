import 'reflect-metadata';

/** How the text of a variable becomes a value. */
export type SettingKind = 'text' | 'number' | 'boolean' | 'numbers' | 'texts';

export interface SettingOptions {
  /** Name of the environment variable; `{env}_FILE` names a file that holds the value instead. */
  env: string;
  /** One sentence for docs/configuration.md. */
  doc: string;
  /** Used when the variable is not set. A setting without default is required, unless `optional`. */
  default?: string | number | boolean | readonly number[] | readonly string[];
  optional?: boolean;
  /** Such as `ms` or `bytes`. */
  unit?: string;
  /** Its value appears in no message. */
  secret?: boolean;
  /** Needed where the declared type says too little: unions and lists of text. */
  kind?: SettingKind;
}

export interface SettingDefinition extends SettingOptions {
  property: string;
  kind: SettingKind;
}

const SETTINGS = Symbol('settings');
const KINDS = new Map<unknown, SettingKind>([
  [String, 'text'],
  [Number, 'number'],
  [Boolean, 'boolean'],
  [Array, 'numbers'],
]);

/** Declares a field of a config class as read from the environment. Constraints come from class-validator beside it. */
export function Setting(options: SettingOptions): PropertyDecorator {
  return (target, property) => {
    const kind = options.kind ?? KINDS.get(Reflect.getMetadata('design:type', target, property));
    if (kind === undefined)
      throw new Error(`${options.env}: the type of ${String(property)} is not plain; name its kind`);
    const own = (Reflect.getOwnMetadata(SETTINGS, target) as SettingDefinition[] | undefined) ?? [];
    Reflect.defineMetadata(SETTINGS, [...own, { ...options, property: String(property), kind }], target);
  };
}

/** The settings of a class and of those it extends; a redeclared property counts once, as the subclass says. */
export function settingsOf(type: new () => object): SettingDefinition[] {
  const chain: object[] = [];
  for (let level = type.prototype as object | null; level; level = Object.getPrototypeOf(level) as object | null)
    chain.unshift(level);
  const byProperty = new Map<string, SettingDefinition>();
  for (const level of chain)
    for (const setting of (Reflect.getOwnMetadata(SETTINGS, level) as SettingDefinition[] | undefined) ?? [])
      byProperty.set(setting.property, setting);
  return [...byProperty.values()];
}
