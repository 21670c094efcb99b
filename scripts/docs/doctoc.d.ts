declare module 'doctoc/lib/transform.js' {
  /** Updates the contents list between doctoc's markers. */
  export default function transform(
    content: string,
    mode?: 'github.com',
    maxHeaderLevel?: number,
    minHeaderLevel?: number,
    minTocItems?: number,
    title?: string,
    notitle?: boolean,
  ): { transformed: boolean; data: string };
}
