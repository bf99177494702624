import { useWords } from '../words/index.ts';
import type { MailContent } from './content.ts';
import { darkStyles, styles } from './html-styles.ts';

/** The form of a mail with a look. Nothing in it is fetched: no image, no font, no script. */
export function HtmlMail({ site, subject, heading, paragraphs, code, action, closing = [] }: MailContent) {
  const texts = useWords().mail;
  return (
    <html lang={texts.language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <title>{subject}</title>
        <style>{darkStyles}</style>
      </head>
      <body class="paper" style={styles.body}>
        <main>
          <div style={styles.column}>
            <p class="name" style={styles.name}>
              {site.name}
            </p>
            <div class="card" style={styles.card}>
              <h1 style={styles.heading}>{heading}</h1>
              <Paragraphs texts={paragraphs} home={site.url} />
              {code !== undefined && (
                <p class="code" style={styles.code}>
                  {code}
                </p>
              )}
              {action && <Action {...action} orOpen={texts.orOpen} />}
              <Paragraphs texts={closing} home={site.url} />
            </div>
            <p class="fine" style={styles.fine}>
              {texts.sentBy(site.name)}
              <br />
              <a class="fine" style={styles.quietLink} href={site.url}>
                {site.url}
              </a>
            </p>
          </div>
        </main>
      </body>
    </html>
  );
}

/** Pages of this site, and of no other, become links: what people chose themselves may stand in a text too. */
function Paragraphs({ texts, home }: { texts: readonly string[]; home: string }) {
  return texts.map((text) => (
    <p key={text} style={styles.paragraph}>
      {text.split(/(https?:\/\/[^\s)]*[\w/])/).map((part) =>
        part.startsWith(`${home}/`) ? (
          <a key={part} class="link" style={styles.link} href={part}>
            {part}
          </a>
        ) : (
          part
        ),
      )}
    </p>
  ));
}

function Action({ label, url, orOpen }: { label: string; url: string; orOpen: string }) {
  return (
    <>
      <p style={styles.actionLine}>
        <a class="button" style={styles.button} href={url}>
          {label}
        </a>
      </p>
      <p class="fine" style={styles.address}>
        {orOpen}
        <br />
        <a class="link" style={styles.link} href={url}>
          {url}
        </a>
      </p>
    </>
  );
}
