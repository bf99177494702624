import { useSession } from '@latchkey/client/react';
import { useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { Inside } from './inside.jsx';
import { login } from './login.js';
import { Notes } from './notes.jsx';

function App() {
  /** Undefined until it's known, null when nobody is signed in, also in another tab. */
  const who = useSession(login);
  const [message, setMessage] = useState({ text: '' });
  /** The step that the sign-in waits for. */
  const [waiting, setWaiting] = useState();

  /** Runs it, and shows what went wrong. */
  const attempt = async (act) => {
    try {
      const text = await act();
      if (text !== undefined) setMessage({ text });
    } catch (error) {
      const isOver = error.code === 'not-found' && waiting !== undefined;
      if (isOver) setWaiting(undefined);
      const text = isOver
        ? 'This sign-in has expired. Start over.'
        : error.code === 'not-signed-in'
          ? 'Your session has expired. Sign in again.'
          : error.message;
      setMessage({ text, isWrong: true, needsProof: error.code === 'challenge-required' });
    }
  };

  useEffect(() => {
    void attempt(async () => void (await login.session()));
  }, []);

  /** Goes inside when no step is left, else asks for the next one. Returns what to say. */
  const follow = (step, welcome) => {
    const isDone = step.status === 'complete';
    setWaiting(isDone ? undefined : step);
    if (isDone) return welcome;
    if (waitsFor(step) !== 'email') return 'One more step.';
    return waiting
      ? "Your email address isn't verified yet."
      : 'Open the link in the email we sent you, then continue.';
  };

  return (
    <>
      <h1>Notes in React</h1>
      <p className="lead">A small app on another port than the login server.</p>
      <p className={message.isWrong ? 'message wrong' : 'message'} role="status">
        {message.needsProof ? <ProofNeeded /> : message.text}
      </p>
      {who === null && !waiting && <Door attempt={attempt} follow={follow} />}
      {waiting && <OneMoreStep step={waiting} attempt={attempt} follow={follow} />}
      <Inside>
        <Notes attempt={attempt} />
        <div className="actions">
          <button
            type="button"
            className="quiet"
            onClick={() =>
              attempt(async () => {
                await login.signOut();
                return "You're signed out.";
              })
            }
          >
            Sign out
          </button>
        </div>
      </Inside>
    </>
  );
}

function ProofNeeded() {
  return (
    <>
      Too many failed attempts. <a href={login.url()}>Sign in on the server's page</a> to continue.
    </>
  );
}

/** What this page can ask for itself. The rest (passkeys, a new password) works on the server's own page. */
function waitsFor({ next }) {
  const names = next.map(({ factor }) => factor);
  if (names.includes('verify-email')) return 'email';
  return names.includes('totp') || names.includes('recovery-code') ? 'code' : 'page';
}

/** Six digits come from the authenticator app; anything else is a recovery code. */
const answerCode = (code) =>
  login.answer(/^\d{6}$/.test(code.replace(/\s/g, '')) ? 'totp' : 'recovery-code', { code });

/** The next step of a sign-in. */
function OneMoreStep({ step, attempt, follow }) {
  const submit = (send) => (event) => {
    event.preventDefault();
    const code = event.currentTarget.code?.value;
    void attempt(async () => follow(await send(code), 'Welcome back.'));
  };
  const kind = waitsFor(step);
  return (
    <section className="card">
      <h2>One more step</h2>
      {kind === 'code' && (
        <form autoComplete="off" onSubmit={submit(answerCode)}>
          <label htmlFor="code">Code from your authenticator app, or a recovery code</label>
          <input
            id="code"
            name="code"
            autoComplete="one-time-code"
            autoCapitalize="none"
            spellCheck="false"
            required
          />
          <div className="actions">
            <button type="submit">Continue</button>
          </div>
        </form>
      )}
      {kind === 'email' && (
        <form onSubmit={submit(() => login.answer('verify-email'))}>
          <div className="actions">
            <button type="submit">I've verified my email</button>
          </div>
        </form>
      )}
      <p>
        <a href={login.url()}>Continue on the server's page</a>, to use a passkey or another way.
      </p>
    </section>
  );
}

function Door({ attempt, follow }) {
  const [wrongFields, setWrongFields] = useState({});

  const submit = (event) => {
    event.preventDefault();
    const { username, password } = event.currentTarget;
    const isNew = event.nativeEvent.submitter?.value === 'register';
    void attempt(async () => {
      setWrongFields({});
      try {
        const credentials = { username: username.value, password: password.value };
        const step = await (isNew ? login.register(credentials) : login.signIn(credentials));
        return follow(step, isNew ? 'Account created.' : 'Welcome back.');
      } catch (error) {
        const fields = (error.errors ?? []).map(({ pointer, detail }) => [pointer.slice(1), detail]);
        setWrongFields(Object.fromEntries(fields));
        throw error;
      }
    });
  };

  return (
    <form className="card" onSubmit={submit}>
      <h2>Sign in</h2>
      <label htmlFor="username">Username</label>
      <input
        id="username"
        name="username"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck="false"
        aria-invalid={'username' in wrongFields}
        required
      />
      <label htmlFor="password">Password</label>
      <input
        id="password"
        name="password"
        type="password"
        autoComplete="current-password"
        aria-invalid={'password' in wrongFields}
        required
      />
      <p className="hint">New passwords need at least 15 characters. A few unrelated words work well.</p>
      <div className="actions">
        <button type="submit" value="login">
          Sign in
        </button>
        <button type="submit" value="register" className="quiet">
          Create account
        </button>
      </div>
    </form>
  );
}

createRoot(document.getElementById('app')).render(<App />);
