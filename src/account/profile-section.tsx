import { Row } from '../kit/ui/row.tsx';
import type { Done, FormProblem } from '../kit/ui/site.ts';
import { Time } from '../kit/ui/time.tsx';
import { useWords } from '../kit/words/index.ts';
import { EmailRow, type EmailView } from './email/index.ts';

interface ProfileSectionProps {
  account: { username: string; createdAt: string };
  /** Undefined where no mail would reach anybody. */
  email: EmailView | undefined;
  emailProblem: FormProblem | undefined;
  done: Done | undefined;
}

/** By what the person is known here. */
export function ProfileSection({ account, email, emailProblem, done }: ProfileSectionProps) {
  const { profile: said } = useWords().account;
  return (
    <section class="card card-rows" id="profile" aria-labelledby="profile-title">
      <h2 id="profile-title">{said.title}</h2>
      <p class="card-lead">{said.since(<Time iso={account.createdAt} />)}</p>
      <Row id="username" title={said.username} value={<bdi>{account.username}</bdi>} />
      {email && <EmailRow email={email} problem={emailProblem} done={done} />}
    </section>
  );
}
