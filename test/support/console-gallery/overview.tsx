import { Chart } from '../../../src/kit/charts/index.ts';
import { type ConsoleFrame, ConsolePage } from '../../../src/kit/ui/console/console-page.tsx';
import { PageHead } from '../../../src/kit/ui/console/page-head.tsx';
import { Figure, Figures } from '../../../src/kit/ui/console/panel.tsx';
import { Notice } from '../../../src/kit/ui/form-problem.tsx';

const hour = 3_600_000;
const now = Date.UTC(2030, 0, 15, 14);
const hoursBack = (count: number, each: number) =>
  Array.from({ length: count }, (_, at) => now - (count - 1 - at) * each * hour);

/** Ups and downs, the same each time. */
const wave = (count: number, top: number, phase = 0) =>
  Array.from(
    { length: count },
    (_, at) => Math.round(top * (1 + Math.sin(at / 3 + phase)) * ((at % 5) + 2)) / 4,
  ).map(Math.round);

export function Overview({ frame }: { frame: ConsoleFrame }) {
  const failures = [
    { name: 'Unknown username or email', values: wave(90, 8) },
    { name: 'Incorrect password', values: wave(90, 14, 1) },
    { name: 'Incorrect code', values: wave(90, 4, 2) },
    { name: 'Passkey refused', values: wave(90, 2, 3) },
    { name: 'Too many attempts', values: wave(90, 6, 4).map((value, at) => (at === 61 ? 380 : value)) },
    { name: 'Proof of work required', values: wave(90, 3, 5) },
    { name: 'Expired', values: wave(90, 1, 6) },
    { name: 'Server error', values: Array(90).fill(0) },
  ];
  return (
    <ConsolePage frame={frame} here="/admin" title="Overview">
      <PageHead title="Overview" lead="What happened on this server, and what waits for you." />
      <Notice text={() => 'You added grace as an administrator.'} />
      <Figures>
        <Figure label="People" value="12,408" note="31 new this week" href="/admin/accounts" />
        <Figure label="Signed in today" value="1,284" note="8% more than yesterday" />
        <Figure label="With a second factor" value="62%" />
        <Figure label="Emails waiting" value="1,280" note="Oldest: 26 minutes" href="/admin/mail" />
      </Figures>
      <div class="columns">
        <Chart
          id="sign-ins"
          title="Sign-ins"
          unit="hour"
          starts={hoursBack(24, 1)}
          series={[{ name: 'Sign-ins', values: wave(24, 60) }]}
        />
        <Chart
          id="registrations"
          title="New accounts"
          unit="hour"
          starts={hoursBack(24, 1)}
          series={[{ name: 'New accounts', values: Array(24).fill(0) }]}
        />
      </div>
      <Chart id="failures" title="Failed sign-ins" unit="day" starts={hoursBack(90, 24)} series={failures} />
    </ConsolePage>
  );
}
