import { latin1, type Bytes } from '#lib/pki/bytes.ts';

/** A ToUnicode map (ISO 32000-1 §9.10.3) from two-octet codes to text. */
export function toUnicodeMap(mapping: ReadonlyMap<number, string>): Bytes {
  const lines = [...mapping]
    .sort(([a], [b]) => a - b)
    .map(([code, text]) => `<${hex4(code)}> <${utf16Hex(text)}>`);
  const blocks: string[] = [];
  // A block has at most a hundred lines.
  for (let start = 0; start < lines.length; start += 100) {
    const block = lines.slice(start, start + 100);
    blocks.push(`${block.length} beginbfchar\n${block.join('\n')}\nendbfchar`);
  }
  return latin1(`/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <ffff>
endcodespacerange
${blocks.join('\n')}
endcmap
CMapName currentdict /CMap defineresource pop
end
end
`);
}

export function hex4(value: number): string {
  return value.toString(16).padStart(4, '0');
}

function utf16Hex(text: string): string {
  return [...Array(text.length).keys()].map((index) => hex4(text.charCodeAt(index))).join('');
}
