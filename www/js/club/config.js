/**
 * The application the club belongs to, as the sandbox plays it. Its key may be in a page: it names the application and
 * opens nothing by itself. What proves who somebody is are their password and the session that it begins.
 */
export const config = {
  baseUrl: `${location.origin}/connectycube`,
  appId: 21,
  authKey: "AUTHKEY",
};
