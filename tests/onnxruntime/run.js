// Runs models for the tests: one request a line of standard input, one answer a line of standard output, until the input ends.
//   {"model":"path.onnx","inputs":{"state":{"type":"float32","dims":[2,4],"data":"base64, little-endian"}}}
//   {"outputs":{"values":{"type":"float32","dims":[2,2],"data":"base64"}}}   or   {"error":"..."}
const ort = require('onnxruntime-node');
const lines = require('readline').createInterface({ input: process.stdin });

const arrays = { float32: Float32Array, int64: BigInt64Array, bool: Uint8Array };

function decode({ type, dims, data }) {
  const bytes = Uint8Array.from(Buffer.from(data, 'base64'));
  return new ort.Tensor(type, new arrays[type](bytes.buffer), dims);
}

function encode({ type, dims, data }) {
  return { type, dims, data: Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64') };
}

async function answer(line) {
  try {
    const { model, inputs } = JSON.parse(line);
    const session = await ort.InferenceSession.create(model, { intraOpNumThreads: 1 });
    const feeds = Object.fromEntries(Object.entries(inputs).map(([name, tensor]) => [name, decode(tensor)]));
    const results = await session.run(feeds);
    return { outputs: Object.fromEntries(Object.entries(results).map(([name, tensor]) => [name, encode(tensor)])) };
  } catch (fault) {
    return { error: `${fault.message ?? fault}` };
  }
}

(async () => {
  for await (const line of lines) console.log(JSON.stringify(await answer(line)));
})();
