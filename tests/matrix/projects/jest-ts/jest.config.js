module.exports = {
  preset: "ts-jest/presets/js-with-ts",
  transformIgnorePatterns: ["/node_modules/(?!lakefs-wasm/)"],
};
