/** A remote signing service of the CSC API; its secret never leaves the server. */
export type CscSettings = {
  /** Base address, such as `https://ky.example.vn/csc/v2/`. */
  url: string;
  clientId: string;
  clientSecret: string;
  /** As people know the service. */
  name: string;
  /** Who a person is at the service: `{username}` is that of their account here. */
  userId: string;
  /** For each request. */
  timeoutMs: number;
  /** How long a person has to confirm on their phone, and how often the service is asked. */
  patienceMs: number;
  pollMs: number;
};

/**
 * CSC_URL, CSC_CLIENT_ID, CSC_CLIENT_SECRET, CSC_NAME, CSC_USER_ID; null without CSC_URL. Throws with
 * the name of what is missing or wrong. Nothing but https, except on this machine.
 */
export function readCscSettings(
  source: Readonly<Record<string, string | undefined>>,
): CscSettings | null {
  const { CSC_URL: address } = source;
  if (!address) return null;
  const url = URL.parse(address.endsWith('/') ? address : `${address}/`);
  const isLocal = url?.hostname === '127.0.0.1' || url?.hostname === 'localhost';
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLocal);
  if (!url || !isSafe || url.search !== '' || url.username !== '') {
    throw new Error('Biến môi trường CSC_URL phải là địa chỉ https.');
  }
  const userId = source.CSC_USER_ID || '{username}';
  if (!userId.includes('{username}')) {
    throw new Error('Biến môi trường CSC_USER_ID phải chứa {username}.');
  }
  return {
    url: url.href,
    clientId: required(source, 'CSC_CLIENT_ID'),
    clientSecret: required(source, 'CSC_CLIENT_SECRET'),
    name: (source.CSC_NAME || url.hostname).normalize('NFC'),
    userId,
    timeoutMs: 30_000,
    patienceMs: 5 * 60_000,
    pollMs: 3_000,
  };
}

function required(source: Readonly<Record<string, string | undefined>>, name: string): string {
  const value = source[name];
  if (!value) throw new Error(`Thiếu biến môi trường ${name}.`);
  return value;
}
