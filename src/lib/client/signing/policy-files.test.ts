import { expect, test } from 'vitest';
import { policyFiles } from './policy-files.ts';

test('the policies name the page for Chrome and Edge, as their registries and folders want it', () => {
  const [chrome, edge, linux] = policyFiles('https://so.example.vn');
  expect(chrome?.text.split('\r\n')).toEqual([
    'Windows Registry Editor Version 5.00',
    '',
    String.raw`[HKEY_LOCAL_MACHINE\SOFTWARE\Policies\Google\Chrome\LoopbackNetworkAllowedForUrls]`,
    '"1"="https://so.example.vn"',
    '',
  ]);
  expect(edge?.text).toContain(String.raw`\Policies\Microsoft\Edge\LoopbackNetworkAllowedForUrls]`);
  expect(JSON.parse(linux?.text ?? '')).toEqual({
    LoopbackNetworkAllowedForUrls: ['https://so.example.vn'],
  });
});
