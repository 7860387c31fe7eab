/** `npm run review -- collect`: from the reviewers' notes to a page for each author. */
import { join } from "node:path";
import { writeWhole } from "../../grade/record/write-file";
import type { Output } from "../../grade/report/progress";
import { maskProse } from "../answers/masking";
import { bundleAssets } from "../page/assets";
import { displayName, openSession, workFolder } from "../session/session";
import type { Session, SessionMember } from "../session/session";
import { replaceFolder } from "../write-session";
import { feedbackPage } from "./feedback-page";
import { readNotesFiles, reviewsReceived } from "./received";
import type { Review } from "./received";

/** What `ratings` needs to know of a collection. */
export interface Collected {
  readonly version: 1;
  readonly session: string;
  /** By feedback page, in the order in which it shows them. */
  readonly reviews: Readonly<Record<string, readonly Review[]>>;
}

export const collectedFile = (out: string): string => join(workFolder(out), "collected.json");

/** A reviewer stays unknown even if they sign. */
const masked = ({ tasks }: Review, names: readonly string[]) => ({
  tasks: tasks.map((task) => ({ ...task, comment: maskProse(task.comment, names) })),
});

const authorName = (member: SessionMember, { isAnonymous }: Session): string =>
  isAnonymous ? member.feedback : displayName(member);

/** @throws {BadConfiguration} a file is malformed or of another session: all problems, and nothing is written */
export async function collect(out: string, files: readonly string[], shown: Output): Promise<void> {
  const session = openSession(out);
  const received = reviewsReceived(readNotesFiles(files, session), session);
  const assets = await bundleAssets("feedback");
  const names = session.members.flatMap(({ learner, name, aliases }) => [learner, name, ...(aliases ?? [])]);
  const pages = session.members.map((member) => {
    const reviews = received.get(member.submission)!.map((review) => masked(review, names));
    const page = { session: session.id, name: member.feedback, author: authorName(member, session), reviews };
    return [`${member.feedback}.html`, feedbackPage(page, assets)] as const;
  });
  replaceFolder(join(out, "feedback"), Object.fromEntries(pages));
  const reviews = Object.fromEntries(
    session.members.map(({ submission, feedback }) => [feedback, received.get(submission)!]),
  );
  const collected: Collected = { version: 1, session: session.id, reviews };
  writeWhole(collectedFile(out), `${JSON.stringify(collected, null, 1)}\n`);
  const count = Object.values(reviews).flat().length;
  shown.write(
    `${count} reviews from ${files.length} files, for ${session.members.length} authors: ${join(out, "feedback")}; who reads which page: ${join(out, "identities.csv")}\n`,
  );
}
