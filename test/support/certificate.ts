import { generateKeyPairSync, sign } from 'node:crypto';

/** One element of ASN.1 in DER (X.690): tag, length, content. */
function der(tag: number, ...content: Uint8Array[]): Buffer {
  const body = Buffer.concat(content);
  const long = body.length > 127;
  const length = long ? [0x82, body.length >> 8, body.length & 0xff] : [body.length];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
}

const sequence = (...content: Uint8Array[]): Buffer => der(0x30, ...content);
const bitString = (bits: Uint8Array): Buffer => der(0x03, Buffer.from([0]), bits);
const time = (text: string): Buffer => der(0x17, Buffer.from(text));
const SHA256_WITH_RSA = sequence(der(0x06, Buffer.from('2a864886f70d01010b', 'hex')), der(0x05));
const COMMON_NAME = der(0x06, Buffer.from('550403', 'hex'));

/** What a certificate says. */
export interface CertificateContent {
  /** Default: `localhost`. */
  host?: string;
  /** Two digits each of year, month, day, hour, minute and second. Default: 2020 to 2049. */
  validity?: readonly [from: string, to: string];
}

/** A key, and a self-signed certificate (RFC 5280, section 4.1). */
export function selfSignedCertificate({
  host = 'localhost',
  validity: [from, to] = ['200101000000', '491231235959'],
}: CertificateContent = {}): { key: string; cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const name = sequence(der(0x31, sequence(COMMON_NAME, der(0x0c, Buffer.from(host)))));
  const content = sequence(
    der(0x02, Buffer.from([1])),
    SHA256_WITH_RSA,
    name,
    sequence(time(`${from}Z`), time(`${to}Z`)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const certificate = sequence(content, SHA256_WITH_RSA, bitString(sign('sha256', content, privateKey)));
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? [];
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`,
  };
}
