/** The frames of a live text (y-protocols, and our acknowledgement), written and read. */
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";

export const SYNC = 0, AWARENESS = 1, AUTH = 2, QUERY = 3, ACK = 120;
export const STEP1 = 0, STEP2 = 1, UPDATE = 2;

export const sync = (step, body) => encoding.encode((to) => {
  encoding.writeVarUint(to, SYNC);
  encoding.writeVarUint(to, step);
  encoding.writeVarUint8Array(to, body);
});

export const presence = (body) => encoding.encode((to) => {
  encoding.writeVarUint(to, AWARENESS);
  encoding.writeVarUint8Array(to, body);
});

export const query = () => encoding.encode((to) => encoding.writeVarUint(to, QUERY));

/** {kind, step, body | count} of one frame. */
export function read(bytes) {
  const from = decoding.createDecoder(bytes);
  const kind = decoding.readVarUint(from);
  if (kind === SYNC) return { kind, step: decoding.readVarUint(from), body: decoding.readVarUint8Array(from) };
  if (kind === AWARENESS) return { kind, body: decoding.readVarUint8Array(from) };
  if (kind === ACK) return { kind, count: decoding.readVarUint(from) };
  return { kind };
}

/** The frames of an answer over HTTP, each after its length. */
export function* readMany(bytes) {
  const from = decoding.createDecoder(bytes);
  while (decoding.hasContent(from)) yield read(decoding.readVarUint8Array(from));
}
