/** A runtime cannot be had on this machine. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';
}
