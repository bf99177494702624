import { type Flags, type Mode, startLine } from '../../config/index.ts';
import { CliError } from '../../kit/failure.ts';

interface Start {
  readonly mode: Mode;
  readonly flags: Flags;
}

interface Place {
  readonly host: string;
  readonly port: number;
}

/** Why the server can't listen there, with the command that starts it elsewhere. Other errors are given back. */
export function explainListening({ mode, flags }: Start, { host, port }: Place, error: unknown): Error {
  const code = (error as NodeJS.ErrnoException).code;
  const line = (change: Flags) => startLine(mode, { ...flags, ...change });
  if (code === 'EADDRINUSE') {
    const other = line({ port: String(port < 65_535 ? port + 1 : port - 1) });
    return new CliError(
      `Port ${port} on ${host} is already in use.`,
      `Stop the program that uses it, or choose another port: ${other}`,
    );
  }
  if (code === 'EACCES') {
    return new CliError(
      `This user isn't allowed to use port ${port}.`,
      `Choose a port above 1023: ${line({ port: '5000' })}`,
    );
  }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return new CliError(
      `${host} isn't an address of this machine.`,
      `Choose another address: ${line({ host: '127.0.0.1' })}`,
    );
  }
  return error instanceof Error ? error : new Error(String(error));
}
