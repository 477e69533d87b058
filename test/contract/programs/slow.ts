import process from "node:process";

/** What an exporter does beside serving must not keep the program. */
setInterval(() => {}, 60_000);

/** Sends half of the answer at once, the other half when something is typed. */
function answerSlowly(): Response {
  const { readable, writable } = new TextEncoderStream();
  const writer = writable.getWriter();
  void writer.write("first half, ");
  process.stdin.once("data", async () => {
    await writer.write("second half");
    await writer.close();
  });
  return new Response(readable);
}

export default { name: "slow", fetch: answerSlowly };
