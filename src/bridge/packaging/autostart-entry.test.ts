import { expect, it } from 'vitest';
import { autostartEntry } from './autostart-entry.ts';

const commandOf = (executable: string, environment: Record<string, string>) =>
  /^Exec=(.*)$/mu.exec(autostartEntry(executable, environment))?.[1];

it('starts the executable with the settings it was installed with', () => {
  expect(commandOf('/opt/tram-so-hoa-bridge', {})).toBe('/opt/tram-so-hoa-bridge');
  const settings = { BRIDGE_ORIGINS: 'https://so.example.vn', HOME: '/home/ha' };
  expect(commandOf('/opt/tram-so-hoa-bridge', settings)).toBe(
    'env BRIDGE_ORIGINS=https://so.example.vn /opt/tram-so-hoa-bridge',
  );
});

it('never keeps a PIN, nor what consents by itself', () => {
  const settings = { BRIDGE_TEST_PIN: '123456', BRIDGE_DEMO_PIN: '123456' };
  expect(autostartEntry('/opt/bridge', settings)).not.toContain('123456');
});

it('quotes what a shell or a desktop would read as something else', () => {
  expect(commandOf('/opt/Ký số/bridge 100%', {})).toBe('"/opt/Ký số/bridge 100%%"');
  expect(commandOf('/opt/$HOME "x"/bridge', {})).toBe(String.raw`"/opt/\\$HOME \\"x\\"/bridge"`);
});
