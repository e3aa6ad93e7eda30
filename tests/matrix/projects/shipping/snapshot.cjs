// A program in a startup snapshot of Node's: the client is made and used when the snapshot is started.
const { startupSnapshot } = require("node:v8");
const { smoke } = require("./smoke.js");

startupSnapshot.setDeserializeMainFunction(() => {
  const [endpoint, accessKeyId, secretAccessKey] = process.argv.slice(-3);
  void smoke({ endpoint, auth: { type: "basic", accessKeyId, secretAccessKey } }).then((result) =>
    console.log(JSON.stringify(result)),
  );
});
