// Wrote the .mcap files beside it with other software than ours: npm install @mcap/core @foxglove/rosmsg @foxglove/rosmsg2-serialization,
// and the programs zstd and lz4. An arm of two joints: joint states at 100 Hz with the joints in changing order, commands at 20 Hz, a flag.
import { McapWriter, TempBuffer } from "@mcap/core";
import rosmsg from "@foxglove/rosmsg";
import rosmsg2 from "@foxglove/rosmsg2-serialization";
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";

const jointState = `std_msgs/Header header
string[] name
float64[] position
float64[] velocity
float64[] effort
================================================================================
MSG: std_msgs/Header
builtin_interfaces/Time stamp
string frame_id
================================================================================
MSG: builtin_interfaces/Time
int32 sec
uint32 nanosec`;
const wrench = `# every kind of number, and lists before what is wanted
uint8 MODE_IDLE=0
string LABEL="a # b"
bool on
int8 small
char letter
uint16[3] three
string<=8 word "none"
float32[<=4] few
geometry_msgs/Vector3[] vectors
int64 big
float32 torque 1.5
================================================================================
MSG: geometry_msgs/Vector3
float64 x
float64 y
float64 z`;
const flag = "bool data";

const compressions = { none: undefined, lz4: ["lz4", ["-c"]], zstd: ["zstd", ["-c", "-q"]], zstd19: ["zstd", ["-c", "-q", "-19", "--ultra"]] };
for (const [name, program] of Object.entries(compressions)) {
  const buffer = new TempBuffer();
  const writer = new McapWriter({
    writable: buffer, chunkSize: 16384,
    compressChunk: program && ((data) => ({ compression: program[0], compressedData: new Uint8Array(execFileSync(program[0], program[1], { input: data })) })),
  });
  await writer.start({ profile: "ros2", library: "golden.mjs" });
  const open = async (topic, type, text) => {
    const schemaId = await writer.registerSchema({ name: type, encoding: "ros2msg", data: new TextEncoder().encode(text) });
    const id = await writer.registerChannel({ topic, schemaId, messageEncoding: "cdr", metadata: new Map() });
    const serializer = new rosmsg2.MessageWriter(rosmsg.parse(text, { ros2: true }));
    return (time, message) => writer.addMessage({ channelId: id, sequence: 0, logTime: time, publishTime: time, data: serializer.writeMessage(message) });
  };
  const joints = await open("/joint_states", "sensor_msgs/msg/JointState", jointState);
  const command = await open("/command", "arm_msgs/msg/Command", wrench);
  const fallen = await open("/fallen", "std_msgs/msg/Bool", flag);
  for (let i = 0; i <= 200; i++) {
    const time = 1700000000000000000n + BigInt(i) * 10000000n, stamp = { sec: 1700000000, nanosec: i * 10000000 };
    const shoulder = [i / 100, 1 + i], elbow = [-i / 50, 2 + i], order = i % 2 === 0 ? ["shoulder", "elbow"] : ["elbow", "shoulder"];
    const values = order.map((joint) => (joint === "shoulder" ? shoulder : elbow));
    await joints(time, { header: { stamp, frame_id: "base" }, name: order, position: values.map((v) => v[0]), velocity: values.map((v) => v[1]), effort: [] });
    if (i % 5 === 0)
      await command(time + 1000000n, { on: true, small: -3, letter: 65, three: [1, 2, 65535], word: "go", few: [0.5], vectors: [{ x: 1, y: 2, z: 3 }, { x: 4, y: 5, z: i }], big: -5000000000n, torque: i % 10 === 0 ? -2 : 2 });
    if (i === 0 || i === 150) await fallen(time + 2000000n, { data: i === 150 });
  }
  await writer.end();
  writeFileSync(`arm-${name}.mcap`, buffer.get());
}
