/** What the runner tells the suite. Everything is reached by `fetch` alone. */
export interface Environment {
  /** The server that answers as a case asks, with the sandbox behind it. */
  origin: string;
  /** An origin without a server. */
  refusedOrigin: string;
  /** An RSA key as PEM, encrypted. */
  encryptedKey: string;
  passphrase: string;
}

/** One behaviour. It fails by throwing. */
export interface Case {
  group: string;
  title: string;
  run: (environment: Environment) => Promise<void>;
}

export interface CaseResult {
  group: string;
  title: string;
  /** Why it failed. */
  failure?: string;
}

/** The cases of one group, by their titles. */
export function group(name: string, cases: Record<string, Case['run']>): Case[] {
  return Object.entries(cases).map(([title, run]) => ({ group: name, title, run }));
}
