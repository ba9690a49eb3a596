/** Who belongs to whom, as the catalog knows it. */
export interface PeopleReader {
  /**
   * User refs behind a user or group, members of child groups among them;
   * `undefined` where the catalog does not know the ref.
   */
  membersOf(ref: string): Promise<string[] | undefined>;
}
