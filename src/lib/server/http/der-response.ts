/** Bytes of an outside service for a page of ours; nothing in a browser opens them as a document. */
export function derResponse(der: Uint8Array, mediaType: string): Response {
  return new Response(new Uint8Array(der), {
    headers: {
      'content-type': mediaType,
      'cache-control': 'no-store',
      'content-disposition': 'attachment',
    },
  });
}
