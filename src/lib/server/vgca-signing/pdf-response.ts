/** A PDF on its way to a program; nothing in a browser opens it. */
export function pdfResponse(pdf: Uint8Array): Response {
  return new Response(new Uint8Array(pdf), {
    headers: {
      'content-type': 'application/pdf',
      'content-disposition': 'attachment; filename="van-ban.pdf"',
      'content-security-policy': "sandbox; default-src 'none'",
      'cache-control': 'no-store',
    },
  });
}
