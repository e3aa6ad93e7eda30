export default { input: "run.mjs", platform: "node", output: { file: "rolldown/run.mjs" } };
