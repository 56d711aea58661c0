/** No failure: the job asks to be started again later, and the attempt is not charged. */
export class Snooze extends Error {
  override readonly name = "Snooze";
  /** @param reason one line for a person: what it waits for */
  constructor(readonly seconds: number, readonly reason: string) {
    super(reason);
  }
}
