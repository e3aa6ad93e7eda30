export default {
  build: { lib: { entry: "library.js", formats: ["es", "cjs"], fileName: "library" }, outDir: "library" },
};
