/**
 * Values as NDJSON, each line sent as soon as it is there. `abandoned` is told when the reader goes
 * away before the last one.
 */
export function eventStream(values: AsyncIterable<unknown>, abandoned: () => void): Response {
  const encoder = new TextEncoder();
  const iterator = values[Symbol.asyncIterator]();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = await iterator.next();
      if (next.done === true) controller.close();
      else controller.enqueue(encoder.encode(`${JSON.stringify(next.value)}\n`));
    },
    async cancel() {
      abandoned();
      await iterator.return?.();
    },
  });
  return new Response(body, {
    headers: {
      'content-type': 'application/x-ndjson',
      'cache-control': 'no-store',
      // Reverse proxies would hold the lines back.
      'x-accel-buffering': 'no',
    },
  });
}
