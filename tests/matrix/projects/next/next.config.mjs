const lakefs = process.env.LAKECTL_SERVER_ENDPOINT_URL;

export default {
  rewrites: async () => [
    { source: "/api/v1/:path*", destination: `${lakefs}/api/v1/:path*` },
    { source: "/logout", destination: `${lakefs}/logout` },
  ],
};
