/** Lines of at most `limit` characters: broken between words, and within a word that is longer than a line. */
export function wrap(text: string, limit: number): string[] {
  const width = Math.max(1, Math.floor(limit));
  const lines: string[] = [];
  let line = '';
  for (let word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = '';
    }
    for (; word.length > width; word = word.slice(width)) lines.push(word.slice(0, width));
    line = line === '' ? word : `${line} ${word}`;
  }
  if (line !== '' || lines.length === 0) lines.push(line);
  return lines;
}
