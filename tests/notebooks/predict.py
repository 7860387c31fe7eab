"""Answers predictions in the course's kernel as a page with an input box does, and prints what came, as one JSON object."""

import json
import sys

from jupyter_client.manager import start_new_kernel

ASK = """
import { predict } from "./lib/notebook";
await predict({ question: "Is $1 < 2$?", choices: ["no", "yes", "never"], right: 1, answer: "Count." });
"""

PAUSE = "await new Promise((done) => setTimeout(done, 1000));"


def main(folder: str) -> None:
    manager, client = start_new_kernel(kernel_name="rnn-to-transformer", cwd=folder, startup_timeout=60)
    try:
        answered = run(client, ["x", "B"])
        skipped = run(client, [""])
        stopped = stop_while_asked(manager, client)
        after_stop = run(client, ["a"])
        unasked = run(client, [], allow_stdin=False)
        client.execute(PAUSE)
        in_a_row = run(client, [], then="1;")
        result = {"answered": answered, "skipped": skipped, "stopped": stopped}
        print(json.dumps({**result, "afterStop": after_stop, "unasked": unasked, "inARow": in_a_row}))
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def run(client, answers: list[str], allow_stdin: bool = True, then: str | None = None) -> dict:
    request = client.execute(ASK, allow_stdin=allow_stdin)
    if then is not None:
        client.execute(then)
    prompts = []
    for answer in answers:
        prompts.append(client.get_stdin_msg(timeout=60)["content"]["prompt"])
        client.input(answer)
    return {"prompts": prompts, "shown": outputs_until_idle(client, request)}


def stop_while_asked(manager, client) -> str:
    request = client.execute(ASK, allow_stdin=True)
    client.get_stdin_msg(timeout=60)
    manager.interrupt_kernel()
    outputs_until_idle(client, request)
    reply = client.get_shell_msg(timeout=30)
    while reply["parent_header"].get("msg_id") != request:
        reply = client.get_shell_msg(timeout=30)
    client.input("b")  # too late: the next cell must not take it
    client.wait_for_ready(timeout=30)
    return reply["content"]["status"]


def outputs_until_idle(client, request: str) -> list[str]:
    """The Markdown of each message that shows or updates something."""
    shown = []
    while True:
        message = client.get_iopub_msg(timeout=60)
        if message["parent_header"].get("msg_id") != request:
            continue
        if message["content"].get("execution_state") == "idle":
            return shown
        shown += [message["content"]["data"]["text/markdown"]] if "data" in message["content"] else []


main(sys.argv[1])
