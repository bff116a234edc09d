/** The way to ConnectyCube: calls in the session there is, and the session kept alive. */

import { type Asked, Connection, NOTHING } from "./connection.js";
import { Ask, Help } from "./core.js";
import { fields, unwrapped } from "./data.js";
import { header } from "./exchange.js";
import type { Failure } from "./errors.js";
import type { Trip } from "./transport.js";
import type { Answer } from "./types/call.js";
import type { ConnectyCubeOptions } from "./types/cube-options.js";
import type { CubeSession } from "./types/session.js";
import type { ClientOptions } from "./types/options.js";
import { until, untilAfter } from "./wait.js";

/** The caller's own functions. */
type Own = Pick<ConnectyCubeOptions, "renew" | "signer">;

/** The first row of the wasm's table. */
const CREATE_SESSION = "createSession#0";

export class Cube extends Connection {
  readonly #own: Own;
  readonly #onSession: (session: CubeSession | null) => void;
  /** The last of the calls that change the session: two at once would leave the wrong one. */
  #last: Promise<unknown> = Promise.resolve();
  /** When the session there is ends, as the last answer in it said that told of nothing else. */
  #end = "";
  /** The renewal under way, for all who need it. */
  #renewing: Promise<unknown> | undefined;

  constructor(options: ClientOptions & Own, onSession: (session: CubeSession | null) => void) {
    super("connectycube", options);
    this.#own = options;
    this.#onSession = onSession;
  }

  protected async carryOut(asked: Asked): Promise<Answer<unknown>> {
    const task = this.begin(asked);
    try {
      const trip = { ...asked, task };
      if (this.#own.signer) await this.#sign(trip, this.#own.signer);
      const answer = await (this.core.ask(Ask.Changes, task) ? this.#inTurn(trip) : this.turn(trip));
      return answer ? { ...answer, data: unwrapped(answer.data) } : NOTHING;
    } finally {
      this.core.ask(Ask.Drop, task);
    }
  }

  /** Lets the caller's function sign the request for a session. */
  async #sign({ task, limits }: Trip, signer: (text: string) => unknown): Promise<void> {
    const nonce = Math.trunc(Math.random() * 10_000);
    const timestamp = Math.trunc(Date.now() / 1000);
    if (!this.core.ask(Ask.Unsigned, task, nonce, timestamp)) return;
    const text = this.core.text();
    const signature = await until(limits, asked(() => signer(text), "unauthorized", "signer failed: the session couldn't be asked for"));
    this.core.ask(Ask.Signed, task, nonce, timestamp, typeof signature === "string" ? signature : "");
  }

  /** Sends a request when no other changes the session. */
  async #inTurn(trip: Trip): Promise<Answer<unknown> | undefined> {
    const before = this.#last;
    let end!: (value?: unknown) => void;
    this.#last = new Promise((resolve) => (end = resolve));
    try {
      await until(trip.limits, before);
      return await this.turn(trip, true);
    } finally {
      void before.then(end);
    }
  }

  /** Sends a request in the session there is, and once more in another if that helps. */
  protected async turn(trip: Trip, changes = false): Promise<Answer<unknown> | undefined> {
    for (let repeated = false; ; repeated = true) {
      try {
        const { answer } = await this.transport.next(trip);
        // Most answers tell nothing new of the session.
        const end = header(answer?.headers, "cb-token-expirationdate");
        if (!answer || changes) {
          this.#apply(trip.task, answer, end);
          this.#end = "";
        } else if (end && end !== this.#end && this.#apply(trip.task, answer, end)) this.#end = end;
        return answer;
      } catch (error) {
        if (repeated || !(await this.#helps(trip, error as Failure))) throw error;
      }
    }
  }

  /** Whether a call that failed may be sent again: in the session there is by now, or in a new one that is waited for. */
  async #helps({ task, limits }: Trip, { code, attempts }: Failure): Promise<boolean> {
    const help: Help = this.core.ask(Ask.Recover, task, 0, 0, code);
    if (help === Help.Create || (help === Help.Renew && this.#own.renew)) {
      this.#renewing ??= this.#renew(help === Help.Renew).finally(() => (this.#renewing = undefined));
      // Whoever waits for it is told; all may have given up.
      this.#renewing.catch(() => {});
      await untilAfter(limits, this.#renewing, attempts ?? 0);
      return this.core.ask(Ask.Recover, task, 0, 0, code) === Help.Repeat;
    }
    return help === Help.Repeat;
  }

  /** Makes a new session, with a patience of its own: who began it may give up before the others. */
  async #renew(byCaller: boolean): Promise<unknown> {
    const { renew } = this.#own;
    const message = "the session is over, and renew failed to give credentials for a new one";
    const credentials = byCaller && renew ? await asked(renew, "session_expired", message) : undefined;
    return this.carryOut({ operation: CREATE_SESSION, args: [credentials], options: undefined, ...this.time(undefined) });
  }

  /** Does to the session what an answer does; says whether it may be another now. */
  #apply(task: number, answer: Answer<unknown> | undefined, end: string): boolean {
    const { session, user } = fields(answer?.data);
    const told = [end, header(answer?.headers, "date"), session ? JSON.stringify(session) : ""].join("\n");
    const id = fields(user)["id"];
    const applied = this.core.ask(Ask.Applied, task, typeof id === "number" ? id : 0, Date.now(), told) > 0;
    if (applied) this.#onSession(this.core.json<CubeSession>() ?? null);
    return applied;
  }
}

/** Asks a function of the caller's, whether it answers now or later, and makes an error of ours of what it throws. */
async function asked<T>(ask: () => T, code: "session_expired" | "unauthorized", message: string): Promise<Awaited<T>> {
  try {
    return await ask();
  } catch (cause) {
    const failure: Failure = { kind: "auth", code, message, cause };
    throw failure;
  }
}
