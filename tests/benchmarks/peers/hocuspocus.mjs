// usage: node hocuspocus.mjs PORT FILE : hocuspocus as its documentation starts it, with its SQLite extension
import { Server } from "@hocuspocus/server";
import { SQLite } from "@hocuspocus/extension-sqlite";

const [port, database] = process.argv.slice(2);
const server = new Server({
  port: Number(port),
  address: "127.0.0.1",
  quiet: true,
  stopOnSignals: false,
  extensions: database ? [new SQLite({ database })] : [],
});
await server.listen();
