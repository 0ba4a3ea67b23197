/** What the operator's commands work with; built where everything is built, so that commands construct nothing. */
export type Workshop = {
  /** Brings the database up to date. @returns the migrations that were applied now */
  readonly upgrade: () => Promise<readonly string[]>;
};
