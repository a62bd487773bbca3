/**
 * May this page reach programs on this PC (Local Network Access)? `not-needed`: the page comes from
 * this PC itself; `unknown`: the browser has no such permission.
 */
export type LoopbackPermission =
  'granted' | 'denied' | 'prompt' | 'not-needed' | 'unknown' | 'insecure-page';

const loopbackNames = ['127.0.0.1', 'localhost', '[::1]'];

export async function loopbackPermission(): Promise<LoopbackPermission> {
  // Without a secure context there is no page key, and Chromium can never grant the permission.
  if (!isSecureContext) return 'insecure-page';
  if (loopbackNames.includes(location.hostname)) return 'not-needed';
  // Wider than the typed list of names, which does not have this one yet.
  const permissions: { query(asked: { name: string }): Promise<{ state: PermissionState }> } =
    navigator.permissions;
  try {
    // Never `local-network-access`: asking for that name crashes older Chromium.
    return (await permissions.query({ name: 'loopback-network' })).state;
  } catch {
    return 'unknown';
  }
}
