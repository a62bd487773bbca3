import { generateKeyPairSync, sign } from 'node:crypto';
import { createServer } from 'node:http';

/** A small OpenID provider that signs in whoever `username` names. */
export type OidcProvider = { issuer: string; username: string; nonce: string; stop(): void };

export async function startOidcProvider(): Promise<OidcProvider> {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const provider: OidcProvider = {
    issuer: '',
    username: '',
    nonce: '',
    stop: () => server.close(),
  };
  const idToken = () => {
    const iat = Math.floor(Date.now() / 1000);
    const { issuer: iss, nonce, username } = provider;
    const claims = { iss, aud: 'station', sub: `sub-${username}`, nonce, iat, exp: iat + 300 };
    const signed = `${encode({ alg: 'RS256', kid: 'k', typ: 'JWT' })}.${encode(claims)}`;
    return `${signed}.${sign('sha256', Buffer.from(signed), privateKey).toString('base64url')}`;
  };
  const answers: Record<string, () => object> = {
    '/.well-known/openid-configuration': () => ({
      issuer: provider.issuer,
      authorization_endpoint: `${provider.issuer}/authorize`,
      token_endpoint: `${provider.issuer}/token`,
      userinfo_endpoint: `${provider.issuer}/userinfo`,
      jwks_uri: `${provider.issuer}/jwks`,
      id_token_signing_alg_values_supported: ['RS256'],
    }),
    '/token': () => ({
      access_token: 'token',
      token_type: 'Bearer',
      expires_in: 300,
      id_token: idToken(),
    }),
    '/userinfo': () => ({
      sub: `sub-${provider.username}`,
      preferred_username: provider.username,
      name: provider.username,
    }),
    '/jwks': () => ({
      keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'k', alg: 'RS256', use: 'sig' }],
    }),
  };
  const server = createServer((request, response) => {
    const answer = answers[request.url ?? ''];
    response.setHeader('content-type', 'application/json');
    response.writeHead(answer === undefined ? 404 : 200).end(JSON.stringify(answer?.() ?? {}));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  provider.issuer = `http://127.0.0.1:${address.port}`;
  return provider;
}
