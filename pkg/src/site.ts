/** The way to User.com, or to a relay in front of it. */

import type { Options } from "./call-options.js";
import { type Asked, Connection, NOTHING, type Time } from "./connection.js";
import { jar, waitForCookie } from "./cookie.js";
import { Ask, type Form } from "./core.js";
import { fields, recordsOf } from "./data.js";
import type { Failure } from "./errors.js";
import type { Glue } from "./glue.js";
import { Identity } from "./identity.js";
import type { Trip } from "./transport.js";
import type { Answer, Call } from "./types/call.js";
import type { Address, ClientOptions } from "./types/options.js";
import { within } from "./wait.js";

export class Site extends Connection {
  readonly #identity: Identity | undefined;

  constructor(options: ClientOptions & Pick<Address, "identity">) {
    super("usercom", options);
    if (options.identity) this.#identity = new Identity(options.identity);
  }

  /** Calls an operation of the visitor, which takes the page's cookies before its other arguments. */
  callVisitor<T>(operation: string, args: readonly unknown[], options: Options | undefined): Call<T> {
    const ask = (time: Time) => this.carryOut({ operation, args: [jar(), ...args], options, ...time });
    return this.answer(options, async (glue, time) => {
      if (!lacksCookie(glue, options)) return ask(time);
      // Without a cookie nothing is sent, but what is wrong with the call is said before the wait. Only identify goes on
      // without one, and who is signed in needs none.
      const early = operation === "identify" ? undefined : await ask(time).catch(unlessNobody);
      if (early?.attempts) return early;
      // The wait isn't counted as time of the call.
      const { signal, life } = time.limits;
      await within<void>({ signal, life }, (resolve) => waitForCookie(() => hasKey(glue), options?.waitForCookie ?? 0, resolve));
      return this.run(options, (_, time) => ask(time));
    });
  }

  protected carryOut(asked: Asked): Promise<Answer<unknown>> {
    const identity = this.#identity;
    return !identity || asked.operation === "visitorKey" ? this.#send(asked) : this.#sendAs(identity, asked);
  }

  /** Makes a call in the name of who is signed in; if that is worth nothing any more, once more in the same person's. */
  async #sendAs(identity: Identity, asked: Asked): Promise<Answer<unknown>> {
    // What is wrong with the call is said before anybody is asked who they are.
    this.core.ask(Ask.Drop, this.begin(asked, false, "checked"));
    const token = await identity.token(asked.limits);
    try {
      return await this.#send(asked, token);
    } catch (error) {
      const { code, attempts } = error as Failure;
      if (code === "identity_invalid" && !attempts) identity.drop(token);
      if (code !== "identity_expired" || !token) throw error;
      identity.drop(token);
      const fresh = await identity.token(asked.limits, attempts);
      if (!fresh) throw error;
      return this.#send(asked, fresh);
    }
  }

  /** Sends the requests of a call one after the other, each depending on what the one before brought. */
  async #send(asked: Asked, token?: unknown): Promise<Answer<unknown>> {
    // The wasm refuses what is no token.
    const task = this.begin(asked, false, token == null || typeof token === "string" ? token : false);
    try {
      let answer = NOTHING;
      for (;;) {
        // Only calls of the visitor ask for more than one thing.
        const found = asked.operation.includes(".") ? "" : whose(answer.data);
        const next = await this.transport.next({ ...asked, task }, found, Boolean(fields(answer.data)["created"]));
        if (!next.answer) return { ...answer, data: formed(answer.data, next.form) };
        ({ answer } = next);
      }
    } finally {
      this.core.ask(Ask.Drop, task);
    }
  }

  protected async turn(trip: Trip): Promise<Answer<unknown> | undefined> {
    return (await this.transport.next(trip)).answer;
  }

  /** Forgets who is signed in, and lets no call join one that is under way in their name. */
  signOut(): void {
    this.#identity?.forget();
    this.seal();
  }
}

/** Whether the visitor's cookie isn't there, but the caller would wait for it. */
function lacksCookie(glue: Glue, options: Options | undefined): boolean {
  return Boolean(options?.waitForCookie) && jar() !== undefined && !hasKey(glue);
}

function hasKey({ visitorKey }: Glue): boolean {
  return visitorKey(jar() ?? "") !== undefined;
}

function unlessNobody(failure: { attempts?: number; code?: unknown }): void {
  if (failure.code !== "no_visitor" || failure.attempts) throw failure;
}

/** The records in data, as far as they say whose they are. */
function whose(data: unknown): string {
  const known = recordsOf(data).map((record) => {
    const { id, user_id, custom_id, email } = fields(record);
    return { id, user_id, custom_id, email };
  });
  return JSON.stringify(known);
}

/** What a call gives of the last answer's data. */
function formed(data: unknown, form: Form | undefined): unknown {
  if (!form) return data;
  if (form.known) return form.known;
  if (form.form === "records") return recordsOf(data);
  const { action, user, linked } = fields(data);
  const identified = form.action ? { action: form.action, user: data } : { action, user };
  return (form.action ? form.resets : !linked) ? { ...identified, advice: "reset_widget" } : identified;
}
