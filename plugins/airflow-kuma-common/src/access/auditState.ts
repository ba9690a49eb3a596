/** Whether the audit trail is as it was written, `GET /audit/state`. @public */
export type AuditState = {
  /** ISO time of the check. */
  checkedAt: string;
  /** Records that were checked. */
  records: number;
  /** What is not as it was written, first ones first; none where all is well. */
  problems: { sequence: number; message: string }[];
  /** How many problems there are in all. */
  totalProblems: number;
  signing: {
    /** Id of the key that signs heads now; absent where none is configured. */
    keyId?: string;
    /** Of the newest 100 heads, those that this key signed. */
    verified: number;
    /** Of the same, those of other keys: their signatures cannot be checked here. */
    ofOtherKeys: number;
    /** The newest head that was signed. */
    newest?: { sequence: number; at: string };
  };
};
