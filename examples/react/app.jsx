import { useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { logIn, loginPage, logOut, register, whoAmI } from '../latchkey.js';
import { Notes } from './notes.jsx';

function App() {
  /** Undefined while nobody knows, null when nobody is logged in. */
  const [account, setAccount] = useState();
  const [message, setMessage] = useState({ text: '' });

  /** Does it, and shows kindly what went wrong. */
  const attempt = async (act) => {
    try {
      const text = await act();
      if (text !== undefined) setMessage({ text });
    } catch (error) {
      if (error.code === 'not-signed-in') setAccount(null);
      const text = error.code === 'not-signed-in' ? 'Your session is over. Log in again.' : error.message;
      setMessage({ text, isWrong: true, needsProof: error.code === 'challenge-required' });
    }
  };

  useEffect(() => {
    void attempt(async () => setAccount(await whoAmI()));
  }, []);

  return (
    <>
      <h1>Notes in React</h1>
      <p className="lead">A small app from another port than the login server.</p>
      <p className={message.isWrong ? 'message wrong' : 'message'} role="status">
        {message.needsProof ? <ProofNeeded /> : message.text}
      </p>
      {account === null && <Door attempt={attempt} onIn={setAccount} />}
      {account && (
        <section className="card">
          <h2>
            Hello, <bdi>{account.username}</bdi>
          </h2>
          <Notes attempt={attempt} />
          <div className="actions">
            <button
              type="button"
              className="quiet"
              onClick={() =>
                attempt(async () => {
                  await logOut();
                  setAccount(null);
                  return 'You are logged out.';
                })
              }
            >
              Log out
            </button>
          </div>
        </section>
      )}
    </>
  );
}

function ProofNeeded() {
  return (
    <>
      There were several wrong tries. <a href={loginPage()}>Log in on the server's page</a>, which slows down
      machines that guess and does the waiting for you.
    </>
  );
}

function Door({ attempt, onIn }) {
  const [wrongFields, setWrongFields] = useState({});

  const submit = (event) => {
    event.preventDefault();
    const { username, password } = event.currentTarget;
    const isNew = event.nativeEvent.submitter?.value === 'register';
    void attempt(async () => {
      setWrongFields({});
      try {
        const come = isNew ? register : logIn;
        onIn((await come(username.value, password.value)).account);
        return isNew ? 'You are registered and logged in.' : 'Welcome back.';
      } catch (error) {
        const fields = (error.errors ?? []).map(({ pointer, detail }) => [pointer.slice(1), detail]);
        setWrongFields(Object.fromEntries(fields));
        throw error;
      }
    });
  };

  return (
    <form className="card" onSubmit={submit}>
      <h2>Come in</h2>
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
      <p className="hint">A new one has at least 15 characters: a few words do well.</p>
      <div className="actions">
        <button type="submit" value="login">
          Log in
        </button>
        <button type="submit" value="register" className="quiet">
          Register
        </button>
      </div>
    </form>
  );
}

createRoot(document.getElementById('app')).render(<App />);
