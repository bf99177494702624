import type { Step } from './types.ts';

/** Has the browser ask for a passkey, and answers what the server takes of it. */
export async function askForPasskey({ options }: Step): Promise<{ response: unknown }> {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(
    options as PublicKeyCredentialRequestOptionsJSON,
  );
  const credential = (await navigator.credentials.get({ publicKey })) as PublicKeyCredential;
  return { response: credential.toJSON() };
}
