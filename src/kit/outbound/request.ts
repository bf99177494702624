/** What is sent, and what it may cost. */
export interface OutboundRequest {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /**
   * Hosts that may be in a private network and may be asked without TLS: `grafana.lan`, `10.0.0.7`, `[fd00::7]`, each with a port
   * or for all of them. None unless said.
   */
  readonly privateHosts?: readonly string[];
  /** The longest body that is read, in bytes. */
  readonly most: number;
  /** For everything from the look-up of the name to the last byte, in milliseconds. */
  readonly within: number;
  /** Breaks it off. */
  readonly signal?: AbortSignal;
}

/** Why there is no answer. */
export type OutboundCause =
  /** It isn't the address of a web server, has user info, or is of another scheme than https where it must be that. */
  | 'address'
  /** The host, or one of the addresses that its name has, isn't on the internet. */
  | 'private'
  /** Its name has no address. */
  | 'unknown-host'
  /** Nobody listens there, or the connection broke. */
  | 'unreachable'
  /** Its certificate isn't valid for it. */
  | 'certificate'
  | 'too-large'
  | 'too-slow'
  /** The caller broke it off. */
  | 'broken-off';

/** An answer of any status. A redirect is one too: nobody follows it. */
export type OutboundAnswer =
  | {
      readonly ok: true;
      readonly status: number;
      /** By their names in lower case, without cookies. */
      readonly headers: Readonly<Record<string, string>>;
      readonly body: Buffer;
    }
  | { readonly ok: false; readonly cause: OutboundCause };

/** Asks another server. It never throws for what that server does. */
export type Outbound = (request: OutboundRequest) => Promise<OutboundAnswer>;
