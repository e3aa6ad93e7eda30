// Read when the application is built: set the variable for `next build`, too.
const { origin } = new URL(process.env.LAKECTL_SERVER_ENDPOINT_URL ?? "http://localhost:8000");

export default {
  rewrites: async () => [
    { source: "/api/v1/:path*", destination: `${origin}/api/v1/:path*` },
    { source: "/logout", destination: `${origin}/logout` },
  ],
};
