/** The calls of the API, and its streams. */

/** An answer that is not a success; the message is what the node says. */
export class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

async function refusal(answer) {
  let detail = `the node answered ${answer.status}`;
  try {
    detail = (await answer.json()).detail ?? detail;
  } catch {
    // not a problem document: its status says enough
  }
  return new Refused(answer.status, detail);
}

async function ask(path, init) {
  try {
    return await fetch(path, { cache: "no-store", ...init });
  } catch (e) {
    if (e.name === "AbortError") {
      throw e;
    }
    throw new Refused(0, "the node does not answer; is it still running?");
  }
}

/** Calls; gives the document of the answer, or null where it has none. */
export async function call(method, path, body) {
  const answer = await ask(path, {
    method,
    headers: body ? { "Content-Type": "application/json" } : {},
    body: body ? JSON.stringify(body) : null,
  });
  if (!answer.ok) {
    throw await refusal(answer);
  }
  return answer.status === 204 ? null : answer.json();
}

/** Reads server-sent events until the stream ends; tells each with its name and its document. */
export async function stream(path, onEvent, signal) {
  const answer = await ask(path, { headers: { Accept: "text/event-stream" }, signal });
  if (!answer.ok) {
    throw await refusal(answer);
  }
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) {
      return;
    }
    text += value;
    const blocks = text.split("\n\n");
    text = blocks.pop();
    for (const block of blocks) {
      const field = (name) => block.split("\n").find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
      const data = field("data");
      if (data !== undefined) {
        onEvent(field("event") ?? "message", JSON.parse(data));
      }
    }
  }
}

const FIRST_WAIT = 500;
const LONGEST_WAIT = 5_000;
const HIDDEN_FOR = 60_000;

/**
 * Follows what the node tells all pages, for good: asks again where a stream ends, and asks for none while nobody looks.
 *
 * @param onState told "live", or "lost" and why
 */
export function follow(path, onEvent, onState) {
  let wait = FIRST_WAIT;
  let reader = null;
  let again = 0;
  let leave = 0;
  const read = async () => {
    clearTimeout(again);
    const mine = new AbortController();
    reader = mine;
    try {
      await stream(path, (name, document) => {
        wait = FIRST_WAIT;
        onState("live", "live");
        onEvent(name, document);
      }, mine.signal);
    } catch (e) {
      if (mine.signal.aborted) {
        return;
      }
      onState("lost", e instanceof Refused && e.status > 0 ? e.message : "not connected, trying again");
      wait = Math.min(wait * 2, LONGEST_WAIT);
    } finally {
      if (reader === mine) {
        reader = null;
      }
    }
    again = setTimeout(read, wait);
  };
  document.addEventListener("visibilitychange", () => {
    clearTimeout(leave);
    if (document.hidden) {
      leave = setTimeout(() => {
        clearTimeout(again);
        reader?.abort();
      }, HIDDEN_FOR);
    } else if (!reader) {
      read();
    }
  });
  read();
}
