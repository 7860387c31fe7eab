/**
 * Mends a mistake of tslab 1.0.22: after some 500 messages (shown things, printed lines, steps of a progress bar) the next
 * ones are lost, and the cell that shows them fails without a word.
 *
 * zeromq delays one message in 512, and until that one is out, sending another throws; tslab never waits. With a time-out
 * of 0 no message is delayed. Without a limit to the queue none is dropped when the page is slower than the cell.
 */
const zmq = require("zeromq");

for (const { prototype } of [zmq.Publisher, zmq.Router]) {
  const { bind } = prototype;
  /** @this {import("zeromq").Publisher | import("zeromq").Router} @param {string} address */
  function bindUnlimited(address) {
    this.sendTimeout = 0;
    this.sendHighWaterMark = 0;
    return bind.call(this, address);
  }
  Object.defineProperty(prototype, "bind", { value: bindUnlimited }); // the inherited one cannot be assigned
}
