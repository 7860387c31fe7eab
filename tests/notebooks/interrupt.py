"""Interrupts a running `train` in the course's kernel, started in the folder that is given, and prints what happened.

Prints one JSON object: the reply of the interrupted cell, and how many steps training had done at once and a second
later. The model stands in a cell of its own, because tslab forgets what a failed cell declared.
"""

import json
import re
import sys
import time

from jupyter_client.manager import start_new_kernel

MODEL = """
import { Linear } from "./lib/linear";
import { randomGenerator } from "./lib/random";
import { tf } from "./lib/tf";
import { train } from "./lib/training";

const done = { steps: 0 };
const layer = new Linear({ inputSize: 2, outputSize: 1 }, randomGenerator(1));
const model = {
  parameters: layer.parameters,
  loss: (examples: readonly number[]) => layer.apply(tf.tensor2d([...examples], [1, 2])).square().sum() as tf.Scalar,
};
"""

TRAIN = """
const onStep = () => {
  if (++done.steps === 3) console.log("training runs");
};
await train(model, () => [[1, 2]], { epochs: 1000000, seed: 1, onStep });
"""


def main(folder: str) -> None:
    manager, client = start_new_kernel(kernel_name="rnn-to-transformer", cwd=folder, startup_timeout=60)
    try:
        client.execute_interactive(MODEL, timeout=60)
        request = client.execute(TRAIN)
        wait_for_text(client, "training runs")
        manager.interrupt_kernel()
        reply = client.get_shell_msg(timeout=30)
        while reply["parent_header"].get("msg_id") != request:
            reply = client.get_shell_msg(timeout=30)
        time.sleep(0.5)  # tslab drops what arrives within 0.2 s of a failed cell
        steps = [count_steps(client, 200), count_steps(client, 1000)]
        print(json.dumps({"status": reply["content"]["status"], "steps": steps}))
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def wait_for_text(client, text: str) -> None:
    while True:
        message = client.get_iopub_msg(timeout=60)
        if text in message["content"].get("text", ""):
            return


def count_steps(client, wait_ms: int) -> int:
    code = f"await new Promise((done) => setTimeout(done, {wait_ms}));\nconsole.log('steps: ' + done.steps);"
    found = []

    def read(message):
        found.extend(re.findall(r"steps: (\d+)", message["content"].get("text", "")))

    client.execute_interactive(code, timeout=30, output_hook=read)
    return int(found[0])


main(sys.argv[1])
