import { readFileSync } from 'node:fs';
import { validateSync, type ValidationError } from 'class-validator';
import { type SettingDefinition, type SettingKind, settingsOf } from './setting';

/** EX_CONFIG of sysexits.h: a supervisor need not try again before somebody has mended the configuration. */
const EXIT_CONFIG = 78;

/** All that is wrong with a configuration, in one message. */
export class ConfigurationError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(['The configuration is not valid:', ...problems.map((problem) => `  - ${problem}`)].join('\n'));
    this.name = 'ConfigurationError';
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads and validates a config class from environment variables (`NAME`, or the file that `NAME_FILE` names).
 * @throws ConfigurationError with every problem at once
 */
export function loadConfig<C extends object>(type: new () => C, environment: Environment = process.env): C {
  const config = new type();
  const settings = settingsOf(type);
  const unread = new Map<string, string>();
  for (const setting of settings) {
    try {
      const text = read(setting, environment);
      const value = text === undefined ? setting.default : parse(setting.kind, text);
      if (value !== undefined) (config as Record<string, unknown>)[setting.property] = value;
      else if (!setting.optional) unread.set(setting.property, `${setting.env} is missing: ${setting.doc}`);
    } catch (error) {
      unread.set(setting.property, `${setting.env} ${(error as Error).message}`);
    }
  }
  const errors = validateSync(config, { forbidUnknownValues: false });
  const problems = settings.flatMap((setting) => {
    const problem = unread.get(setting.property);
    if (problem !== undefined) return [problem];
    return errors
      .filter(({ property }) => property === setting.property)
      .flatMap((error) => violations(error, setting, environment));
  });
  if (problems.length > 0) throw new ConfigurationError(problems);
  return config;
}

/** The configuration, or the end of the process with one message on stderr and exit code 78. */
export function loadConfigOrExit<C extends object>(type: new () => C): C {
  try {
    return loadConfig(type);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(EXIT_CONFIG);
  }
}

function read({ env }: SettingDefinition, environment: Environment): string | undefined {
  const text = environment[env] || undefined;
  const file = environment[`${env}_FILE`] || undefined;
  if (file === undefined) return text;
  if (text !== undefined) throw new Error(`and ${env}_FILE are both set; only one may be`);
  try {
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '') || undefined;
  } catch (error) {
    throw new Error(`cannot be read from the file ${file} (${env}_FILE): ${(error as NodeJS.ErrnoException).code}`, {
      cause: error,
    });
  }
}

function parse(kind: SettingKind, text: string): unknown {
  switch (kind) {
    case 'text':
      return text;
    case 'number':
      return toNumber(text);
    case 'numbers':
      return list(text).map(toNumber);
    case 'texts':
      return list(text);
    case 'boolean':
      if (/^(true|1|yes)$/i.test(text)) return true;
      if (/^(false|0|no)$/i.test(text)) return false;
      throw new Error(`is neither true nor false`);
  }
}

function list(text: string): string[] {
  return text.split(',').map((part) => part.trim());
}

function toNumber(text: string): number {
  if (!/^-?\d+(\.\d+)?$/.test(text.trim())) throw new Error(`holds something that is not a number`);
  return Number(text);
}

function violations(
  { constraints }: ValidationError,
  { property, env, secret }: SettingDefinition,
  environment: Environment,
): string[] {
  const given = secret ? undefined : environment[env];
  const found = given === undefined ? '' : ` (it is "${given}")`;
  return Object.values(constraints ?? {}).map((what) => `${what.replaceAll(property, env)}${found}`);
}
