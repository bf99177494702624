import { minutes } from '../kit/duration.ts';
import { createPostman, createSmtpSend, type Postman, type PostmanOptions } from '../kit/mail/index.ts';
import type { Services } from '../kit/services.ts';
import { createAppTeller } from '../surfaces/provider/index.ts';
import { indexAccounts, stopWhenMoved } from './prepare.ts';
import { inBackground, type Stoppable } from './stop.ts';
import { sweep } from './sweep.ts';

/**
 * Begins what a server does beside its answers, once however many processes answer: it sends emails, tells apps who signed
 * out, deletes what has expired, and looks whether the data was moved away. `moved` is called then.
 */
export function startChores(services: Services, moved: () => void): Stoppable {
  const indexing = inBackground((signal) => indexAccounts(services, signal));
  const regular = [
    setInterval(() => void sweep(services), minutes(1)),
    setInterval(() => void stopWhenMoved(services, moved), minutes(1)),
  ];
  const postman = findPostman(services);
  postman?.start();
  const teller = createAppTeller(services);
  teller.start();
  return {
    async stop() {
      for (const timer of regular) clearInterval(timer);
      await Promise.all([postman?.stop(), teller.stop(), indexing.stop()]);
    },
  };
}

/** In development no email is sent. Read them at `/dev/mailbox`. */
function findPostman(services: Services): Postman | undefined {
  const { config, db, clock, log, metrics, secretKey, statistics } = services;
  if (config.mode === 'development' || config.mail.url === '') return undefined;
  const counting: PostmanOptions['metrics'] = {
    countMail(result) {
      metrics.countMail(result);
      statistics.count(`emails-${result}`);
    },
    countMailFailure: metrics.countMailFailure,
  };
  return createPostman({ db, secretKey, clock, log, metrics: counting, send: createSmtpSend(config.mail) });
}
