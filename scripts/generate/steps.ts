import { english } from '../../src/people/trails/words.ts';

const head = `# The steps of a trail

Every attempt to register, to log in, to recover an account or to prove anew who one is leaves a trail: what happened,
step by step, with the time that each took. In development the pages show it at their foot and at \`/dev/trails\`;
anywhere \`npx latchkey trail\` does. What each step means and which rule is behind it:
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
