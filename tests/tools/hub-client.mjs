// An app's view of the hub: the packages @grpc/grpc-js and @grpc/proto-loader over protos/transithub/v1/stream.proto, driven from a test.
//
//   node hub-client.mjs ADDRESS     reads a key and what to expect as JSON on stdin: {"key": text or null, "stop": id, "changes": n}
//
// It prints one JSON object: vehicles and arrivals as the two calls list them, and of Watch the kinds of events until "changes" batches of changes came, with
// what they brought, and what a second Watch begins with that resumes from the first one's snapshot.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import grpc from "@grpc/grpc-js";
import loader from "@grpc/proto-loader";

const ask = JSON.parse(readFileSync(0, "utf8"));
const proto = fileURLToPath(new URL("../../protos/transithub/v1/stream.proto", import.meta.url));
const root = grpc.loadPackageDefinition(
  loader.loadSync(proto, { keepCase: true, longs: Number, enums: String, defaults: true, oneofs: true, includeDirs: [fileURLToPath(new URL("../../protos", import.meta.url))] }),
);
const hub = new root.transithub.v1.TransitHub(process.argv[2], grpc.credentials.createInsecure());
const metadata = new grpc.Metadata();
if (ask.key) metadata.set("x-api-key", ask.key);

const call = (method, request) =>
  new Promise((resolve, reject) => hub[method](request, metadata, (error, answer) => (error ? reject(error) : resolve(answer))));

/** The events of a Watch until enough of them came. */
async function watch(request, isEnough) {
  const events = [];
  const stream = hub.Watch(request, metadata);
  try {
    for await (const event of stream) {
      events.push(event);
      if (isEnough(events)) break;
    }
  } finally {
    stream.on("error", () => {});
    stream.cancel();
  }
  return events;
}

try {
  const { vehicles } = await call("ListVehicles", { feed_id: "city" });
  const { arrivals } = await call("ListArrivals", { feed_id: "city", stop_id: ask.stop });
  const changesOf = (events) => events.filter((e) => e.event === "changes");
  const events = await watch({ feed_id: "city" }, (seen) => changesOf(seen).length >= ask.changes);
  const snapshot = events.find((e) => e.event === "snapshot");
  const resumed = await watch({ feed_id: "city", cursor: snapshot.cursor }, (seen) => seen.some((e) => e.event !== "heartbeat"));
  process.stdout.write(
    JSON.stringify({
      vehicles: vehicles.map((v) => v.id),
      arrivals: arrivals.map((a) => a.trip.trip_id),
      snapshot: snapshot.snapshot.vehicles.map((v) => v.id),
      changes: changesOf(events).flatMap((e) => e.changes.vehicles.map((v) => v.id)),
      resumed: resumed.find((e) => e.event !== "heartbeat").event,
    }),
  );
} catch (error) {
  process.stdout.write(JSON.stringify({ code: error.code, details: error.details ?? String(error) }));
} finally {
  hub.close();
}
