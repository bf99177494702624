import { english } from '../../src/people/trails/words.ts';

const head = `# The steps of a trail

Every attempt to sign up, sign in, reset a password or confirm an identity leaves a trail: what happened, step by step, and
how long each step took. In development, see it at the bottom of each page and at \`/dev/trails\`. Anywhere, run
\`npx latchkey trail\`. This page explains each step and the rule behind it:
`;

/** The guide's page on the steps; each has its code for an anchor. */
export function makeStepsGuide(): string {
  const sections = Object.entries(english.explanations).map(
    ([code, { title, rule, why }]) => `## ${code}\n\n${wrap(`**${title}.** ${rule}`)}\n\n${wrap(why)}\n`,
  );
  return [head, ...sections].join('\n');
}

const width = 120;

function wrap(text: string): string {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line.length + word.length + 1 > width) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines.join('\n');
}
