import { wording } from '../wording.ts';

/** What consents by itself is never started by itself. */
const neverKept = ['BRIDGE_TEST_PIN', 'BRIDGE_DEMO_PIN'];

/** Desktop entry that starts the executable with the settings `BRIDGE_…` of this environment. */
export function autostartEntry(
  executable: string,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  const settings = Object.entries(environment).flatMap(([name, value]) =>
    name.startsWith('BRIDGE_') && value && !neverKept.includes(name) ? [`${name}=${value}`] : [],
  );
  const command = settings.length > 0 ? ['env', ...settings, executable] : [executable];
  return [
    '[Desktop Entry]',
    'Type=Application',
    `Name=${wording.autostart.name}`,
    `Comment=${wording.autostart.comment}`,
    `Exec=${command.map(quoted).join(' ')}`,
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');
}

/**
 * One argument of an Exec line: in double quotes with its own characters escaped, `%` doubled, and
 * the whole escaped once more as a string of the file (Desktop Entry Specification, The Exec key).
 */
function quoted(argument: string): string {
  const escaped = argument.replaceAll(/["`$\\]/gu, '\\$&').replaceAll('%', '%%');
  const isPlain = /^[\w./:=,@-]+$/u.test(argument);
  return isPlain ? argument : `"${escaped}"`.replaceAll('\\', '\\\\');
}
