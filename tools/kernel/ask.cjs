/**
 * Adds to tslab 1.0.22 what it lacks: asking the reader. tslab opens Jupyter's stdin channel and never uses it; here the
 * running cell sends an `input_request` to the page that runs it, and gets what was typed in the box below the cell.
 *
 * https://jupyter-client.readthedocs.io/en/latest/messaging.html#messages-on-the-stdin-router-dealer-channel
 */
const { JupyterHandlerImpl, ZmqServer } = require("tslab/dist/jupyter");

/** By what the handler is given of a request: the server that received it, and the whole message. @type {WeakMap<object, { server: any, message: any }>} */
const requests = new WeakMap();
/** The request of the running cell. @type {{ server: any, message: any } | undefined} */
let running;
/** How many cells were sent and have not ended. */
let numWaiting = 0;
/** The question that is open. @type {{ id: string, resolve: (typed: string) => void } | undefined} */
let open;

const { handleExecute, init } = ZmqServer.prototype;
const { handleExecuteImpl } = /** @type {any} */ (JupyterHandlerImpl.prototype);

Object.assign(ZmqServer.prototype, {
  /** @this {any} @param {any} socket @param {any} message */
  async handleExecute(socket, message) {
    requests.set(message.content, { server: this, message });
    numWaiting++;
    try {
      await handleExecute.call(this, socket, message);
    } finally {
      numWaiting--;
    }
  },
  /** @this {any} */
  async init() {
    await init.call(this);
    void readReplies(this);
  },
});

Object.assign(JupyterHandlerImpl.prototype, {
  /** @this {any} @param {any} request @param {unknown[]} rest */
  async handleExecuteImpl(request, ...rest) {
    running = requests.get(request);
    try {
      return await handleExecuteImpl.call(this, request, ...rest);
    } finally {
      running = open = undefined; // a cell that was stopped waits for no answer
    }
  },
});

/** Takes what is typed; an answer to a cell that was stopped comes too late. @param {any} server */
async function readReplies(server) {
  for await (const frames of server.stdin) {
    // [identity…, delimiter, signature, header, parent header, metadata, content]
    const [header, parent, , content] = frames
      .slice(-4)
      .map((/** @type {Buffer} */ frame) => JSON.parse(String(frame)));
    if (header.msg_type !== "input_reply" || open === undefined) continue;
    if (parent.msg_id !== undefined && parent.msg_id !== open.id) continue;
    open.resolve(String(content.value));
    open = undefined;
  }
}

/** Whether the page that runs the cell has a box to type in, and its reader did not send more cells to be run after it. */
const canAsk = () => running?.message.content.allow_stdin === true && numWaiting === 1;

/** @param {string} prompt @returns {Promise<string>} what was typed; it stays open if the cell is stopped */
async function ask(prompt) {
  const { server, message } = /** @type {NonNullable<typeof running>} */ (running);
  await new Promise(setImmediate); // until a cell first waits, Node takes the stop button for its own, and it is lost
  const request = message.createReply();
  request.header.msg_type = "input_request";
  request.content = { prompt, password: false };
  return new Promise((resolve) => {
    open = { id: request.header.msg_id, resolve };
    request.signAndSend(server.connInfo.key, server.stdin);
  });
}

module.exports = { ask, canAsk };
