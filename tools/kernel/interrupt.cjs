/**
 * Lets a message interrupt a cell, which tslab 1.0.22 does only by a signal: on Windows there is none that Node would hear.
 */
const { ZmqServer } = require("tslab/dist/jupyter");

const { handleShellMessage } = ZmqServer.prototype;

/** @type {typeof handleShellMessage} */
ZmqServer.prototype.handleShellMessage = async function (socket, ...frames) {
  // After the frames that say whom to answer come the delimiter, the signature, and the header.
  const header = frames[frames.findIndex((frame) => String(frame) === "<IDS|MSG>") + 2];
  if (JSON.parse(String(header)).msg_type === "interrupt_request") process.emit("SIGINT");
  else await handleShellMessage.call(this, socket, ...frames);
};
