const WHOLE = /-----BEGIN ([A-Z ]*PRIVATE KEY)-----([^]*?)-----END \1-----/;
const HEADER = /^[\w-]+: .*$/gm;
/** The headers of an encrypted key (RFC 1421, section 4.6), wherever they stand. */
const HEADER_OF_ENCRYPTED = /(?:Proc-Type|DEK-Info): \S+/g;

/** Object identifiers of ciphers that OpenSSL 3 supports only with its legacy provider, in DER (RFC 8018, RFC 7292, appendix C). */
const OLD_CIPHERS: readonly [der: string, name: string][] = [
  ['06092a864886f70d010501', 'PBE-MD2-DES'],
  ['06092a864886f70d010503', 'PBE-MD5-DES'],
  ['06092a864886f70d010504', 'PBE-MD2-RC2-64'],
  ['06092a864886f70d010506', 'PBE-MD5-RC2-64'],
  ['06092a864886f70d01050a', 'PBE-SHA1-DES'],
  ['06092a864886f70d01050b', 'PBE-SHA1-RC2-64'],
  ['060a2a864886f70d010c0101', 'PBE-SHA1-RC4-128'],
  ['060a2a864886f70d010c0102', 'PBE-SHA1-RC4-40'],
  ['060a2a864886f70d010c0105', 'PBE-SHA1-RC2-128'],
  ['060a2a864886f70d010c0106', 'PBE-SHA1-RC2-40'],
  ['06052b0e030207', 'DES-CBC'],
  ['06052b0e030208', 'DES-OFB'],
  ['06052b0e030209', 'DES-CFB'],
  ['06082a864886f70d0302', 'RC2-CBC'],
  ['06092b0601040197550102', 'BF-CBC'],
  ['06092a864886f67d07420a', 'CAST5-CBC'],
  ['060b2b06010401813c07010102', 'IDEA-CBC'],
  ['06082a831a8c9a440104', 'SEED-CBC'],
];

/**
 * A private key in PEM (RFC 7468), with its lines as OpenSSL requires them, whatever became of them on the way: indented,
 * joined by spaces, with invisible characters, with line breaks of Windows or written as `\n`.
 *
 * @returns `undefined` if the text isn't a whole private key
 */
export function normalizePem(text: string): string | undefined {
  const [, label, body = ''] = WHOLE.exec(text) ?? [];
  const lines = body
    .replaceAll(/\\+[nrt]|\r/g, '\n')
    .replaceAll(/\p{Cf}/gu, '')
    .replaceAll(HEADER_OF_ENCRYPTED, '\n$&\n')
    .replaceAll(/^[^\S\n]+|[^\S\n]+$/gm, '');
  const headers = lines.match(HEADER) ?? [];
  const base64 = lines.replaceAll(HEADER, '').replaceAll(/\s/g, '');
  if (label === undefined || !/^[A-Za-z\d+/]+={0,2}$/.test(base64)) return undefined;
  return [
    `-----BEGIN ${label}-----`,
    ...(headers.length === 0 ? [] : [...headers, '']),
    ...(base64.match(/.{1,64}/g) ?? []),
    `-----END ${label}-----`,
  ].join('\n');
}

/** The name of the cipher of an encrypted key, if it is one that OpenSSL 3 doesn't support by itself. */
export function oldCipherOf(pem: string): string | undefined {
  const [, cipher] = /^DEK-Info: ([\w-]+),/m.exec(pem) ?? [];
  if (cipher !== undefined) return /^(?:AES|DES-EDE3|CAMELLIA|ARIA)-/.test(cipher) ? undefined : cipher;
  const beginning = beginningOf(pem);
  return OLD_CIPHERS.find(([der]) => beginning.includes(der))?.[1];
}

/** The beginning of a key in hexadecimal digits: its algorithms. */
function beginningOf(pem: string): string {
  // Whole groups of four characters, so that it can be decoded even if the key is damaged.
  const base64 = pem.split('\n').slice(1, -1).join('').replace(/=+$/, '').slice(0, 256);
  const bytes = atob(base64.slice(0, base64.length - (base64.length % 4)));
  return Array.from(bytes, (byte) => byte.charCodeAt(0).toString(16).padStart(2, '0')).join('');
}
