/** Values by the id of the document that they concern; made anew whenever one changes. */
export function mapOf<Value>(
  entries: Iterable<readonly [documentId: string, value: Value]>,
): ReadonlyMap<string, Value> {
  return new Map(entries);
}
