export type PolicyFile = { name: 'chromeWindows' | 'edgeWindows' | 'linux'; text: string };

const policy = 'LoopbackNetworkAllowedForUrls';

/** Enterprise policies of Chrome and Edge that let pages of this origin reach programs on the PC. */
export function policyFiles(origin: string): PolicyFile[] {
  return [
    { name: 'chromeWindows', text: registryFile('Google\\Chrome', origin) },
    { name: 'edgeWindows', text: registryFile('Microsoft\\Edge', origin) },
    { name: 'linux', text: `${JSON.stringify({ [policy]: [origin] }, null, 2)}\n` },
  ];
}

function registryFile(product: string, origin: string): string {
  return [
    'Windows Registry Editor Version 5.00',
    '',
    `[HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\${product}\\${policy}]`,
    `"1"="${origin}"`,
    '',
  ].join('\r\n');
}
