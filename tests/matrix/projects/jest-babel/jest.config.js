module.exports = { transformIgnorePatterns: ["/node_modules/(?!lakefs-wasm/)"] };
