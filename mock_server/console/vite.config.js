import { defineConfig } from "vite";

// `npx vite` shows the page while it is written; calls go to a platform on its usual port.
const platform = "http://127.0.0.1:8081";

export default defineConfig({
  esbuild: { jsx: "automatic", jsxImportSource: "preact" },
  build: {
    // Names without digests: the executable carries these very files.
    rollupOptions: {
      output: {
        entryFileNames: "console.js",
        assetFileNames: "console[extname]",
      },
    },
    modulePreload: false,
    assetsInlineLimit: 0,
  },
  server: {
    proxy: {
      "/v1": { target: platform, headers: { origin: platform }, changeOrigin: true },
    },
  },
});
