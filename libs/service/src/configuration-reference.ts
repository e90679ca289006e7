import { type SettingDefinition, settingsOf } from './setting';

export interface DocumentedConfig {
  /** Such as `gateway`. */
  service: string;
  config: new () => object;
}

/** The settings of all services as a Markdown table, each variable once. docs/configuration.md is made of it. */
export function configurationReference(configs: readonly DocumentedConfig[]): string {
  const rows = new Map<string, { setting: SettingDefinition; services: string[] }>();
  for (const { service, config } of configs) {
    for (const setting of settingsOf(config)) {
      const row = rows.get(setting.env) ?? { setting, services: [] };
      row.services.push(service);
      rows.set(setting.env, row);
    }
  }
  const lines = [...rows.values()].map(({ setting, services }) => {
    const who = services.length === configs.length ? 'all' : services.join(', ');
    return `| \`${setting.env}\` | ${defaultOf(setting)} | ${who} | ${setting.doc.replaceAll('|', '\\|')} |`;
  });
  return ['| variable | default | services | meaning |', '| --- | --- | --- | --- |', ...lines, ''].join('\n');
}

function defaultOf({ default: value, optional, unit }: SettingDefinition): string {
  if (value === undefined) return optional ? '' : 'required';
  const text = Array.isArray(value) ? value.join(',') : String(value);
  return `\`${text}\`${unit ? ` ${unit}` : ''}`;
}
