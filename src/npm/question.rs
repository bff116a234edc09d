//! What the facade asks of a client, or tells it: the numbers are those of `pkg/src/core.ts`.

/// Begins a call, of a list if `a` is 1. Text: JSON, `[arguments, operation, token, cookie, alone, timeout,
/// totalTimeout, maxRetries]`, where `alone` is 1 if the call has headers of its own. Answer: its task.
pub const BEGIN: u8 = 0;
/// Goes on with the task `a`, begun at `b` milliseconds, once its last request brought the records in the text, as JSON,
/// and made one if `c` is 1. Answer: a flight, which is new if there is a text, its request; 0 when the task is done, with
/// the form of what it gives.
pub const NEXT: u8 = 1;
/// Forgets the task `a`.
pub const DROP: u8 = 2;
/// Answer: the flight that may be sent now; 0 if none.
pub const SEND: u8 = 3;
/// Lets no call join a flight that is under way: who is signed in is somebody else now.
pub const SEAL: u8 = 4;

/// Begins an attempt of the flight `a` at `b`. Answer: how long it may take, in milliseconds.
pub const START: u8 = 5;
/// Answer: how long the attempt of the flight `a` has left at `b`; more than it was told, if somebody with more time joined.
pub const LEFT: u8 = 6;
/// Tells what was seen of an attempt of the flight `a`: `b` says how and with which status, at `c`, with the random number
/// `d` and the clock `e`. Text: four headers, a line each, then the body. Answer: how long to wait, or what it brought.
pub const SEEN: u8 = 7;
/// Tells that the wait of the flight `a` is over.
pub const RESUME: u8 = 8;
/// Tells that a caller has left the flight `a`. Answer: 1 if it was the last.
pub const LEAVE: u8 = 9;

/// Tells that a page of the task `a` has `b` records of `c` in all (below 0 if that isn't known). Text: the next page's
/// URL. Answer: how many of the records are wanted.
pub const PAGE: u8 = 10;
/// Answer: 1 if the status `b` is the end of the list `a`, and no failure.
pub const ENDS: u8 = 11;

/// Answer: 1 if the task `a` changes the session, of which two at once would leave the wrong one.
pub const CHANGES: u8 = 12;
/// Answer: 1 if the task `a` asks for a session, with the text to be signed for the nonce `b` and the timestamp `c`.
pub const UNSIGNED: u8 = 13;
/// Gives the task `a` the signature in the text, for the same numbers.
pub const SIGNED: u8 = 14;
/// Does to the session what the answer to the task `a` does: `b` is its user's id, `c` the clock. Text: the headers that
/// tell when the session ends and when that was said, a line each, then its `session`. Answer: 1 if the session may be
/// another now; its text is the session.
pub const APPLIED: u8 = 15;
/// What helps the task `a` that failed with the code in the text. Answer: 0 nothing, 1 to be sent again, 2 a new session of
/// the application first, 3 one with the caller's credentials.
pub const RECOVER: u8 = 16;
