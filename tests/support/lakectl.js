/** The environment variables that decide which configuration lakectl and `clientFromEnvironment` use. */
export const VARIABLES = [
  "LAKECTL_SERVER_ENDPOINT_URL",
  "LAKECTL_CREDENTIALS_ACCESS_KEY_ID",
  "LAKECTL_CREDENTIALS_SECRET_ACCESS_KEY",
  "LAKECTL_CONFIG_FILE",
  "HOME",
  "USERPROFILE",
];
