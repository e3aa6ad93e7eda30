const { smoke } = require("./library/library.cjs");

const [endpoint, accessKeyId, secretAccessKey] = process.argv.slice(2);
void smoke({ endpoint, auth: { type: "basic", accessKeyId, secretAccessKey } }).then((result) =>
  console.log(JSON.stringify(result)),
);
