/** Who belongs to whom and what they are called, as the catalog knows it. */
export interface PeopleReader {
  /**
   * User refs behind a user or group, members of child groups among them;
   * `undefined` where the catalog does not know the ref.
   */
  membersOf(ref: string): Promise<string[] | undefined>;

  /** What pages call these users and groups, for sentences; never fails. */
  namesOf(refs: string[]): Promise<NameOf>;
}

/** Name of a user or group; of one that was not asked for, the name in its ref. */
export type NameOf = (ref: string) => string;
