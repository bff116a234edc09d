/** The SDK behind one form: `client(options).call(operation, args, options)`. */
export function userkey({ ConnectyCube, UserCom }, { usercom, token, connectycube, appId, authKey, relay }) {
  return {
    /** A client of User.com, directly or through the relay; of ConnectyCube, in a session, if `cube` is given. */
    client({ throughRelay, cube, ...options }) {
      const client = cube ? cubeIn(cube, options) : new UserCom(throughRelay ? { relay, ...options } : { baseUrl: usercom, apiKey: token, ...options });
      return {
        call(operation, args, options) {
          const [method, group] = operation.split(".").reverse();
          return (group ? client[group] : client)[method](...args, options);
        },
        close: () => client.close(),
      };
    },
  };

  function cubeIn({ session, login, renews }, options) {
    const renew = renews ? { renew: () => login } : {};
    const client = new ConnectyCube({ appId, authKey, baseUrl: connectycube, ...renew, ...options });
    if (session) void client.setSession(session);
    return client;
  }
}
