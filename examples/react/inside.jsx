import { SignedIn } from '@latchkey/client/react';
import { login } from './login.js';

export function Inside({ children }) {
  return (
    <SignedIn login={login} otherwise={null}>
      {({ account }) => (
        <section className="card">
          <h2>
            Hello, <bdi>{account.username}</bdi>
          </h2>
          {children}
        </section>
      )}
    </SignedIn>
  );
}
