// Other people's view of GTFS Realtime: the npm package gtfs-realtime-bindings, driven from a test.
//
//   node gtfs-realtime-bindings.mjs describe    its schema, one fact a line
//   node gtfs-realtime-bindings.mjs to-json     a FeedMessage on stdin, as JSON (longs as text, enums by name)
//   node gtfs-realtime-bindings.mjs from-json   that JSON on stdin, as bytes
//   node gtfs-realtime-bindings.mjs recode      a FeedMessage on stdin, decoded and encoded again
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import bindings from "gtfs-realtime-bindings";

const root = bindings.transit_realtime;
const feed = root.FeedMessage;
const toObject = { longs: String, enums: String, bytes: String };

/** The package carries generated code and no descriptor: its schema is read from that code. */
function* describe() {
  const code = readFileSync(createRequire(import.meta.url).resolve("gtfs-realtime-bindings"), "utf8");
  const declared = new Map();
  for (const [, type, name, owner] of code.matchAll(/@member \{([^}]+)\} (\w+)\s+\* @memberof transit_realtime\.([\w.]+)/g))
    declared.set(`${owner}.${name}`, type);

  function* walk(scope, path) {
    for (const [name, value] of Object.entries(scope)) {
      const own = path ? `${path}.${name}` : name;
      if (typeof value === "object")
        for (const [label, number] of Object.entries(value)) yield `enum ${own}.${label} = ${number}`;
      else if (typeof value.encode === "function") {
        yield* fields(value, own);
        yield* walk(value, own);
      }
    }
  }

  function* fields(type, path) {
    const encode = type.encode.toString();
    const decode = type.decode.toString();
    const verify = type.verify.toString();
    for (const line of encode.split("\n")) {
      const number = line.match(/\/\* id (\d+), wireType \d =\*\//)?.[1];
      if (!number) continue;
      const message = line.match(/\$root\.transit_realtime\.([\w.]+)\.encode\(message\.(\w+)(\[i\])?/);
      const scalar = line.match(/\)\.(\w+)\(message\.(\w+)(\[i\])?\)/);
      const [, kind, name, repeated] = message ?? scalar;
      const isEnum = new RegExp(`switch \\(message\\.${name}(\\[i\\])?\\)`).test(verify);
      const fieldType = isEnum ? declared.get(`${path}.${name}`).replace("transit_realtime.", "") : kind;
      const label = repeated ? "repeated" : decode.includes(`missing required '${name}'`) ? "required" : "optional";
      const value = type.prototype[name];
      const initial = isEnum
        ? Object.entries(fieldType.split(".").reduce((scope, part) => scope[part], root)).find(([, v]) => v === value)[0]
        : String(value);
      yield `${path}.${name} = ${number} ${label} ${fieldType}` + (message || repeated ? "" : ` [default ${initial}]`);
    }
  }

  yield* walk(root, "");
}

const input = () => readFileSync(0);
switch (process.argv[2]) {
  case "describe":
    process.stdout.write([...describe()].join("\n"));
    break;
  case "to-json":
    process.stdout.write(JSON.stringify(feed.toObject(feed.decode(input()), toObject)));
    break;
  case "from-json":
    process.stdout.write(feed.encode(feed.fromObject(JSON.parse(input().toString("utf8")))).finish());
    break;
  case "recode":
    process.stdout.write(feed.encode(feed.decode(input())).finish());
    break;
  default:
    process.stderr.write("Usage: gtfs-realtime-bindings.mjs describe | to-json | from-json | recode\n");
    process.exitCode = 2;
}
