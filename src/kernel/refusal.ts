/** An expected "no": shown to people by its code, looked up in the catalogues in the reader's language. Bugs are plain `Error`. */
export class Refusal extends Error {
  readonly code: string;
  readonly status: number;
  readonly params: Readonly<Record<string, string | number>>;

  /** @param code stable, `room/what`, e.g. `cases/lost-guard` · @param status the HTTP status of the edge, 4xx */
  constructor(code: string, status: number, params: Readonly<Record<string, string | number>> = {}) {
    super(code);
    this.name = 'Refusal';
    this.code = code;
    this.status = status;
    this.params = params;
  }
}
