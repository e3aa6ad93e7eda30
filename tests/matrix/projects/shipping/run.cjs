const { LakeFSClient, preload } = require("lakefs-wasm");
const [endpoint, accessKeyId, secretAccessKey] = process.argv.slice(2);

async function main() {
  await preload();
  const { smoke } = require("./smoke.js");
  const lakefs = new LakeFSClient({ endpoint, auth: { type: "basic", accessKeyId, secretAccessKey } });
  if ((await lakefs.currentUser())?.id !== "admin") throw new Error("not admin");
  console.log(JSON.stringify(await smoke({ endpoint, auth: { type: "basic", accessKeyId, secretAccessKey } })));
}

void main();
