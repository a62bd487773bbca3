import { describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';

it('starts with nothing set', () => {
  const config = readConfig({});
  expect(config).toMatchObject({
    port: 47321,
    allowedOrigins: ['http://127.0.0.1:4173', 'http://localhost:4173'],
    modulePaths: [],
    dialog: 'auto',
    testPin: null,
    demo: { signerNames: ['Trần Minh Hà'] },
  });
});

it('takes a list of origins and modules', () => {
  const config = readConfig({
    BRIDGE_ORIGINS: 'https://so.example.vn, http://127.0.0.1:5000',
    BRIDGE_PKCS11_MODULES: '/opt/a.so:/opt/b.so',
    BRIDGE_DEMO: 'off',
  });
  expect(config.allowedOrigins).toEqual(['https://so.example.vn', 'http://127.0.0.1:5000']);
  expect(config.modulePaths).toEqual(['/opt/a.so', '/opt/b.so']);
  expect(config.demo).toBeNull();
});

describe('names the setting that is wrong', () => {
  it.each([
    ['BRIDGE_PORT', { BRIDGE_PORT: '99999' }],
    ['BRIDGE_ORIGINS', { BRIDGE_ORIGINS: '*' }],
    ['BRIDGE_ORIGINS', { BRIDGE_ORIGINS: 'https://so.example.vn/path' }],
    ['BRIDGE_ORIGINS', { BRIDGE_ORIGINS: 'null' }],
    ['BRIDGE_DIALOG', { BRIDGE_DIALOG: 'popup' }],
    ['BRIDGE_TEST_PIN', { BRIDGE_DIALOG: 'configured' }],
    ['BRIDGE_DEMO', { BRIDGE_DEMO: 'maybe' }],
    ['BRIDGE_DEMO_PIN', { BRIDGE_DEMO_PIN: '12' }],
  ])('%s', (name, environment) => {
    expect(() => readConfig(environment)).toThrow(name);
  });
});
